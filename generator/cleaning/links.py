"""Repairs links: redirectors and tracking parameters are removed, and links that no browser opens become text."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from generator.article.elements import SHOWING
from generator.article.nodes import Node
from generator.article.urls import MAX_CHARACTERS, host, safe_link
from generator.cleaning.draft import Tally

REDIRECTORS: dict[str, tuple[str, tuple[str, ...]]] = {
    "oschina.net": ("/action/GoToLink", ("url",)),
    "my.oschina.net": ("/action/GoToLink", ("url",)),
    "link.juejin.cn": ("", ("target",)),
    "link.juejin.im": ("", ("target",)),
    "links.jianshu.com": ("/go", ("to",)),
    "jianshu.com": ("/go-wild", ("url",)),
    "link.zhihu.com": ("", ("target",)),
    "link.csdn.net": ("", ("target",)),
    "gitee.com": ("/link", ("target",)),
    "douban.com": ("/link2", ("url",)),
    "weibo.cn": ("/sinaurl", ("u", "toasturl")),
    "steamcommunity.com": ("/linkfilter", ("url", "u")),
    "google.com": ("/url", ("url", "q")),
    "l.facebook.com": ("/l.php", ("u",)),
    "t.umblr.com": ("/redirect", ("z",)),
}
"""Pages that only redirect: host without www, start of the path, and the parameters that may hold the target."""

TRACKING = frozenset(
    {"spm", "scm", "gclid", "fbclid", "msclkid", "yclid", "dclid", "mc_cid", "mc_eid", "igshid", "_hsenc", "_hsmi",
     "vd_source", "share_source", "share_medium", "share_plat", "share_session_id", "share_tag", "share_from",
     "share_token", "share_times", "from_spmid", "spm_id_from", "unique_k", "isappinstalled", "xhsshare", "sudaref",
     "ref_src", "tracking_id"}
)  # fmt: skip
"""Parameters that identify who shared a link and do not change the page."""

_SHARED_FROM = frozenset({"timeline", "singlemessage", "groupmessage", "message", "appmsg", "wechat", "weibo", "qq"})
_FOREIGN = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_TELLING = frozenset({"magnet", "ed2k", "thunder"})
"""Schemes whose address is useful to readers as text, so it is shown."""


def tidy(link: Node, tally: Tally) -> None:
    """Repair a link in place, counting the repairs in `tally`; a link that no browser opens is replaced by its text."""
    address = link.value("href")
    if not address or len(address) > 4 * MAX_CHARACTERS:
        return
    if tally.is_on("undefined") and is_undefined(address):
        tally.add("undefined", "markup", address)
        _unlink(link, tally)
        return
    if safe_link(address) is None:
        if tally.is_on("scheme"):
            _foreign(link, address, tally)
        return
    mended = address
    if tally.is_on("redirect") and (target := unwrapped(mended)) != mended:
        tally.add("redirect", "tracking", mended)
        mended = target
    if tally.is_on("tracking") and (shorter := without_tracking(mended)) != mended:
        tally.add("tracking", "tracking", mended)
        mended = shorter
    if mended != address:
        link.attributes["href"] = mended


def is_undefined(address: str) -> bool:
    """Whether the last part of `address` is `undefined`, which scripts write if they lack the name of a page."""
    if "undefined" not in address:
        return False
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    return path.rstrip("/").rpartition("/")[2] == "undefined"


def unwrapped(address: str) -> str:
    """The target of `address` if that is a redirecting link of a known service; else `address` itself.

    The target is read from a parameter of `address`, without a request; a target that redirects again is followed.
    """
    for _ in range(3):
        safe = safe_link(address)
        path, names = REDIRECTORS.get(host(safe), ("", ())) if safe else ("", ())
        if not names or safe is None:
            break
        try:
            parts = urlsplit(safe)
            query = parse_qs(parts.query, max_num_fields=100)
        except ValueError:
            break
        if not parts.path.startswith(path):
            break
        targets = (safe_link(query[name][0]) for name in names if name in query)
        target = next((candidate for candidate in targets if candidate and host(candidate)), None)
        if target is None:
            break
        address = target
    return address


def without_tracking(address: str) -> str:
    """`address` without tracking parameters; the rest is unchanged, byte for byte."""
    front, mark, fragment = address.partition("#")
    path, question, query = front.partition("?")
    if not question:
        return address
    kept = [part for part in query.split("&") if not _is_tracking(part)]
    if len(kept) == query.count("&") + 1:
        return address
    return path + ("?" + "&".join(kept) if any(kept) else "") + mark + fragment


def _is_tracking(part: str) -> bool:
    name, _, value = part.removeprefix("amp;").partition("=")
    name = name.lower()
    return name in TRACKING or name.startswith("utm_") or (name == "from" and value.lower() in _SHARED_FROM)


def _foreign(link: Node, address: str, tally: Tally) -> None:
    origin = safe_link(link.value("data-origin-href"))
    if origin and host(origin):
        link.attributes["href"] = origin
        tally.add("scheme", "markup", address)
        return
    match = _FOREIGN.match(address)
    scheme = match[1].lower() if match else ""
    tally.add("scheme", "script" if scheme in ("javascript", "vbscript", "data") else "markup", address)
    if scheme in _TELLING and len(address) <= 500 and address not in link.text():
        shown = Node("code")
        shown.append(address)
        link.insert_after(shown)
        link.insert_after(" ")
    _unlink(link, tally)


def _unlink(link: Node, tally: Tally) -> None:
    """Unwrap a link, or remove it if it shows nothing."""
    if link.text().strip() or any(node.tag in SHOWING for node in link.elements()):
        tally.unlinked(link)
        link.unwrap()
    else:
        tally.gone("markup", link)
        link.remove()
