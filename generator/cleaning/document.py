"""The step that takes the article out of a whole document, without menus, headers and footers of the page."""

from __future__ import annotations

from generator.article.nodes import example
from generator.bodies import documents
from generator.cleaning.draft import Draft, Tally

_CODE = frozenset({"script", "style", "template", "noscript", "title", "meta", "link", "base"})


def apply(draft: Draft) -> None:
    """Remove the menus, headers and footers from a body that is a whole saved page; any other body stays as it is."""
    if not documents.is_document(draft.raw.body):
        return
    tally = Tally(draft, "document")
    for node in documents.left_out(draft.body):
        # What nobody saw is counted by `conform` in other bodies, as script or markup.
        kind = "script" if node.tag == "script" else "markup" if node.tag in _CODE or node.is_comment else "boilerplate"
        tally.take("outside", kind, node, example(node) if kind == "boilerplate" else "")
        node.remove()
    tally.close()
