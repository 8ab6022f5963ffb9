import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.article.excerpt import CHOSEN_LENGTH, LENGTH, excerpt, split_more
from generator.article.nodes import read_body, write_body
from generator.model import Header
from tests.sizes import examples


def made(title: str, text: str, more: str | None = None, chosen: str = "") -> str:
    return excerpt(Header(title, excerpt=chosen), title, text, more)


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("春天", "春天\n花开了。", "花开了。"),
        ("春天", "春天", ""),
        ("春天来了！", "「春天，来了」\n花开了。", "花开了。"),
        ("春天", "春天：花开了。", "花开了。"),
        ("春天", "春天里的故事", "春天里的故事"),
        ("春天 夏天", "春天\n夏天\n秋天", "秋天"),
        ("很长的标题只有前...", "很长的标题只有前半，后面还有", "…半，后面还有"),
        ("Report_ No Answer", "Report: No Answer\nThe rest of it.", "The rest of it."),
        ("", "没有标题的正文", "没有标题的正文"),
        ("T", "第一行\n第二行", "第一行 第二行"),
        ("春天", "", ""),
    ],
)
def test_the_beginning_of_the_text_does_not_repeat_the_title(title: str, text: str, expected: str) -> None:
    assert made(title, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("【新桥通车】昨天公布。", "昨天公布。"),
        ("“新桥通车”，昨天公布。", "昨天公布。"),
        ("《新桥通车》——昨天公布。", "昨天公布。"),
        ("（新桥通车）\n昨天公布。", "昨天公布。"),
        ('"新桥通车" 昨天公布。', "昨天公布。"),
        ("】昨天公布。", "昨天公布。"),
        ("——昨天公布。", "昨天公布。"),
        ("：昨天公布。", "昨天公布。"),
        ("• First point.", "First point."),
        ("- First point.", "First point."),
        ("--- \n First point.", "First point."),
        ("▲ 図の説明", "図の説明"),
        ("●昨日発表された。", "昨日発表された。"),
        ("※昨日発表された。", "昨日発表された。"),
        ("|||昨天公布。", "昨天公布。"),
        ("👉🏻 ➡️ 昨天公布。", "昨天公布。"),
        ("https://n.example/a?b=1\nThe council met.", "The council met."),
        ("https://n.example/a：昨天公布。", "昨天公布。"),
        ("· www.n.example/a\n—— 昨天公布。", "昨天公布。"),
        ("【】昨天公布。", "昨天公布。"),
    ],
)
def test_an_excerpt_begins_with_words(text: str, expected: str) -> None:
    assert made("新桥通车", text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "「昨天」公布。",
        "（本报讯）昨天公布。",
        "【快讯】昨天公布。",
        '"Yes," she said.',
        "'Twas late.",
        "-5 degrees at noon.",
        "+86 is the code.",
        "--help prints it.",
        ".NET runs here.",
        "#新桥# 昨天公布。",
        "@harbour wrote.",
        "~/notes is a folder.",
        "$5 million.",
        "¿Cuándo?",
        "…と彼は言った。",
        "1. First.",
        "https://n.example/ is a site about bridges.",
        "🎉🎉",
        "https://n.example/a",
        "———",
    ],
)
def test_signs_that_belong_to_words_stay_and_so_does_a_text_without_words(text: str) -> None:
    assert made("T", text) == text


def test_an_excerpt_in_front_matter_stays_as_it_is_written() -> None:
    assert made("T", "正文", chosen="—— 自己写的") == "—— 自己写的"


def test_looking_for_the_first_word_takes_linear_time() -> None:
    start = time.process_time()
    for piece in ("】", "-", "【 ", "https://a ", "[", "www.", " ", "_", "——\n"):
        made("T", piece * 100_000)
    assert time.process_time() - start < 2


def test_front_matter_wins_and_loses_its_tags() -> None:
    assert made("T", "正文", "前面", "<p>自己<b>写</b>的 &amp; 短</p>") == "自己写的 & 短"


def test_text_before_the_marker_wins_over_the_beginning() -> None:
    assert made("T", "正文", "前面的\n两行") == "前面的 两行"


def test_a_marker_right_behind_the_title_leaves_the_beginning() -> None:
    assert made("春天", "春天\n花开了。", "春天") == "花开了。"


def test_long_text_is_cut_behind_a_sentence() -> None:
    text = "这一句有二十个字，用来凑够整整的长度吧。" * 10
    assert made("T", text) == "这一句有二十个字，用来凑够整整的长度吧。" * 7 + "…"


def test_long_text_without_sentences_is_cut_behind_a_clause() -> None:
    assert made("T", "一二三四五六七八九，" * 30) == ("一二三四五六七八九，" * 14)[:-1] + "…"


def test_english_is_cut_between_words() -> None:
    assert made("T", "wonderful " * 40) == ("wonderful " * 14).strip() + "…"


def test_a_time_is_no_border_of_a_clause() -> None:
    text = "a" * 100 + " 12:30" + "b" * 100
    assert made("T", text) == "a" * 100 + "…"


@pytest.mark.parametrize("marker", ["<!-- more -->", "<!--more-->", "<!--  MORE\n-->"])
def test_the_marker_is_found_and_taken_out(marker: str) -> None:
    body = read_body(f"<div><p>前</p>{marker}<p>后</p></div>")
    assert split_more(body) == "前"
    assert write_body(body) == "<div><p>前</p><p>后</p></div>"


def test_other_comments_are_no_marker() -> None:
    assert split_more(read_body("<p>a</p><!-- read more -->b")) is None


@pytest.mark.parametrize("text", ["。\n" * 500_000, "甲\n" * 500_000, "\n" * 1_000_000])
def test_only_the_beginning_of_a_huge_text_is_read(text: str) -> None:
    start = time.process_time()
    made("甲乙丙丁" * 70, text)
    assert time.process_time() - start < 1


_SIGNS = st.sampled_from(
    [*"aAbÉé1一丁ａ①㊀ﬁß", "e\u0301", "e", "\u0301", "a\u0301", "\u1100", "\u1161", " ", "\n", "。", "(", "\u212b"]
)


@given(st.lists(_SIGNS, max_size=5).map("".join), st.lists(_SIGNS, max_size=14).map("".join))
def test_a_line_that_parts_from_the_title_at_once_is_no_title_in_full_either(title: str, text: str) -> None:
    quick = made(title, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.article.excerpt._PLAIN", re.compile("(?!)"))
        assert made(title, text) == quick


@examples(200)
@given(st.text(max_size=400), st.text(max_size=400), st.none() | st.text(max_size=50), st.text(max_size=50))
def test_an_excerpt_is_one_short_line(title: str, text: str, more: str | None, chosen: str) -> None:
    result = made(title, text, more, chosen)
    assert "\n" not in result
    assert len(result) <= CHOSEN_LENGTH + 1
    assert chosen.strip() or more or len(result) <= LENGTH + 1
