"""Files that are published as they are: static files, media beside posts, and what hosts look for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.errors import SiteError, Where
from generator.model import Page, SiteFile
from generator.outputs.contexts import PlanContext, RenderContext
from generator.outputs.fixed import CNAME, NO_JEKYLL


def plan(context: PlanContext) -> Iterator[Page]:
    """A page for each file; `.nojekyll` always, `CNAME` where the settings name a domain."""
    index, cname = context.index, context.config.deploy.cname
    for file in (*index.static, *index.media.values()):
        yield _file_page(file, context)
    own = {file.address for file in index.static}
    # GitHub Pages runs Jekyll over a site, which drops names that begin with an underscore, unless this file is there.
    if NO_JEKYLL not in own:
        yield context.page(NO_JEKYLL, "asset", "", b"")
    if cname and CNAME not in own:
        yield context.page(CNAME, "asset", "", f"{cname}\n".encode())


def _file_page(file: SiteFile, context: PlanContext) -> Page:
    # The digest stands for the content: where the file lies on this machine is no part of the key.
    key = context.page(file.address, "asset", "", None, own=file.digest).key
    return Page(file.address, "asset", (), file, key)


def view(page: Page, context: RenderContext) -> bytes:
    """The bytes of the file; SiteError if it cannot be read any more."""
    if isinstance(page.content, bytes):
        return page.content
    assert isinstance(page.content, SiteFile)
    try:
        return Path(page.content.path).read_bytes()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise SiteError("source-unreadable", message, Where(page.content.path)) from None
