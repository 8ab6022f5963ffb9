"""Files that are published as they are: static files, media beside posts, and files for web hosts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.errors import SiteError, Where
from generator.outputs.contexts import Census, PlanContext, RenderContext
from generator.outputs.fixed import CNAME, NO_JEKYLL
from generator.outputs.page import Page
from generator.site_index import SiteFile

FILE = "asset"


def claims(census: Census) -> tuple[str, ...]:
    """The addresses to reserve for the files `.nojekyll` and, if the settings name a domain, `CNAME`.

    They are left out if the static files of the site contain a file with this name.
    """
    wanted = (NO_JEKYLL, CNAME) if census.config.deploy.cname else (NO_JEKYLL,)
    return tuple(address for address in wanted if address not in census.replaced)


def plan(context: PlanContext) -> Iterator[Page[SiteFile | bytes]]:
    """A `Page` for each file that is published unchanged, and for `.nojekyll` and `CNAME` where they are needed."""
    index, cname = context.index, context.config.deploy.cname
    for file in (*index.static, *index.media.values()):
        yield Page(file.address, FILE, "", file)
    own = {file.address for file in index.static}
    # Without this file GitHub Pages runs Jekyll, which drops files whose names begin with an underscore.
    if NO_JEKYLL not in own:
        yield Page(NO_JEKYLL, FILE, "", b"")
    if cname and CNAME not in own:
        yield Page(CNAME, FILE, "", f"{cname}\n".encode())


def view(page: Page[SiteFile | bytes], context: RenderContext) -> bytes:
    """The bytes of a file: those that `page` holds, or those of the file that it names, with what is added to it.

    Raises SiteError if that file cannot be read any more.
    """
    if isinstance(page.content, bytes):
        return page.content
    try:
        return Path(page.content.path).read_bytes() + page.content.addition
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise SiteError("source-unreadable", message, Where(page.content.path)) from None
