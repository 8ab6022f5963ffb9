"""Decides by words and names whether a repeated line, box or picture may be removed, or may be part of the article.

A refrain, the name of a series, the greeting of a column and a disclaimer repeat, too.  So repetition alone suggests
nothing: words that call for something, or names that say what a box is for, must show it.
"""

from __future__ import annotations

import re

LONGEST_LINE = 120
"""A longer line is a paragraph of the article, whatever it calls for."""

_WORDS = (
    (
        "byline",
        re.compile(
            r"^\W{0,3}(?:责任编辑|責任編輯|责编|責編|本文编辑|编辑|編輯|校对|校對|审核|审校|排版|文字编辑|編集|校正"
            r"|editors?|edited by|proofread(?:er|ing)?(?: by)?) ?[:：丨|/(]",
            re.IGNORECASE,
        ),
    ),
    (
        "share",
        re.compile(
            r"分享到|分享至|扫码分享|转发到|欢迎(?:转发|分享)|点个?(?:赞|在看)|シェアする|この記事を(?:シェア|共有)"
            r"|^\W{0,3}(?:share (?:on|this|via|it)|tweet this|like this|pin it)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "related",
        re.compile(
            r"相关(?:阅读|文章|推荐|链接|新闻)|推荐阅读|延伸阅读|[上下]一篇|往期(?:精彩|回顾|文章|推荐|[:：])|猜你喜欢|関連記事|次の記事"
            r"|related (?:posts?|articles?|stories|reading)|^\W{0,3}read (?:more|next|also)\b"
            r"|you (?:may|might) also like",
            re.IGNORECASE,
        ),
    ),
    ("advertisement", re.compile(r"广告|廣告|赞助|贊助|スポンサー|advertis|sponsored", re.IGNORECASE)),
    (
        "promotion",
        re.compile(
            r"关注(?:我们|我們|我|公众号|公號|公号|微信|微博|本号|账号|一下|[@「“【])|關注(?:我們|公眾號|微信)|(?:欢迎|點擊|点击|长按|長按|扫码|微信|搜索|记得|请)"
            r".{0,12}(?:关注|關注|订阅|訂閱)|公众号|公眾號|扫(?:一扫|描|码)|掃(?:描|碼)|二维码|二維碼|下载(?:APP|客户端|我们)|点击下载"
            r"|订阅(?:我们|本|频道|邮件|电子报)|加入(?:我们的)?(?:群|社群|微信群|交流群)|转载(?:请|须|需|联系)|(?:如需|欢迎)转载"
            r"|フォロー(?:して|する|お願い)|チャンネル登録|メルマガ|登録はこちら|QRコード|無断転載"
            r"|follow (?:us|our|@|me on)|subscribe|sign up|newsletter|scan (?:the|this|our) (?:qr|code)|qr code"
            r"|download (?:our|the app)|join (?:our|us (?:on|at|in))"
            r"|support us|become a (?:member|patron)|donate|appeared first on",
            re.IGNORECASE,
        ),
    ),
)
_NAMES = (
    (
        "share",
        re.compile(
            r"(?:^|[-_.#])(?:share|sharing|sharedaddy|social|sns|likes?)(?:$|[-_])|share-?(?:bar|box)", re.IGNORECASE
        ),
    ),
    (
        "related",
        re.compile(r"(?:^|[-_.#])(?:related|recommend(?:ed|ations?)?|jp-relatedposts)(?:$|[-_])", re.IGNORECASE),
    ),
    (
        "advertisement",
        re.compile(r"(?:^|[-_.#])(?:ads?|adsbygoogle|advert\w*|sponsor\w*|banner)(?:$|[-_\d])", re.IGNORECASE),
    ),
    (
        "promotion",
        re.compile(
            r"(?:^|[-_.#])(?:promo\w*|qr|qr-?code|ewm|erweima|wechat|weixin|follow|subscri\w*|newsletter|footer|download|app)"
            r"(?:$|[-_\d])|feedflare",
            re.IGNORECASE,
        ),
    ),
)
_PICTURE = re.compile(
    r"(?:^|[-_./=])(?:qr|qr-?code\w*|ewm|erweima|wechat|weixin|gzh|gongzhonghao|follow|subscribe|banner|ads?|promo)(?=[-_./\d\"?]|$)"
    r"|二维码|公众号",
    re.IGNORECASE,
)
# Disclaimers, licences and the like, which hold for the article.
_KEPT = re.compile(
    r"免责|免責|声明|聲明|仅代表|不代表|观点|觀點|侵权|侵權|风险|投资|投資|许可|協議|协议|版权所有|著作権|免責事項"
    r"|disclaimer|\bviews\b|\bopinions?\b|\badvice\b|licen[cs]ed?\b|creative commons|\bcc[ -]by|copyright|©|all rights",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"原文|(?:来源|來源|原始)[链連鏈]|全文|続きを読む|original (?:article|post|link|source)|continue reading"
    r"|read (?:the|this) (?:full|whole|rest|original)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\^?\W{0,3}(?:大家好|各位|亲爱的|親愛的|你好|您好|皆さん|みなさん|こんにちは|こんばんは"
    r"|hello|hi\b|dear|welcome|good (?:morning|evening|day))",
    re.IGNORECASE,
)


def of_line(pattern: str, *, is_end: bool, is_linked: bool) -> str:
    """The kind of content in a repeated line, such as `advertisement`; empty if the line may be part of the article.

    `pattern` is a regular expression that matches all repetitions of the line, and the words in it show the kind.
    `is_end` is True if posts end with the line, `is_linked` if it consists of links.  If both are True and no words
    show a kind, the result is `boilerplate`.
    """
    if len(pattern) > LONGEST_LINE or _is_kept(pattern) or _GREETING.match(pattern) is not None:
        return ""
    kind = _kind(pattern.lstrip("^"))
    return kind or ("boilerplate" if is_linked and is_end else "")


def of_box(place: str, text: str) -> str:
    """The kind of content in a box that posts share, such as `advertisement`; empty if it may be part of the article.

    `place` is a selector with the class or id of the box, such as `div.share`; `text` is the text inside the box.
    """
    for kind, names in _NAMES:
        if names.search(place.partition(".")[2] or place.partition("#")[2]) is not None:
            return kind
    return "" if _is_kept(text) or _GREETING.match(text) is not None else _kind(text)


def of_picture(place: str, *, is_end: bool) -> str:
    """The kind of content of a picture that posts share; empty if it may belong to a series of articles.

    `place` is a selector with the address of the picture; `is_end` is True if posts end with the picture.
    """
    return "promotion" if is_end or _PICTURE.search(place) is not None else ""


def _is_kept(text: str) -> bool:
    return _KEPT.search(text) is not None or _ORIGINAL.search(text) is not None


def _kind(text: str) -> str:
    return next((kind for kind, words in _WORDS if words.search(text)), "")
