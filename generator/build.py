"""The pipeline in order: read, clean, index, plan, render and write.  Read this first."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from generator.errors import Problem, Where, problem
from generator.marker import Kind, begin_mark, end_mark, is_settled
from generator.report import BuildReport, Log
from generator.runtime.ledger import Ledger
from generator.runtime.lock import hold_lock
from generator.runtime.progress import Progress
from generator.site import BuildOptions, open_site
from generator.stages.write import make_way, open_output, remove_stale, sweep_temporaries
from generator.unchanged import compare_files, foreign, look, state_of, unchanged_report

LEDGER = "ledger.sqlite"


def build(options: BuildOptions, progress: Progress) -> BuildReport:
    """Make the site and say what was done.  Raises SiteError or SettingsError for what makes a build impossible."""
    site = open_site(options)
    log = Log(progress)
    with hold_lock(site.cache / "lock"), closing(Ledger(site.cache / LEDGER)) as ledger:
        inputs = [site.folder / root for root in site.roots]
        is_new = open_output(site.output, site.folder, adopt=options.adopt, inputs=inputs)
        folder = str(site.output.resolve())
        kind = Kind(options.drafts, site.config.url)
        known, state = ledger.records(folder), ledger.state(folder) if is_settled(site.output, kind) else None
        if state is None:
            # The last build did not come to its end, or was for something else.
            sweep_temporaries(site.output)
        if not options.full and (now := compare_files(site.output, known, log)) is not known:
            # At once, so that the next build compares nothing again even where this one finds nothing to do.
            ledger.commit(folder, known := now, state=None)
        seen = look(site, options, log)
        if (last := unchanged_report(state, known, seen, options)) is not None:
            return replace(last, phases=log.phases)
        # What cleans and renders takes longer to load than ten thousand files to look at.
        from generator import phases, shortcut

        changed = phases.clean_changed(site, seen, ledger.sources(), options, log)
        short = shortcut.build_short(site, seen, changed, ledger, folder, state, options, log)
        if short is not None:
            return replace(short, phases=log.phases)
        cleaned = phases.all_cleaned(site, seen, changed, ledger.sources(), options, log)
        the_index = phases.index_all(cleaned.summaries, seen, site, options, log)
        context = phases.plan_all(the_index, site, log)
        begin_mark(site.output, kind)
        # What stands where a folder is needed now, or in a folder where a file is needed, goes first.
        removed, problems = make_way(site.output, the_index.known, known)
        log.add(problems)
        work = phases.sort_pages(context, folder, site, options, known, cleaned, log)
        ledger.commit(folder, work.announced(known, site.output))
        done = phases.render_all(work, folder, context, site, options, log)
        with log.phase("write"):
            # Posts in a folder that could not be listed are not gone: their pages stay until it can be.
            kept = {} if seen.found.is_whole else {name: known[name] for name in known.keys() - set(removed)}
            planned = {page.address for page in done} | kept.keys()
            stale, problems = remove_stale(site.output, planned, known)
            log.add((*problems, *foreign(site, state, planned, options, is_new=is_new)))
            if ledger.was_rebuilt:
                log.add((_cache_rebuilt(site.cache / LEDGER),))
            report = phases.report_of(site, seen, the_index, cleaned, done, (*removed, *stale), log)
            end_mark(site.output, report, planned, kind)
            records = kept | {page.address: page.record for page in done if page.record is not None}
            ledger.commit(folder, records, cleaned.records, state_of(report, seen))
            phases.drop_old(site, cleaned)
            shortcut.remember(site, seen, folder, cleaned.records, context, work)
    return replace(report, phases=log.phases)


def _cache_rebuilt(path: Path) -> Problem:
    """A note that a damaged or foreign cache was made anew."""
    help = "nothing to do: what lay there is made again, and files it knew of are compared"
    return problem("cache-rebuilt", Where(str(path)), "was damaged or of another version, and is made anew", help)
