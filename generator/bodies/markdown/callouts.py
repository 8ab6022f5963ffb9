"""Callouts, the boxes for notes and warnings: the lines that open one in Markdown, and the HTML for it.

`> [!NOTE]` is the form of GitHub and Obsidian, `!!! note "Title"` and `??? note` that of Python-Markdown and MkDocs,
and `::: note` that of VuePress, Docusaurus and HackMD.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

# Each word that may open a callout: its kind, and the title of a callout without one in English, simplified and
# traditional Chinese, and Japanese.
_WORDS: dict[str, tuple[str, str, str, str, str]] = {
    "note": ("note", "Note", "注意", "注意", "メモ"),
    "info": ("note", "Info", "信息", "資訊", "情報"),
    "abstract": ("note", "Summary", "摘要", "摘要", "要約"),
    "example": ("note", "Example", "示例", "範例", "例"),
    "quote": ("note", "Quote", "引用", "引用", "引用"),
    "question": ("note", "Question", "问题", "問題", "質問"),
    "todo": ("note", "To do", "待办", "待辦", "やること"),
    "tip": ("tip", "Tip", "提示", "提示", "ヒント"),
    "success": ("tip", "Success", "成功", "成功", "成功"),
    "important": ("important", "Important", "重要", "重要", "重要"),
    "warning": ("warning", "Warning", "警告", "警告", "警告"),
    "attention": ("warning", "Attention", "注意", "注意", "注意"),
    "caution": ("caution", "Caution", "小心", "小心", "注意"),
    "danger": ("caution", "Danger", "危险", "危險", "危険"),
    "failure": ("caution", "Failure", "失败", "失敗", "失敗"),
    "bug": ("caution", "Bug", "缺陷", "缺陷", "バグ"),
    "details": ("details", "Details", "详情", "詳情", "詳細"),
}
_ALIASES = {
    "seealso": "note", "memo": "note", "说明": "note", "說明": "note", "备注": "note", "備註": "note", "メモ": "note",
    "primary": "info", "information": "info", "default": "info", "信息": "info", "資訊": "info", "情報": "info",
    "summary": "abstract", "tldr": "abstract", "摘要": "abstract",
    "examples": "example", "snippet": "example", "示例": "example", "例子": "example", "範例": "example",
    "cite": "quote", "引用": "quote",
    "help": "question", "faq": "question", "问题": "question", "問題": "question",
    "task": "todo", "待办": "todo", "待辦": "todo",
    "hint": "tip", "tips": "tip", "提示": "tip", "技巧": "tip", "ヒント": "tip",
    "check": "success", "done": "success", "成功": "success",
    "重要": "important",
    "warn": "warning", "警告": "warning",
    "注意": "attention",
    "error": "danger", "危险": "danger", "危險": "danger", "危険": "danger",
    "fail": "failure", "missing": "failure", "失败": "failure", "失敗": "failure",
    "spoiler": "details", "collapse": "details", "fold": "details", "detail": "details", "详情": "details",
    "詳情": "details", "詳細": "details",
}  # fmt: skip
_LANGUAGES = ("en", "zh-CN", "zh-TW", "ja")

# Classes of MkDocs and its themes that may follow the kind.
_CLASSES = frozenset({"inline", "end", "highlight", "blink"})
_MAX_LINE = 1_000

_NAME = r"(?P<name>[^\W\d_][\w-]{0,30})"
_QUOTED = re.compile(rf"\[!{_NAME}(?:\|[^\]]{{0,40}})?\](?P<fold>[+-]?)(?P<title>(?:[ \t].*)?)")
_MARKED = re.compile(rf"(?P<fold>!!!|\?\?\?\+?) ?{_NAME}(?P<title>(?:[ \t].*)?)")
_STRING = re.compile(r"""(?:[A-Za-z][\w-]*+[ \t]++)*+(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|“(?P<c>[^”]*)”)[ \t]*""")
_COLONS = re.compile(r"(?P<colons>:{3,40}+)[ \t]*(?P<rest>.*)")
_FENCED = re.compile(
    rf"(?:\{{[ \t]*)?\.?(?:callout-)?{_NAME}(?:\[(?P<label>[^\]]*)\])?"
    r"(?P<attributes>[ \t]*\{[^{}]*\}|(?:[ \t][^{}]*)?\})?(?P<title>(?:[ \t].*)?)"
)
_TITLE = re.compile(r"""\b(?:title|summary)[ \t]*=[ \t]*(?:"([^"]*)"|'([^']*)'|([^\s{}"']+))""")
_FOLDED = re.compile(r"""\bcollapse[ \t]*=[ \t]*["']?(true|false)|\b(open)\b""")


@dataclass(frozen=True, slots=True)
class Callout:
    """A callout (a box for a note or warning), as the Markdown line that opens it describes it."""

    word: str
    """The word that names the kind of callout, such as `note`, and gives it its title if its author wrote none."""
    title: str | None = None
    """The title as its author wrote it, in Markdown; empty for no title at all, None for `word` in the language of the
    site."""
    is_folding: bool = False
    """Whether readers can open and close the callout."""
    is_open: bool = False
    """Whether a callout that folds is open at first."""

    @property
    def kind(self) -> str:
        """The kind of callout, which decides how it looks: one of `vocabulary.CALLOUTS`, such as `tip`, or `details`.

        The kind `details` has no box: its text is only folded away until readers open it.
        """
        return _WORDS[self.word][0]


@dataclass(frozen=True, slots=True)
class Frame:
    """The HTML elements of a callout: tags and classes of its box and its title, and whether its box is open."""

    tag: str
    classes: str
    is_open: bool
    title_tag: str
    title_classes: str


# ------------------------------------------------------------------------------------------ recognising


def in_quotation(line: str) -> Callout | None:
    """The callout that a quotation becomes if `line` is its first line without the `>`: `[!NOTE]` or `[!tip]- Title`.

    None if the line has another form, or the word in the brackets is not the name of a callout.
    """
    match = _QUOTED.fullmatch(line.strip()) if len(line) <= _MAX_LINE else None
    word = _word(match["name"]) if match else ""
    if match is None or not word:
        return None
    is_folding = bool(match["fold"]) or word == "details"
    return Callout(word, match["title"].strip() or None, is_folding, is_open=match["fold"] == "+")


def at_signs(line: str) -> Callout | None:
    """The callout that `line` opens, such as `!!! note "Title"`, `??? note` or `???+ note`; None if it opens none.

    The content of such a callout is indented by four blanks.  If no indented line follows, the caller must treat `line`
    as text.
    """
    match = _MARKED.fullmatch(line.rstrip()) if len(line) <= _MAX_LINE else None
    if match is None:
        return None
    word, rest = _word(match["name"]), match["title"].strip()
    string = _STRING.fullmatch(rest)
    if string is not None:
        title: str | None = next(part for part in string.group("a", "b", "c") if part is not None).strip()
    else:
        # Not a class of MkDocs, so it is a title without its quotation marks.
        title = rest if any(part not in _CLASSES and not _word(part) for part in rest.split()) else None
    if not word:
        # MkDocs makes a note of any word, and its title of the word.
        if not (match["name"].isascii() and (string is not None or not rest)):
            return None
        word, title = "note", title if string is not None else match["name"]
    is_folding = match["fold"] != "!!!" or word == "details"
    return Callout(word, title, is_folding, is_open=match["fold"].endswith("+"))


def at_colons(line: str) -> tuple[int, Callout | None] | None:
    """How `line`, which begins with colons, opens or ends a callout; None if it does neither.

    (number of colons, callout) if the line opens a callout, as `::: note Title`, `:::note[Title]` and `::: {.note
    title="Title"}` do; (number of colons, None) if it has only colons, and may end a callout with at most as many.
    None also for `::: name` with a name that no callout has.
    """
    match = _COLONS.fullmatch(line.strip()) if ":::" in line and len(line) <= _MAX_LINE else None
    if match is None:
        return None
    colons, rest = len(match["colons"]), match["rest"].rstrip(":").strip()
    if not rest:
        return colons, None
    opening = _FENCED.fullmatch(rest)
    word = _word(opening["name"]) if opening else ""
    if opening is None or not word:
        return None
    attributes = opening["attributes"] or ""
    named = _TITLE.search(attributes)
    folded = _FOLDED.search(attributes)
    written = " ".join(filter(None, (opening["label"], opening["title"].strip())))
    title = written or (next(filter(None, named.groups()), "") if named else "")
    is_folding = word == "details" or (folded is not None and folded[1] is not None)
    return colons, Callout(word, title.strip() or None, is_folding, folded is not None and folded[1] != "true")


def _word(name: str) -> str:
    """The word that a name stands for; empty if it names no callout."""
    name = name.lower()
    name = _ALIASES.get(name, name)
    return name if name in _WORDS else ""


# ---------------------------------------------------------------------------------------------- writing


def title(callout: Callout, language: str) -> str:
    """The title of a callout, in Markdown; empty if its author wants none.

    If the author wrote no title, the result is the word for the callout in `language`, such as `Warning`.
    """
    # One that folds needs something to click on.
    if callout.title is not None and (callout.title or not callout.is_folding):
        return callout.title
    return _WORDS[callout.word][1 + _LANGUAGES.index(_table(language))]


def frame(callout: Callout) -> Frame:
    """The HTML elements for a callout, for a converter that builds a tree instead of text."""
    classes = "" if callout.kind == "details" else f"callout callout-{callout.kind}"
    title_classes = "callout-title" if classes else ""
    tag, title_tag = ("details", "summary") if callout.is_folding else ("div", "p")
    return Frame(tag, classes, callout.is_open, title_tag, title_classes)


def opening(callout: Callout, title_html: str) -> str:
    """The HTML of a callout before its content; `title_html` is its title as HTML, empty for none."""
    made = frame(callout)
    state = ' open=""' if made.is_open else ""
    shown = f"{_start(made.title_tag, made.title_classes)}{title_html}</{made.title_tag}>" if title_html else ""
    return f"{_start(made.tag, made.classes, state)}{shown}"


def closing(callout: Callout) -> str:
    """The HTML of a callout after its content, which is the end tag of its box."""
    return f"</{frame(callout).tag}>"


def _start(tag: str, classes: str, rest: str = "") -> str:
    return f'<{tag} class="{html.escape(classes)}"{rest}>' if classes else f"<{tag}{rest}>"


def _table(language: str) -> str:
    language = language.lower()
    if language.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
        return "zh-TW"
    return {"zh": "zh-CN", "ja": "ja"}.get(language[:2], "en")
