"""The lists that ship: an invented post for each rule, and posts that must not be touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.article.text import visible_text
from generator.cleaning import filters
from generator.cleaning.filters.lists import RULE_KINDS, compile_rules
from generator.model import REMOVAL_KINDS, Header
from generator.rules import shipped
from tests.cleaning.filter_drafts import draft_of, inner

ROOT = Path(__file__).parents[2]
SENTENCE = "城南旧巷里的那家书店已经开了三十年，门口总是摆着两盆兰花。"
ARTICLE = "".join(f"<p>{SENTENCE * 4}</p>" for _ in range(6))


def cleaned(html: str, header: Header | None = None) -> str:
    draft = draft_of(html, shipped(), header)
    filters.apply(draft)
    return inner(draft)


def kinds(html: str, header: Header | None = None) -> list[str]:
    draft = draft_of(html, shipped(), header)
    filters.apply(draft)
    return [item.kind for item in draft.removals]


def test_lists_are_sorted_by_name_and_every_line_is_supported() -> None:
    lists = shipped()
    assert [item.name for item in lists] == sorted(item.name for item in lists)
    assert {"general", "sina", "trackers", "footers"} <= {item.name for item in lists}
    rules = compile_rules(lists)
    assert rules.refused == ()
    assert {rule.kind for rule in rules.rules} <= set(REMOVAL_KINDS)
    assert len({rule.id for rule in rules.rules}) == len(rules.rules)


def test_documentation_has_a_section_for_each_kind_of_rule() -> None:
    text = (ROOT / "docs" / "filter-rules.md").read_text("utf-8")
    assert set(re.findall(r"^### `([a-z-]+)`", text, flags=re.MULTILINE)) == set(RULE_KINDS)


EXAMPLES = [
    # advertising
    ("advertisement", '<ins class="adsbygoogle" data-ad-client="x"></ins>'),
    ("advertisement", '<div class="adsbygoogle">广告</div>'),
    ("advertisement", '<div class="tpc _gpt_display" id="t-m"></div>'),
    ("advertisement", '<div class="tpc-canvas"></div>'),
    ("advertisement", '<div id="div-gpt-ad-12">x</div>'),
    ("advertisement", '<div id="google_ads_frame1"></div>'),
    ("advertisement", '<section id="inread-wrapper-id-77"></section>'),
    ("advertisement", '<div class="ad-wrap"><a href="/live">今晚开讲</a></div>'),
    ("advertisement", '<div class="advertisement">特价</div>'),
    ("advertisement", '<div style="float:left;width:336px;height:280px;">  </div>'),
    ("advertisement", '<div style="width:300px;height:250px"></div>'),
    ("advertisement", '<div style="width:728px;height:90px"></div>'),
    ("advertisement", '<div id="recommend_bottom"></div>'),
    ("advertisement", '<div id="article_bottom"> </div>'),
    # share bars
    ("share", '<span class="st_shares"><a href="https://social.example/sharer">分享</a></span>'),
    ("share", '<div class="-mob-share-list"><a href="/s"><img src="/qq.png"></a></div>'),
    ("share", '<div class="bdsharebuttonbox">分享到</div>'),
    ("share", '<div class="jiathis_style">分享到</div>'),
    ("share", '<div class="addthis_toolbox">Share</div>'),
    ("share", '<div class="a2a_kit">Share</div>'),
    ("share", '<a class="b social-share--bird" href="/s">Tweet</a>'),
    ("share", '<ul class="x-social-share"><li>Tweet</li></ul>'),
    ("share", '<div class="social-share-bar">Tweet</div>'),
    ("share", '<div role="tooltip" style="width:10px"><small class="s">扫码分享</small></div>'),
    ("share", '<p style="display:none"><img src="https://a.example/fenxian/fenxian.png?w=4"></p>'),
    ("share", "<p>分享、收藏、赞、在看</p>"),
    ("share", "<p>点赞 收藏 在看</p>"),
    # related posts
    ("related", '<div class="wp_rp_wrap wp_rp_plain">更多阅读：<a href="/1">另一篇</a></div>'),
    ("related", '<div id="wp_rp_first">更多阅读</div>'),
    ("related", '<div class="yarpp-related">更多阅读</div>'),
    ("related", '<div class="jp-relatedposts">Related</div>'),
    ("related", '<ul class="similarLinks"><li class="similarListItem">另一篇</li></ul>'),
    # promotion
    ("promotion", '<div class="support-author">给作者打赏<button>赞赏</button></div>'),
    ("promotion", '<div class="donation-list">3人打赏</div>'),
    ("promotion", "<p>更多旧书消息可关注公众号：【城南书影】获取</p>"),
    ("promotion", "<p>关注城南书影微信chengnan，每天阅读一篇好文。</p>"),
    ("promotion", "<p>长按识别二维码关注我们</p>"),
    (
        "related",
        '<div id="js_tags" class="article-tag__list x"><span>收录于合集</span> <span>#旧书</span> 9个</div>',
    ),
    # by-lines
    (
        "byline",
        '<div id="meta_content" class="rich_media_meta_list"><span>原创</span> <em>城南书影</em></div>',
    ),
    ("byline", '<p class="article-editor">责任编辑：林小溪 </p>'),
    ("byline", "<p>责任编辑：林小溪</p>"),
    ("byline", "<p>（责任编辑：林小溪 CN042）</p>"),
    ("byline", '<p><span style="color:#666">責任編輯：林小溪</span></p>'),
    ("byline", "<p>（编辑 林小溪）</p>"),
    ("byline", "<p>编辑 | 小溪</p>"),
    # boilerplate
    ("boilerplate", "<p>【本文结束】如需转载请务必注明出处：城南网</p>"),
    ("boilerplate", "<p>- END -</p>"),
    ("boilerplate", '<p class="x">—— 完 ——</p>'),
    ("boilerplate", "<p>12 likes</p>"),
    (
        "boilerplate",
        '<div class="footer"><div class="copyright"><p>博客内容遵循 署名 4.0 国际 (CC BY 4.0) 协议</p></div></div>',
    ),
    (
        "boilerplate",
        '<div class="new-meta-item date" itemprop="dateUpdated"><p>更新于：2020年1月2日</p></div>',
    ),
    ("boilerplate", "<p>最新资讯</p><p>关于我们| 联系方式| 友情链接</p><p>城南网 版权所有</p>"),
    ("boilerplate", "<p>Copyright © 2008-2020 城南网 京ICP备12345678号</p>"),
    # leftovers of templates
    ("markup", '<input type="hidden" id="topic" value="1">'),
    ("markup", '<button class="copy-code-btn">复制代码</button>'),
    ("markup", '<span class="copy-code-btn">复制代码</span>'),
    ("markup", '<div class="embed-mask"><span></span></div>'),
    ("markup", '<div style="display:none">搜索</div>'),
    ("markup", '<div style="color:red; display: none;">搜索</div>'),
    ("markup", '<p style="display:none">搜索</p>'),
    ("markup", '<p style="display: none">搜索</p>'),
    ("comment", "<!-- 正文下iframe -->"),
    ("comment", "<!---->"),
]


@pytest.mark.parametrize(("kind", "html"), EXAMPLES)
def test_a_general_rule_takes_its_example_and_nothing_else(kind: str, html: str) -> None:
    assert cleaned(ARTICLE + html) == ARTICLE
    assert set(kinds(ARTICLE + html)) == {kind}


def test_hidden_spans_go_out_of_their_sentence() -> None:
    for style in ("display:none", "display: none"):
        assert cleaned(f'<p>甲<span style="{style}">[城南]</span>乙</p>') == "<p>甲乙</p>"


def test_counters_below_a_picture_go() -> None:
    assert cleaned(f"{ARTICLE}<p>0 likes<br> 3 saves</p>") == ARTICLE


def test_teasers_below_a_copied_page_go_one_by_one_however_long_both_are() -> None:
    teasers = [
        f'<a class="{side}" href="/p/{side}.html"><p>旧闻</p><p>{SENTENCE * 4}</p></a>' for side in ("prev", "next")
    ]
    html = f'{ARTICLE}<div class="prev-next">{"".join(teasers)}</div>'
    assert cleaned(html) == f'{ARTICLE}<div class="prev-next"></div>'
    assert kinds(html) == ["related", "related"]


SITES = [
    ("新浪财经", "byline", '<p class="article-editor">责任编辑：林小溪</p>'),
    ("新浪财经", "byline", '<div class="article-editor">责任编辑：林小溪</div>'),
    ("新浪财经", "markup", '<span id="quote_sz000000"></span>'),
    ("新浪财经", "markup", '<span id="quote_hk00000"></span>'),
    ("快科技（原驱动之家）", "boilerplate", '<p class="zhuanzai">【本文结束】</p>'),
    ("快科技", "byline", '<p class="url"><span>责任编辑：小溪</span></p><p>注：图片由读者提供。</p>'),
    ("开源中国", "advertisement", '<a data-tracepid="blog_detail_above_text_link" href="/live">正在直播</a>'),
    ("开源中国", "promotion", "<p>本文参与“OSC源创计划”，欢迎正在阅读的你也加入，一起分享。</p>"),
    ("异次元软件世界", "promotion", '<ul id="link1111"><li><a href="/go/1">超值</a></li></ul>'),
    ("人人都是产品经理", "promotion", '<div class="support-author">打赏' + '<img src="/a.png">' * 9 + "</div>"),
    ("少数派", "share", '<div role="tooltip"><small class="qr-small">扫一扫</small></div>'),
    ("世界经济论坛", "related", '<div class="list-group"><h3>Have you read?</h3><ul><li>One</li></ul></div>'),
    ("科学网", "related", '<div>上一篇：<a href="/b/1.html">旧书</a><br></div>'),
    ("观察者网", "promotion", "<p>关注观察者网微信guancha，看趣味文章。</p>"),
]


@pytest.mark.parametrize(("source", "kind", "html"), SITES)
def test_a_site_rule_takes_its_example_on_posts_of_its_site(source: str, kind: str, html: str) -> None:
    kept = "<p>注：图片由读者提供。</p>" if "注：" in html else ""
    header = Header("t", origin=source)
    assert cleaned(ARTICLE + html, header) == ARTICLE + kept
    assert kinds(ARTICLE + html, header) == [kind]


@pytest.mark.parametrize(
    ("html"),
    [
        '<p class="zhuanzai">这里是另一个网站自己的段落。</p>',
        '<ul id="link1111"><li>目录</li></ul>',
        '<div class="list-group"><h3>Have you read?</h3></div>',
    ],
)
def test_a_site_rule_leaves_other_sites_alone(html: str) -> None:
    assert cleaned(ARTICLE + html) == ARTICLE + html


def test_the_box_with_a_code_of_a_finance_site_goes_with_its_style_and_markers() -> None:
    box = (
        "<!-- 文末二维码 start -->\n<!-- 文末二维码 start -->\n<style>.appendQr_wrap{border:1px}</style>\n"
        '<div class="clearfix appendQr_wrap"><div><img src="//n.sinaimg.cn/x/qr.png"></div><div>尽在某某APP</div></div>'
        '\n<!-- 文末二维码 start -->\n<p class="article-editor">责任编辑：林小溪 </p>\n<!-- 文末二维码 start -->'
    )
    draft = draft_of(ARTICLE + box, shipped(), cover="https://n.sinaimg.cn/x/qr.png")
    filters.apply(draft)
    assert inner(draft) == ARTICLE
    assert draft.cover == ""
    assert [(item.kind, item.text) for item in draft.removals if item.kind in ("advertisement", "byline")] == [
        ("advertisement", "尽在某某APP"),
        ("byline", "editor: 林小溪"),
    ]


def test_names_of_companies_keep_their_text_without_stock_spans_and_tracking() -> None:
    html = (
        '<p cms-style="font-L">构建<span id="stock_sz000000"><a href="https://finance.example/sz000000" class="keyword"'
        ' data-sudaclick="k" suda-uatrack="u">新城</a></span><span id="quote_sz000000"></span>体系</p>'
    )
    assert cleaned(html) == '<p>构建<a href="https://finance.example/sz000000" class="keyword">新城</a>体系</p>'


@pytest.mark.parametrize(
    "name",
    ["data-sudaclick", "suda-uatrack", "data-traceid", "data-tracepid", "data-vmark", "data-spm", "data-spm-anchor-id"],
)
def test_attributes_for_statistics_go(name: str) -> None:
    assert cleaned(f'<p {name}="x1">{SENTENCE}</p>') == f"<p>{SENTENCE}</p>"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/?utm_source=x&amp;id=1&amp;utm_medium=y", "https://a.example/?id=1"),
        *(
            (f"https://a.example/p?{name}=x#top", "https://a.example/p#top")
            for name in (
                "spm scm fbclid gclid dclid msclkid yclid igshid mc_eid mc_cid vd_source share_token share_source"
                " share_medium isappinstalled nsukey"
            ).split()
        ),
        ("https://a.example/?hmsr=a.example&amp;hm=1", "https://a.example/?hm=1"),
        ("https://mp.weixin.qq.com/s?scene=1&amp;sn=2", "https://mp.weixin.qq.com/s?sn=2"),
        ("https://www.bilibili.com/v?spm_id_from=1&amp;p=2", "https://www.bilibili.com/v?p=2"),
        (
            "https://a.example/?scene=1&amp;utm=2&amp;from=3&amp;source=4",
            "https://a.example/?scene=1&amp;utm=2&amp;from=3&amp;source=4",
        ),
    ],
)
def test_links_lose_parameters_that_follow_readers_and_keep_the_others(address: str, expected: str) -> None:
    assert cleaned(f'<p><a href="{address}">书店</a></p>') == f'<p><a href="{expected}">书店</a></p>'


# ------------------------------------------------------------------------------------- what must stay


KEPT_LINES = [
    "题图来自 某某图库，基于 CC0 协议",
    "本文来源：城南晚报",
    "原文链接：https://a.example/1",
    '<a href="https://a.example/1">原文链接</a>',
    '<span class="more">点击阅读全文 @城南晚报</span>',
    "在网页中查看",
    "Comments",
    "© by 林小溪",
    "未经许可，禁止转载",
    "本文由 @林小溪 原创发布于城南网。未经许可，禁止转载。",
    "注：这是一篇报道，不是投资建议，投资要小心。",
    "买下这张专辑就能看到全部内容",
    "如有兴趣,请复制链接订阅",
    "评分：8.5",
    "责任编辑的工作从清晨开始。",
    "编辑：一门手艺的消失。",
    "编辑部搬到了河对岸",
    "扫码之后，店主会送一张书签。",
    "关注他的公众号的人越来越多。",
    "更多的人开始关注公众号。",
    "分享、收藏",
    "点赞、收藏、转发",
    "关注、分享、收藏的人越来越多",
    "完",
    "END",
    "本文参与“OSC源创计划”，欢迎正在阅读的你也加入，一起分享。",
    "广告",
]


@pytest.mark.parametrize("line", KEPT_LINES)
def test_attribution_rights_and_ordinary_last_lines_stay(line: str) -> None:
    html = f"{ARTICLE}<p>{line}</p>"
    assert cleaned(html) == html


@pytest.mark.parametrize(
    "word", ["广告", "公众号", "扫码", "责任编辑", "二维码", "版权所有", "关于我们", "转载", "分享"]
)
def test_a_post_whose_every_sentence_holds_a_word_of_advertising_stays(word: str) -> None:
    html = "".join(f"<p>城南的{word}第{number}次成了街坊的话题。</p>" for number in range(9)) + f"<p>{word}说完了</p>"
    assert cleaned(html) == html
    short = f"<p>{word}</p><p>{word}，好</p><p>再谈{word}</p>"
    assert cleaned(short) == short


def test_a_poem_with_a_refrain_stays() -> None:
    poem = "<p>山那边有灯<br>编辑：月亮<br>河这边有风<br>编辑：月亮<br>桥下的船<br>编辑：月亮</p>"
    assert cleaned(poem) == poem


def test_a_list_of_links_that_is_the_article_stays() -> None:
    items = "".join(
        f'<li><a href="https://a.example/{n}">城南书店第 {n} 期：关于我们读过的书</a></li>' for n in range(12)
    )
    assert cleaned(f"<ul>{items}</ul>") == f"<ul>{items}</ul>"
    jobs = "".join(f'<li><a href="/{n}">责任编辑：第{n}号</a></li>' for n in range(5))
    assert cleaned(f"<ul>{jobs}</ul>") == f"<ul>{jobs}</ul>"


def test_code_that_shows_markup_stays() -> None:
    html = (
        f'<p>{SENTENCE}</p><pre><code>&lt;div class="ad-wrap"&gt;广告&lt;/div&gt;\n责任编辑：林小溪\n'
        "Copyright 2020 关于我们 ICP备123456</code></pre>"
    )
    assert cleaned(html) == html


@pytest.mark.parametrize(
    "text",
    [
        "扫码关注公众号，领取书店优惠券一张哦。",
        "责任编辑：林小溪",
        "广告",
        "版权所有 关于我们",
        "长按识别二维码关注我们",
    ],
)
def test_a_post_of_twenty_characters_stays_whole(text: str) -> None:
    assert cleaned(f"<p>{text}</p>") == f"<p>{text}</p>"


def test_boxes_that_hold_something_are_no_empty_slots() -> None:
    html = (
        '<div style="width:336px;height:280px"><p>图注：书店</p></div><div id="recommend_bottom">推荐：三本好书</div>'
    )
    assert cleaned(ARTICLE + html) == ARTICLE + html


def test_the_border_of_an_excerpt_stays() -> None:
    assert cleaned("<p>甲</p><!-- more --><p>乙</p><!-- x -->") == "<p>甲</p><!-- more --><p>乙</p>"


def test_a_hidden_paragraph_as_large_as_the_article_stays() -> None:
    html = f'<div style="display:none">{SENTENCE * 10}</div><p>{SENTENCE}</p>'
    assert cleaned(html) == html


# -------------------------------------------------------------------------- other people's texts, if here


def _seed(name: str) -> str:
    file = ROOT.parent / "shared" / "seeds" / name
    if not file.exists():
        pytest.skip("the seeds are not here")
    return file.read_text("utf-8")


def test_the_footer_of_the_damaged_copy_goes_and_its_article_stays() -> None:
    lines = _seed("000_fe7ec486e12eaea2.txt").strip().split("\n")
    for html in ("".join(f"<p>{line}</p>" for line in lines), "<p>" + "<br>".join(lines) + "</p>"):
        draft = draft_of(html, shipped())
        filters.apply(draft)
        assert visible_text(draft.body).split("\n") == lines[:-5]
        assert [item.kind for item in draft.removals] == ["boilerplate"]


def test_the_clean_copy_loses_box_by_line_comments_and_spans_and_no_paragraph() -> None:
    body = _seed("001_87e339e35f1d4683.txt").split("---", 2)[2].replace("&#123;", "{").replace("&#125;", "}")
    draft = draft_of(body, shipped(), Header("t", origin="新浪财经"))
    filters.apply(draft)
    html = inner(draft)
    assert html.count("<p>") == 7
    for gone in ("<!--", "<style", "appendQr", "APP", "责任编辑", "stock_", "quote_", "sudaclick", "cms-style"):
        assert gone not in html
