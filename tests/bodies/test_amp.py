import pytest

from generator.bodies.amp import as_html


@pytest.mark.parametrize(
    ("html", "made"),
    [
        ('<amp-img src="a.jpg" alt="港口"></amp-img>', '<img src="a.jpg" alt="港口">'),
        ('<amp-anim src="a.gif"/>', '<img src="a.gif"/>'),
        ('<AMP-IMG src="a.jpg">', '<img src="a.jpg">'),
        ('<amp-video src="a.mp4"></amp-video>', '<video src="a.mp4"></video>'),
        ('<amp-audio src="a.mp3">音声</amp-audio>', '<audio src="a.mp3">音声</audio>'),
        ('<amp-iframe src="https://a.example/"></amp-iframe>', '<iframe src="https://a.example/"></iframe>'),
        ("<p>amp-img is a word</p>", "<p>amp-img is a word</p>"),
        ("<amp-list>x</amp-list>", "<amp-list>x</amp-list>"),
    ],
)
def test_an_element_of_amp_becomes_the_one_of_html_that_it_stands_for(html, made):
    assert as_html(html)[0] == made


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<amp-youtube data-videoid="x-1"></amp-youtube>', "https://www.youtube.com/watch?v=x-1"),
        ("<amp-vimeo data-videoid=7></amp-vimeo>", "https://vimeo.com/7"),
        ('<amp-twitter data-tweetid="12"></amp-twitter>', "https://twitter.com/i/status/12"),
        ('<amp-instagram data-shortcode="ab"></amp-instagram>', "https://www.instagram.com/p/ab/"),
        ('<amp-dailymotion data-videoid="x9"></amp-dailymotion>', "https://www.dailymotion.com/video/x9"),
    ],
)
def test_a_player_of_another_site_becomes_what_leads_to_its_page(html, address):
    made, count = as_html(html)
    assert address in made
    assert "<amp-" not in made
    assert count == 1


def test_a_player_whose_name_holds_markup_is_left_to_what_follows():
    html = "<amp-vimeo data-videoid='\"><script>alert(1)</script>'></amp-vimeo>"
    assert as_html(html)[0].startswith("<amp-vimeo ")
