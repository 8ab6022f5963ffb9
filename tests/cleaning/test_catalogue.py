"""Two catalogues of what scraped posts hold, through all of cleaning: broken markup, and what is no article.

`MARKUP` has what becomes of each pattern.  `PARCELS` has what goes from the end of an article, and beside it something
that looks like it and must stay.
"""

from __future__ import annotations

import re

import pytest

from generator.clean_config import clean_config
from generator.config import Config
from generator.rules import shipped
from generator.stages.clean import clean
from tests.cleaning.drafts import raw_post, written

CONFIG = clean_config(Config(title="t", url="https://example.org/"), shipped())
PROXY = "https://cors.zfour.workers.dev/?"
SENTENCE = "渡口的灯在雾里亮了一夜，撑船的人坐在船头等天亮。"
ARTICLE = "".join(f"<p>{SENTENCE * 4}</p>" for _ in range(6))
_SAME_EVERYWHERE = re.compile(
    r' (?:referrerpolicy="no-referrer"|loading="lazy"|decoding="async"|rel="noopener nofollow"|class="alone"'
    r'|id="h-[^"]*")'
)


def published(html: str, source: str = "渡口报") -> str:
    """The article without the attributes that all pictures and links get."""
    post = clean(raw_post(html, title="雾中的灯", source=source), CONFIG)
    return _SAME_EVERYWHERE.sub("", written(post)).strip()


MARKUP = {
    "lazy, real src present": (
        f'<img class="lazy" data-original="http://z.example/63.jpg" src="{PROXY}http://z.example/63.jpg">',
        '<img src="http://z.example/63.jpg" alt="">',
    ),
    "lazy, src broken": (
        '<img data-original-src="//up.example/1675" src="https://z.example/p/undefined">',
        '<img src="https://up.example/1675" alt="">',
    ),
    "lazy twin": (
        '<noscript><img src="https://z.example/a.png"></noscript><img data-src="https://z.example/a.png">',
        '<img src="https://z.example/a.png" alt="">',
    ),
    "lazy frame": (
        '<iframe class="js-lazyload" data-src="https://docs.example/x"></iframe>',
        '<p class="frame"><a href="https://docs.example/x">docs.example</a></p>',
    ),
    "picture, relative source": (
        '<picture><source srcset="/images/h.webp"><img src="https://z.example/h.png"></picture>',
        '<picture><img src="https://z.example/h.png" alt=""></picture>',
    ),
    "lazy srcset": (
        '<picture><source data-srcset="https://z.example/a.jpg 850w" data-sizes="100vw"><img src="https://z.example/b.jpg">',
        '<picture><source srcset="https://z.example/a.jpg 850w"><img src="https://z.example/b.jpg" alt=""></picture>',
    ),
    "thumbnail suffix": (
        '<img src="https://z.example/d.jpeg!180"><img src="https://z.example/x?imageView2/1/w/80">',
        '<img src="https://z.example/d.jpeg!180" alt=""><img src="https://z.example/x?imageView2/1/w/80" alt="">',
    ),
    "large behind link": (
        '<a href="https://z.example/d.png"><img src="https://z.example/thumb/d.png"></a>',
        '<a href="https://z.example/d.png"><img src="https://z.example/thumb/d.png" alt=""></a>',
    ),
    "placeholder": (
        '<p>灯</p><img src="https://z.example/s/blank.png"><img src="https://z.example/external-link.gif">'
        '<img src="https://picsum.photos/400/300?random=92">',
        "<p>灯</p>",
    ),
    "proxied video": (
        f'<video src="{PROXY}http://v.example/a.mp4" controls="controls"></video>',
        '<video src="http://v.example/a.mp4" controls="" preload="none"></video>',
    ),
    "misplaced attribute": (
        '<video width="100%" source src="https://v.example/x.mp4" type="video/mp4"></video>',
        '<video src="https://v.example/x.mp4" controls="" preload="none"></video>',
    ),
    "HLS source": (
        '<video><source src="https://v.example/a.m3u8" type="application/x-mpegURL"><source src="https://v.example/a.mp4">',
        '<video controls="" preload="none"><source src="https://v.example/a.mp4"></video>',
    ),
    "frame": (
        '<iframe src="//player.example/v"></iframe>',
        '<p class="frame"><a href="https://player.example/v">player.example</a></p>',
    ),
    "dead live frame": (
        '<iframe id="live-player" src="https://live.example/1" style="width:100%;height:100%"></iframe>',
        '<p class="frame"><a href="https://live.example/1">live.example</a></p>',
    ),
    "theme blob": (
        '<div class="markdown-body"><style>.x&#123;top:0&#125;</style><p>灯</p></div>',
        "<div><p>灯</p></div>",
    ),
    "copy button in code": (
        '<pre><code>let a<span class="copy-code-btn">复制代码</span></code></pre>',
        "<pre><code>let a</code></pre>",
    ),
    "highlight spans": (
        '<pre><code><span class="hljs-keyword">let</span> a</code></pre>',
        '<pre class="highlight"><code><span class="k">let</span> a</code></pre>',
    ),
    "code without escaping": (
        "<p><code><web-view /></code> <code>-100 <= a.b</code> <code><lampList></code></p>",
        "<p><code>&lt;web-view /&gt;</code> <code>-100 &lt;= a.b</code> <code>&lt;lampList&gt;</code></p>",
    ),
    "kramdown, TOC, math": ('<p>{:align="center"} [TOC] $$O(N)$$</p>', '<p>{:align="center"} [TOC] $$O(N)$$</p>'),
    "indented HTML, blank lines": (
        '<div>\n\n    <ul>\n    \n        <li class="blue">灯</li></ul></div>',
        "<div>\n<ul>\n<li>灯</li></ul></div>",
    ),
    "body starts with a sign": ("+\n<h2>灯</h2><p>雾</p>", "+\n<h2>灯</h2><p>雾</p>"),
    "br paragraphs": ('灯<br>\n<br>雾<br class="bbcode-paragraph-br">船', "灯<br>\n<br>雾<br>船"),
    "text with blank lines": ("灯亮着。\n\n雾散了。", "<p>灯亮着。</p>\n<p>雾散了。</p>"),
    "wall of text": (SENTENCE * 50, f"<p>{SENTENCE * 50}</p>"),
    "Word table": (
        '<table><tr><td style="height:1.0cm" rowspan="2"><p style="margin-left:0cm">灯</p></td><td><p>　</p></td></tr>'
        "<tr><td>雾</td></tr></table>",
        '<div class="table"><table><tbody><tr><td rowspan="2"><p>灯</p></td><td></td></tr><tr><td>雾</td></tr>'
        "</tbody></table></div>",
    ),
    "layout table": ('<table class="layout"><tr><td><p>灯</p></td></tr></table>', "<div><p>灯</p></div>"),
    "li without list": ("<h3>灯</h3><li><code>A</code> 雾</li>", "<h2>灯</h2><ul><li><code>A</code> 雾</li></ul>"),
    "block inside a": (
        '<a href="https://z.example/"><img src="https://z.example/i.png"><div class="mc-item">灯</div></a>',
        '<a href="https://z.example/"><img src="https://z.example/i.png" alt=""><div>灯</div></a>',
    ),
    "broken attribute quoting": (
        '<div data-block-json="{"gallery":null,"a":1}"><p>灯</p></div><img src="https://z.example/a.png" data-caption="'
        '<p>雾 2021</p>"><p html="{:loading=>"lazy"}">船</p>',
        '<div><p>灯</p></div><img src="https://z.example/a.png" alt=""><p>船</p>',
    ),
    "hidden text": (
        '<div style="display:none;">藏</div><p><a href="https://z.example/x"><span class="invisible">https://</span>'
        'z.example</a> 灯<span class="x-VisuallyHidden">image copyright</span>雾</p>',
        '<p><a href="https://z.example/x">https://z.example</a> 灯 image copyright 雾</p>',
    ),
    "font, colour, fixed width": (
        '<p style="color:#333"><font size="4">灯</font></p><img src="https://z.example/a.png" width="580">',
        '<p>灯</p><img src="https://z.example/a.png" width="580" alt="">',
    ),
    "CSS background": ('<p style="background:transparent url(http://z.example/a.png) no-repeat">灯</p>', "<p>灯</p>"),
    "MS and wechat junk": (
        '<section data-tools="x" data-darkmode-color-1661="r"><p nocleanhtml="true">灯</p>'
        '<mp-common-profile data-nickname="n"></mp-common-profile></section>',
        "<div><p>灯</p></div>",
    ),
    "undefined": (
        '<p><a href="https://z.example/style/undefined">灯</a> 跌幅3undefined</p><p data-id=undefined>雾</p>',
        "<p>灯 跌幅3undefined</p><p>雾</p>",
    ),
    "app schemes": (
        '<p><a href="taptap://x" data-origin-href="https://z.example/1">灯</a> <a href="kongfz://b">雾</a> '
        '<a href="ed2k://|file|a|1|">船</a> <a href="file:///c">桥</a></p>',
        '<p><a href="https://z.example/1">灯</a> 雾 船 <code>ed2k://|file|a|1|</code> 桥</p>',
    ),
    "redirectors": (
        '<p><a href="https://www.oschina.net/action/GoToLink?url=https%3A%2F%2Fz.example%2F1">灯</a>'
        '<a href="https://link.juejin.cn/?target=https%3A%2F%2Fz.example%2F2">雾</a>'
        '<a href="https://links.jianshu.com/go?to=https%3A%2F%2Fz.example%2F3">船</a></p>',
        '<p><a href="https://z.example/1">灯</a><a href="https://z.example/2">雾</a><a href="https://z.example/3">船</a></p>',
    ),
    "relative time": ("<p>• 2 days ago</p><p>3天前</p>", "<p>• 2 days ago</p><p>3天前</p>"),
    "watermark attributes": ('<p data-vmark="5f54" data-pid="Wut9">灯</p>', "<p>灯</p>"),
    "title again": ("<h1>雾中的灯</h1><p>灯</p><h1>船</h1>", "<p>灯</p><h2>船</h2>"),
    "body is the title": ("雾中的灯", "<p>雾中的灯</p>"),
    "cut text": ("<p>灯…（0.…</p><p>...more</p>", "<p>灯…（0.…</p><p>...more</p>"),
}


@pytest.mark.parametrize("row", MARKUP)
def test_broken_markup_becomes_what_it_was_meant_to_be(row: str) -> None:
    given, expected = MARKUP[row]
    assert published(given) == expected


PARCELS = {
    "related posts": (
        '<div class="wp_rp_wrap wp_rp_plain" id="wp_rp_first">更多阅读：<a href="https://z.example/1">船</a></div>',
        "<p>更多阅读：第三卷第二章写的就是这盏灯。</p>",
    ),
    "similar links": (
        '<ul class="similarLinks"><li class="similarListItem">船</li></ul>',
        "<ul><li>船</li></ul>",
    ),
    "AdSense": (
        '<!-- 文章页广告 --><ins class="adsbygoogle" data-ad-client="x"></ins>',
        "<p>这里补写一句：<ins>灯灭了。</ins></p>",
    ),
    "GPT slot": ('<div class="tpc _gpt_display tpc-canvas" id="tpc-canvas-m"></div>', "<div>tpc-canvas</div>"),
    "empty slot": (
        '<section id="inread-wrapper-id-9"></section><div style="float:left;width:336px;height:280px;">  </div>'
        '<div id="recommend_bottom"></div>',
        "<div>灯影</div>",
    ),
    "app QR box": ('<div class="clearfix appendQr_wrap">尽在某某APP</div>', "<p>扫一扫船头的旧码，能听见水声。</p>"),
    "editor line": ('<p class="article-editor">责任编辑：林小溪</p>', "<p>责任编辑是渡口报最忙的人。</p>"),
    "editor line in a span": ('<p><span style="color:#666">责任编辑：林小溪</span></p>', "<p>编辑：一个人的灯。</p>"),
    "end mark": ("<p>【本文结束】如需转载请务必注明出处：渡口报</p>", "<p>【本文】写于渡口。</p>"),
    "end mark between dashes": ("<p>- END -</p>", "<p>END</p>"),
    "tip jar": (
        '<div class="support-author">打赏<button class="button--pay" data-post-id="1">赞赏</button></div>',
        "<p>打赏船家的人不少。</p>",
    ),
    "share pop-up": (
        '<div role="tooltip" style="width:undefinedpx;display:none;"><small class="qr-small">扫码分享</small></div>',
        "<p>扫码分享给朋友的，是一段水声。</p>",
    ),
    "share links": (
        '<span class="st_shares"><a href="https://www.facebook.com/sharer/x">分享</a></span>'
        '<a class="social-share--twitter" href="https://z.example/s">Tweet</a>',
        '<p><a href="https://z.example/s">分享</a></p>',
    ),
    "call to share": ("<p>点赞、收藏、在看</p>", "<p>点赞、收藏</p>"),
    "counters": ("<p>0 likes<br> 0 saves</p>", "<p>评分：8.5</p>"),
    "hidden inputs": ('<input type="hidden" id="topicId" value="1">', "<p>topicId</p>"),
    "dead player": ('<div class="embed-mask"><span class="player"></span></div>', "<div>player</div>"),
    "follow line": ("<p>更多渡口消息可关注公众号：【渡口灯影】获取</p>", "<p>更多的人关注公众号以外的事。</p>"),
    "template comments": ("<!-- E 正文 --><!---->", "<p>正文</p>"),
}
SITES = {"app QR box": "新浪财经"}


@pytest.mark.parametrize("row", PARCELS)
def test_what_is_no_part_of_an_article_goes_and_what_looks_like_it_stays(row: str) -> None:
    gone, kept = PARCELS[row]
    source = SITES.get(row, "渡口报")
    assert published(ARTICLE + gone, source) == ARTICLE
    assert published(ARTICLE + kept, source) == ARTICLE + kept


def test_promotion_of_one_site_goes_there_and_nowhere_else() -> None:
    html = '<ul id="link1111"><li>特价</li></ul>'
    assert published(html + ARTICLE, "异次元软件世界") == ARTICLE
    assert published(html + ARTICLE) == "<ul><li>特价</li></ul>" + ARTICLE


def test_affiliate_links_lose_who_sent_the_reader_and_keep_the_rest() -> None:
    given = '<p><a href="https://shop.example/jdc?e=&amp;p=1&amp;utm_source=gazette.example">灯</a></p>'
    assert published(given) == '<p><a href="https://shop.example/jdc?e=&amp;p=1">灯</a></p>'


@pytest.mark.parametrize(
    "kept",
    [
        "<p>如有兴趣,请复制链接订阅</p><h2>https://feed.example/a</h2>",
        '<p><a href="https://z.example/1">点击阅读全文 @渡口报</a></p>',
        "<p>在网页中查看</p>",
        "<p>Comments</p>",
        '<p><a href="https://z.example/1">原文链接</a></p>',
        "<p>原文链接：https://z.example/1</p>",
        "<p>© by 林小溪</p><p>未经许可，禁止转载</p>",
        "<p>题图来自 某某图库，基于 CC0 协议</p>",
        "<p>本文由 @林小溪 发布</p>",
        "<p>注：本文是一篇报道，不构成投资建议。</p>",
        "<p>购买本专辑可查看全部内容</p>",
        "<div>水路调研</div><div>水路、渡口、走访</div>",
    ],
)
def test_attribution_rights_and_ways_to_the_original_stay(kept: str) -> None:
    assert published(ARTICLE + kept) == ARTICLE + kept
