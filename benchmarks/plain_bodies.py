"""Plain bodies: nearly all of them so well formed that cleaning has little to do, with advertisements and Markdown."""

from __future__ import annotations

from random import Random

from benchmarks.pieces import sentence, sentences, words

ADVERTISEMENT = """
            <!-- slot -->
            <style>.appendQr_wrap&#123;padding:8px;&#125;</style>
            <div class="clearfix appendQr_wrap"><div class="appendQr_normal"><img src="https://img.example.com/qr.png"></div>
            <div class="appendQr_normal_txt">扫码下载示例客户端</div></div>
            <ins class="adsbygoogle" data-ad-client="x"></ins>
"""


def plain_body(chance: Random) -> str:
    """A body: a twentieth are Markdown, of the others nearly a quarter hold an advertisement."""
    return _markdown(chance) if chance.random() < 0.05 else _html(chance)


def _html(chance: Random) -> str:
    # Log-normal: median 5.5 KB a file, a twentieth below 2 and a twentieth above 18.
    size = chance.lognormvariate(8.45, 0.75)
    parts = ["<div>   "]
    length = 0
    while length < size:
        roll = chance.random()
        if roll < 0.08:
            part = (
                f'<p><img src="https://img.example.com/{chance.randrange(10**6)}.jpg" referrerpolicy="no-referrer"></p>'
            )
        elif roll < 0.14:
            part = f"<h3>{words(chance, 4, 12)}</h3>"
        elif roll < 0.18:
            part = (
                f'<ul><li>{sentence(chance)}</li><li><a href="https://example.com/{chance.random()}">链接</a></li></ul>'
            )
        else:
            part = f'<p style="text-indent:2em">　　{sentences(chance, 5)}</p>'
        parts.append(part)
        length += len(part.encode())
    if chance.random() < 0.03:
        parts.append(
            '<script>alert(1)</script><p onclick="alert(2)">点</p><iframe src="https://video.example.com/1"></iframe>'
        )
    if chance.random() < 0.23:
        parts.append(ADVERTISEMENT)
    return "\n".join([*parts, "</div>"])


def _markdown(chance: Random) -> str:
    parts = []
    for _ in range(chance.randint(3, 12)):
        parts.append(f"## {words(chance, 4, 10)}")
        parts.append(f"{sentence(chance)}**{words(chance, 2, 5)}**{sentence(chance)}[链接](https://example.com/)")
        parts.append("\n".join(f"- {sentence(chance)}" for _ in range(chance.randint(1, 4))))
        if chance.random() < 0.2:
            parts.append("```python\nfor line in lines:\n    print(line)\n```")
    return "\n\n".join(parts)
