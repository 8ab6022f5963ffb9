"""Runs `pressmark check` in one of its three forms: check all pages, suggest filter rules, or compare two sites."""

from __future__ import annotations

from generator.article.account import added
from generator.building.counts import damage_after, removals_after
from generator.building.inspection import inspect
from generator.building.site import BuildOptions
from generator.commands import against as against_module
from generator.commands import suggest
from generator.commands.checks.checking import check_site, leftovers
from generator.commands.printing import report, summary
from generator.commands.printing.endings import write_json
from generator.commands.printing.terminal import Terminal
from generator.errors import Problem


def run_check(
    options: BuildOptions,
    against: str | None,
    json: str | None,
    terminal: Terminal,
    *,
    suggests: bool,
    is_verbose: bool,
) -> tuple[Problem, ...]:
    """Build the site without writing it, print the result, and return the problems.

    By default, every page is checked.  If `against` names a folder or branch, the site is instead compared with the
    site published there; with `suggests`, filter rules are suggested, and no problems are returned.  `json` is the name
    of a file for a JSON report, `-` for stdout, or None for no report.  Raises SettingsError or SiteError.
    """
    # A wrong name is reported before a long build, not after it.
    published = against_module.find(against, options) if against is not None else None
    progress = terminal.progress()
    try:
        with inspect(options, progress) as inspection:
            if published is not None:
                comparison = against_module.compare_with(published, inspection, progress)
            elif suggests:
                suggested = tuple(suggest.suggestions(inspection, progress))
            else:
                checked = check_site(inspection, progress)
                left = tuple(leftovers(inspection, progress))
                removals = removals_after((), (), inspection.summaries)
                account = added(item.account for item in inspection.summaries)
                damage = damage_after((), (), inspection.summaries)
    finally:
        progress.finish()
    if published is not None:
        return against_module.print_comparison(comparison, json, terminal, options.site, is_verbose=is_verbose)
    if suggests:
        suggest.print_suggestions(suggested, json, terminal)
        return ()
    problems = checked.problems
    if json is not None:
        text = report.check_json(checked, left, damage, removals, account)
        write_json(json, text, terminal)
    summary.show_problems(problems, terminal, options.site, is_verbose=is_verbose, notes_listed=True)
    for line in (
        *summary.leftover_lines(left),
        *summary.removal_lines(removals, account, terminal.width),
        *summary.damage_lines(damage),
        *summary.index_lines(checked.index),
        *summary.weight_lines(checked.weights, checked.post),
    ):
        terminal.say(line)
    terminal.say(f"Checked {checked.files:,} files.  {summary.counted(problems)}")
    return problems
