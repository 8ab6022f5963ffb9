"""Removes QR codes with the line that asks readers to scan them, at the end of an article or apart from it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.article.elements import BREAKS, HEADINGS
from generator.article.nodes import Node, example
from generator.cleaning.draft import Tally

_SAYS_CODE = re.compile(
    r"qr[-_ ]?code|(?:^|[/_\-.])qr(?=[_\-.\d]|$)|erweima|(?:^|[/_\-.])ewm(?=[/_\-.\d]|$)|二[维維]码|二維碼|QRコード",
    re.IGNORECASE,
)
_SIGNS = ("qr", "erweima", "ewm", "二")
"""Each match of `_SAYS_CODE` holds one of them."""
_SCAN = (
    r"(?:微信)?(?:请|請)?(?:(?:长按|長按)(?:图片|圖片|上图|下图|下方|上方)?(?:识别|識別|扫|掃)?|扫一扫|掃一掃|扫描|掃描|扫|掃|识别|識別)"
    r"(?:上方|下方|上面|下面|上图|下图|图中|右侧|左侧)?(?:微信|公众号)?(?:二[维維][码碼]|[码碼])?"
    r"|scan (?:the |this |our |my )?(?:qr[ -]?)?code|scan me"
    r"|(?:下の|上の|この|右の|左の)?(?:QR|ＱＲ)コード(?:を|から)(?:読み取|スキャン|読み込|読んで)?"
)
_PURPOSE = (
    r"关注|關注|订阅|訂閱|加入|进群|入群|加群|添加|加好友|加微信|下载|下載|打赏|赞赏|讚賞|领取|領取|咨询|报名|联系|购买|阅读|分享"
    r"|フォロー|友だち|友達|登録|ダウンロード|購読|アクセス|参加|お問い合わせ"
    r"|\b(?:follow|subscribe|join|download|add|donate|contact|get|install|connect|share|visit|sign up)\b"
)
_LEAD = (
    r"(?:欢迎|歡迎|快来|快來|打开微信|打開微信|用微信|使用微信|点击或|please |simply |just |[^\w\s]|\s){0,4}"
    r"(?:(?:关注|關注|加入|订阅|訂閱|下载|下載).{0,12}?[，,：:\s]\s?|to [a-z ]{2,30}, (?:please )?)?"
)
"""What may precede an invitation: a sentence with a subject of its own tells of somebody who scans."""
_INVITES = re.compile(rf"{_LEAD}(?:{_SCAN})(?P<rest>.{{0,60}})", re.IGNORECASE | re.DOTALL)
_HAS_PURPOSE = re.compile(_PURPOSE, re.IGNORECASE)
MAX_LINE = 60
"""Longer texts beside a code are prose about it."""
MAX_AFTER = 200
"""With no more text than this after it, a code stands at the end."""
MAX_MENTIONS = 2
"""An article that mentions such codes more often is about them."""
MIN_TEXT = 20
"""A post with less other text is about the code."""
_MOST = 12
_BOXES = frozenset({"div", "section", "p", "figure", "center", "aside", "footer"})
_APART = frozenset({"div", "section", "center", "aside", "footer"})
_HELD = frozenset({"li", "dd", "dt", "td", "th", "blockquote", "pre"}) | HEADINGS


def drop_codes(body: Node, pictures: Iterable[Node], removed: Iterable[str], tally: Tally) -> None:
    """Remove QR codes together with the short line beside each that asks readers to scan the code.

    `pictures` are all pictures in `body`, and `removed` the texts that earlier steps removed, which may include such a
    line.
    """
    codes = [node for node in pictures if _says_code(node)]
    if not codes or len(codes) > _MOST:
        return
    after, text = _texts_after(body, set(codes))
    mentions = len(_SAYS_CODE.findall(text))
    has_lost_line = any(len(line) <= 2 * MAX_LINE and _asks(" ".join(line.split())) for line in removed)
    for picture in reversed(codes):
        parts, line = _with_line(picture)
        if not parts and has_lost_line and after[picture] == 0 and mentions < MAX_MENTIONS and len(text) >= MIN_TEXT:
            tally.take("code", "promotion", picture, picture.value("alt"))
            picture.remove()
            continue
        if not parts or not _asks(line) or mentions - len(_SAYS_CODE.findall(line)) >= MAX_MENTIONS:
            continue
        left = after[picture]
        is_apart = parts[0].tag in _APART and parts[0].parent is not None
        if (left > MAX_AFTER and not is_apart) or len(text) - len(line) < MIN_TEXT or _is_led_to(parts[0]):
            continue
        for part in parts:
            tally.take("code", "promotion", part, example(part))
            part.remove()


def _says_code(node: Node) -> bool:
    """Whether a picture says by its name or text that it is a QR code."""
    name = node.value("src")[-200:].partition("?")[0]
    text = f"{node.value('alt')[:200]}/{node.value('title')[:200]}/{name}".lower()
    # Nearly all pictures end here.
    return any(map(text.__contains__, _SIGNS)) and _SAYS_CODE.search(text) is not None


def _texts_after(body: Node, pictures: set[Node]) -> tuple[dict[Node, int], str]:
    """How many characters of text follow each picture, and the whole text, both without blanks."""
    texts: list[str] = []
    before: dict[Node, int] = {}
    length = 0
    for node in body.walk():
        if node in pictures:
            before[node] = length
        elif node.is_text:
            texts.append("".join(node.text_content.split()))
            length += len(texts[-1])
    return {node: length - position for node, position in before.items()}, "".join(texts)


def _with_line(picture: Node) -> tuple[list[Node], str]:
    """The parts that hold a picture and the short line beside it, in document order, and that line."""
    block = picture
    while (box := block.parent) is not None and box.tag != "body" and box.tag not in _HELD:
        text = " ".join(box.text().split())
        if len(box.elements("img")) > 1 or len(text) > MAX_LINE:
            break
        if text:
            return ([box], text) if box.tag in _BOXES else ([], "")
        block = box
    if block.parent is None or block.parent.tag in _HELD:
        return [], ""
    for beside, is_before in ((_beside(block, is_before=True), True), (_beside(block, is_before=False), False)):
        line = " ".join(beside.text().split()) if beside is not None and beside.tag not in _HELD else ""
        if beside is not None and line and len(line) <= MAX_LINE and _asks(line) and not _holds_media(beside):
            return ([beside, block] if is_before else [block, beside]), line
    return [], ""


def _beside(node: Node, *, is_before: bool) -> Node | None:
    beside = node.prev if is_before else node.next
    for _ in range(4):
        if beside is None or not (beside.tag in BREAKS or (beside.is_text and not beside.text_content.strip())):
            break
        beside = beside.prev if is_before else beside.next
    return beside


def _holds_media(node: Node) -> bool:
    return node.first("img", "video", "audio", "iframe") is not None


def _asks(line: str) -> bool:
    """Whether a line asks to scan a code, and for something: to follow, to join, to download."""
    match = _INVITES.fullmatch(line)
    if match is None:
        return False
    rest = match["rest"].strip(" ，,。.!！~～…:：")
    return not rest or _HAS_PURPOSE.search(line) is not None


def _is_led_to(node: Node) -> bool:
    """Whether the line before a node announces it: "The sign at the door said:"."""
    before = _beside(node, is_before=True)
    return before is not None and before.text().rstrip()[-1:] in (":", "：")
