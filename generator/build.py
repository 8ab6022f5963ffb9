"""The pipeline in order: read, clean, index, plan, render and write.  Read this first."""

from __future__ import annotations

from dataclasses import replace

from generator.building.looking import state_of
from generator.building.marker import begin_mark, end_mark
from generator.building.report import BuildReport
from generator.building.run import open_run, unchanged_report
from generator.building.site import BuildOptions
from generator.runtime.progress import Progress


def build(options: BuildOptions, progress: Progress) -> BuildReport:
    """Build the site and return the report of the build.

    Raises SiteError or SettingsError if the site cannot be built.
    """
    with open_run(options, progress) as run:
        if (last := unchanged_report(run)) is not None:
            return last
        # Imported here: loading the cleaner and Jinja takes longer than scanning 10,000 files.
        from generator.building import counts, pages, remembered, sources

        changed = sources.clean_changed(run)
        plan = remembered.remembered_plan(run, changed) or pages.make_plan(run, sources.clean_all(run, changed))
        begin_mark(run.site.output, run.kind)
        removed = pages.make_way(run, plan)
        work = pages.sort_pages(run, plan)
        run.ledger.commit(run.folder, work.announced(run.known, run.site.output))
        rendered = pages.render_all(run, plan.frame, work.due)
        with run.log.phase("write"):
            files = pages.files_after(run, plan, work, rendered, removed)
            removed += pages.remove_stale(run, files.planned)
            report = counts.make_report(run.site, plan.counts, files, removed, run.log)
            end_mark(run.site.output, report, files.planned, run.kind)
            run.ledger.commit(run.folder, files.records, plan.records, state_of(report, run.seen), plan.generation)
            remembered.remember(run, plan, work)
    return replace(report, phases=run.log.phases)
