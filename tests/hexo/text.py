"""What a reader sees of HTML, read without our own code: lines of text, anchors of headings, targets of links."""

from __future__ import annotations

from html.parser import HTMLParser

_INLINE = frozenset(
    (
        "a abbr b bdi bdo cite code data del dfn em i img ins kbd mark q s samp small span strong sub sup time u var"
    ).split()
)
_SILENT = frozenset({"script", "style"})


class Content(HTMLParser):
    """HTML, read once: blocks and `br` end lines, blanks are single, lines are never empty."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.anchors: list[str] = []
        self.links: list[str] = []
        self._pieces: list[str] = []
        self._silent = 0
        self._code = 0
        self.feed(html)
        self.close()
        lines = (" ".join(line.split()) for line in "".join(self._pieces).split("\n"))
        self.text = "\n".join(line for line in lines if line)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self._silent += tag in _SILENT
        self._code += tag == "pre"
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6") and values.get("id"):
            self.anchors.append(values["id"] or "")
        # A heading's link to itself is Hexo's decoration.
        if "headerlink" not in (values.get("class") or ""):
            self.links += [value for name, value in attributes if name in ("href", "src") and value]
        if tag not in _INLINE:
            self._pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT
        self._code -= tag == "pre"
        if tag not in _INLINE:
            self._pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._pieces.append(data if self._code else data.replace("\n", " "))
