"""Pictures of emoji become their character, and pictures of other things stay."""

from __future__ import annotations

import pytest

from generator.cleaning import media
from tests.cleaning.drafts import after, draft


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('class="emoji" alt="🙂" src="https://s.w.org/images/core/emoji/13/72x72/1f642.png"', "🙂"),
        ('class="wp-smiley" alt="👍🏽" src="/a.png" style="height: 1em"', "👍🏽"),
        ('alt="🇮🇸" src="https://cdn.example/twemoji/1f1ee.svg" width="20" height="20"', "🇮🇸"),
        ('class="emoji" alt="👩‍🚀❤️" src="/a.png"', "👩‍🚀❤️"),
        ('class="emoji" alt="1️⃣" src="/a.png"', "1️⃣"),
        ('class="emoji lazy" alt="🥬" src="data:image/gif;base64,R0" data-src="/e/u1f96c.png"', "🥬"),
        # only the file name tells the character
        ('alt=":tada:" src="https://code.example/images/icons/emoji/unicode/1f389.png?v8"', "🎉"),
        ('src="/static/emoji/1f1ef-1f1f5.svg"', "🇯🇵"),
    ],
)
def test_a_picture_of_an_emoji_becomes_its_character(attributes: str, expected: str) -> None:
    assert after(media.apply, f"<p>x <img {attributes}>.</p>") == f"<p>x {expected}.</p>"


@pytest.mark.parametrize(
    "attributes",
    [
        'src="https://img.example/emoji/badge-1963.jpg" alt="A badge with a smile"',
        'src="https://img.example/emoji/face.png" alt="🙂" width="640" height="480"',
        'src="https://img.example/photos/sunrise.jpg" alt="🌅"',
        'class="emoji" alt="[微笑]" src="/smile.png"',
        'class="emoji" alt=":smile:" src="/smile.png"',
        'class="emoji" alt="12" src="/12.png"',
        'class="emoji" alt="🙂 hello" src="/1f642.png"',
        'class="emoji" src="/emoji/d800.png"',
        'class="emoji" src="/emoji/41.png"',
    ],
)
def test_other_pictures_stay(attributes: str) -> None:
    assert draft(after(media.apply, f"<p>x <img {attributes}>.</p>")).body.first("img") is not None
