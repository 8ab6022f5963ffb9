import string

import pytest

from generator.bodies.markdown import gfm, gfm_signs
from generator.bodies.markdown.dialects import Dialect

FORMS = (
    "{}", "{} 一", "{}一", "{}1. 一", "{}{}", "{}{}{}", "{}{}{} note\n    一\n{}{}{}", "{}一{}", "文{}一{} b{}c{}",
    "{}[一](/a)", "{}[一]: /a", "{}[^1]: 一\n\n[^1]", "文\n{} 一", "文\n{}{}{}", "- {}一\n- {} 二", "文{}\n一",
    "{} 一\n{} 二\n\n> {} 一\n> {}{}{}",
)  # fmt: skip


def test_each_rule_with_a_sign_is_a_rule_of_the_converter() -> None:
    rules = gfm._converter(Dialect("gfm")).get_active_rules()
    assert gfm_signs._BLOCK_SIGNS.keys() <= set(rules["block"])
    assert gfm_signs._INLINE_SIGNS.keys() <= set(rules["inline"])


def test_rules_that_are_tried_by_their_sign_make_what_all_rules_make(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [form.replace("{}", sign) for form in FORMS for sign in f"{string.punctuation}019a \t"]
    by_sign = gfm._converter(Dialect("gfm"))
    monkeypatch.setattr(gfm_signs, "try_by_sign", lambda markdown: None)
    with_all = gfm._converter.__wrapped__(Dialect("gfm"))
    assert [by_sign.render(text) for text in texts] == [with_all.render(text) for text in texts]
