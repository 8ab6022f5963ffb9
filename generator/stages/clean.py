"""The clean stage: turns a source as it was read into a post that is safe to publish, without regard to other posts."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from dataclasses import replace
from typing import cast

from generator import front_matter
from generator.addresses import post_key
from generator.article.account import Lost, settle
from generator.article.canonical import Article, article_text, read
from generator.article.damage import numbered
from generator.article.elements import CODE
from generator.article.elsewhere import elsewhere
from generator.article.excerpt import excerpt, split_more
from generator.article.formulas import formula_places, with_mathml, without_display
from generator.article.headings import anchored, levelled
from generator.article.language import languages, with_latin_emphasis
from generator.article.nodes import read_body, write_body
from generator.article.pictures import placed
from generator.article.references import segments
from generator.article.sanitize import MAX_REFERENCES, Sanitized, is_suspicious, sanitize, settled
from generator.article.text import runs_of, visible_text, word_count
from generator.article.urls import is_internal, safe_media
from generator.bodies import markup
from generator.bodies.embedded import put_back
from generator.characters import drop_controls
from generator.clean_config import CleanConfig
from generator.cleaning import STEPS, Step, damage, loss
from generator.cleaning.draft import Draft, is_web_link
from generator.cleaning.links import without_tracking
from generator.copies.evidence import likeness
from generator.copies.texts import normalised
from generator.digest import Plain, digest_plain
from generator.errors import Problem, Where, problem
from generator.model import EmbeddedPicture, Header, Likeness, Post, RawPost, Reference, Segment, Summary, moment_text
from generator.stored import Stored

NO_PROSE = frozenset({"pre", "table", "figcaption", "details"})
"""Elements that an excerpt leaves out unless there is nothing else."""

OFF_FIELD = "cleaning_off"
"""The front-matter field with which a post of a trusted root switches steps and rules off."""


def clean(raw: RawPost, config: CleanConfig, *, only_text_because: str = "", steps: tuple[Step, ...] = STEPS) -> Post:
    """The post made from `raw`, a source as it was read: its header, and its body cleaned by `steps` and made safe.

    A safe body cannot run code.  Every source gives a post.  If `only_text_because` is not empty, it is the reason why
    the body is shown as escaped text, so that no markup of the source counts.
    """
    header, header_problems = front_matter.header(raw, config)
    if header.kept_by:
        return _kept_back(raw, header, config)
    off, off_problems = _switched_off(raw, config)
    if off := (*off, *config.off_for(raw.source.id, header.origin)):
        config = replace(config, off=tuple(dict.fromkeys((*config.off, *off))))
    body = markup.as_text(raw, only_text_because, config) if only_text_because else markup.to_html(raw, header, config)
    tree = read_body(body.html)
    for node in tree.walk() if body.aside else ():
        node.text_content = put_back(node.text_content, body.aside)
    draft = Draft(
        raw, header, config, tree, header.cover, kind=body.kind, aside=body.aside, removals=list(body.removals)
    )
    draft.problems += [*raw.problems, *header_problems, *off_problems, *body.problems]
    sanitized, more_text = safe_article(draft, body.html, steps)
    header = draft.header
    link = without_tracking(header.link)
    article, moved = levelled(sanitized.article)
    if moved:
        draft.removed("headings.level", "markup", count=moved, where="headings")
    article, headings = anchored(article, link)
    article, damaged = numbered(article, draft.damage)
    page = config.page_of(header)
    text = article_text(article)
    loss.look(draft, text)
    runs = runs_of(text)
    words = word_count(runs)
    account, missing = settle(body.written, sanitized.article, words, draft.taken)
    if missing:
        draft.problems.append(_lost(raw, missing))
    formulas = formula_places(article)
    names = {tag.name for tag in article.tags}
    prose = _prose(article, text, formulas, names)
    spoken = text if names.isdisjoint(CODE) else article_text(article, without=CODE)
    language, title_language = languages(header.title, spoken, header.lang, config.language)
    # Posts are compared by their words only with posts of the same original, or with all if near copies are wanted.
    compared = normalised(text) if link or config.makes_sketches else ""
    sketch = _sketch(compared) if config.makes_sketches else b""
    marked = placed(with_latin_emphasis(article, language or config.language))
    drawn = _drawn(marked, formulas, draft)
    parts, cover = segments(drawn, page), _cover(draft.cover, page)
    return Post(
        id=raw.source.id,
        key=post_key(config.root_name(raw.source.root), raw.source.path),
        kind=front_matter.kind(raw.source, header, config),
        header=header,
        segments=parts,
        excerpt=excerpt(header, header.title, prose, more_text),
        cover=cover,
        headings=headings,
        word_count=words,
        likeness=replace(likeness(article, text, compared, link), has_sketch=bool(sketch), damage=damage.score(draft)),
        is_rechecked=sanitized.is_rechecked,
        removals=tuple(draft.removals),
        problems=tuple(draft.problems),
        account=account,
        pictures=_pictures(draft, parts, cover),
        sketch=sketch,
        language=language,
        title_language=title_language,
        damage=damaged,
        text=article_text(drawn) if formulas else text,
    )


def _sketch(words: str) -> bytes:
    # Imported here: it needs numpy, which a site without near copies need not have.
    from generator.copies.sketches import sketch

    return sketch(words)


def _prose(article: Article, text: str, formulas: list[int], names: set[str]) -> str:
    """The part of the visible text that an excerpt is made of: without tables, code and formulas, unless it is all.

    `names` are those of the tags.
    """
    if not formulas and names.isdisjoint(NO_PROSE):
        return text
    return article_text(without_display(article, formulas), without=NO_PROSE) or text


def _drawn(article: Article, formulas: list[int], draft: Draft) -> Article:
    """The article with its formulas as the settings say."""
    if not formulas or draft.config.math != "mathml":
        return article
    drawn, unread = with_mathml(article, formulas)
    if unread:
        many = f"{len(unread):,} formulas are shown as TeX, because they"
        subject = "1 formula is shown as TeX, because it" if len(unread) == 1 else many
        message = f"{subject} could not be read: {' '.join(unread[0].split())[:80]}"
        draft.problems.append(problem("formula-unread", Where(draft.raw.source.id, draft.raw.body_line), message))
    return drawn


def _pictures(draft: Draft, parts: tuple[Segment, ...], cover: Reference | str | None) -> tuple[EmbeddedPicture, ...]:
    """The embedded pictures of a draft that its article or cover still shows, sorted by address."""
    kept = draft.album.kept
    if not kept:
        return ()
    shown = {part.target for part in (*parts, cover) if isinstance(part, Reference)}
    return tuple(kept[address] for address in sorted(kept.keys() & shown))


def _kept_back(raw: RawPost, header: Header, config: CleanConfig) -> Post:
    """A post that must not be published.  It has no problems, because a message could quote its password."""
    return Post(
        id=raw.source.id,
        key=post_key(config.root_name(raw.source.root), raw.source.path),
        kind=front_matter.kind(raw.source, header, config),
        header=header,
        segments=(),
        excerpt="",
        cover=None,
        headings=(),
        word_count=0,
        likeness=Likeness(),
        is_rechecked=False,
        removals=(),
        problems=(),
    )


def summarise(post: Post) -> Summary:
    """The parts of `post`, without its body, that are needed to plan the site and to show it in lists and elsewhere."""
    counts: Counter[tuple[str, str]] = Counter()
    for removal in post.removals:
        counts[removal.rule, removal.kind] += removal.count
    removal_counts = tuple((rule, kind, count) for (rule, kind), count in sorted(counts.items()))
    return Summary(
        id=post.id,
        key=post.key,
        kind=post.kind,
        header=post.header,
        excerpt=post.excerpt,
        cover=post.cover,
        word_count=post.word_count,
        is_rechecked=post.is_rechecked,
        references=_references((*post.segments, *((post.cover,) if isinstance(post.cover, Reference) else ()))),
        likeness=post.likeness,
        removal_counts=removal_counts,
        problems=post.problems,
        meta_digest=digest_plain(
            (
                post.id,
                post.key,
                post.kind,
                _shown(post.header),
                post.excerpt,
                _plain(post.cover),
                post.language,
                post.title_language,
            )
        ),
        body_digest=digest_plain(
            (
                _plain(post.header),
                tuple([_plain(segment) for segment in post.segments]),
                tuple([_plain(heading) for heading in post.headings]),
                post.word_count,
                removal_counts,
                tuple([_plain(item) for item in post.damage]),
                post.likeness.damage,
            )
        ),
        account=post.account,
        pictures=tuple([picture.address for picture in post.pictures]),
        language=post.language,
        title_language=post.title_language,
        damage_counts=_damage_counts(post),
    )


def _damage_counts(post: Post) -> tuple[tuple[str, str, int], ...]:
    reasons = Counter(reason for item in post.damage for reason, _ in item.places)
    return tuple((damage.MARK, reason, count) for reason, count in sorted(reasons.items()))


def _lost(raw: RawPost, missing: Lost) -> Problem:
    counts = ((missing.words, "word"), (missing.pictures, "picture"), (missing.links, "link"))
    parts = [f"{count:,} {name}{'s' if count > 1 else ''}" for count, name in counts if count]
    shown = f": {missing.text!r}" if missing.text else ""
    message = f"{', '.join(parts)} of its body are neither published nor recorded as removed{shown}"
    return problem(
        "lost", Where(raw.source.id, raw.body_line), message, "this is a mistake in Pressmark; please report it"
    )


def _switched_off(raw: RawPost, config: CleanConfig) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """(names of steps and rules that a post switches off, problems); only posts of trusted roots may do so."""
    field = next((field for field in raw.fields if field.name == OFF_FIELD), None)
    if field is None:
        return (), ()
    where = Where(raw.source.id, field.line, field.column)
    if not config.root(raw.source.root).is_trusted:
        return (), (problem("field-untrusted", where, f"{OFF_FIELD} counts in trusted content roots only"),)
    values = field.value if isinstance(field.value, tuple) else (field.value,)
    names = [name for value in values if isinstance(value, str) for name in re.split(r"[\s,]+", value) if name]
    return tuple(names), ()


def safe_article(draft: Draft, html: str, steps: tuple[Step, ...]) -> tuple[Sanitized, str | None]:
    """Apply the cleaning `steps` to `draft`, the post that is being cleaned, and make its body unable to run code.

    `html` is the body before any step; hostile markup in it makes the check stricter.  Returns the safe article, and
    the visible text before the comment `<!-- more -->`, or None without this comment.
    """
    for step in steps:
        if step.is_required or not draft.is_off(step.name):
            step.apply(draft)
        # The filter step sets this itself unless it is off.  What is around the article of a saved page does not count,
        # and a formula counts once.
        if step.name not in ("document", "formulas"):
            draft.written = draft.written or visible_text(draft.body)
    # Without a comment, the body need not be searched for one.
    more_text = split_more(draft.body) if "<!" in html else None
    sanitized = _made_safe(draft, is_suspicious(html))
    draft.body.dismantle()
    return sanitized, more_text


def _made_safe(draft: Draft, suspicious: bool) -> Sanitized:
    """The body of a draft without anything that can run code; as plain text if the sanitizers cannot ensure that."""
    where = Where(draft.raw.source.id, draft.raw.body_line)
    recheck_all = draft.config.sanitize == "both"
    if not suspicious and not recheck_all and (article := settled(draft.body)) is not None:
        return Sanitized(article, False, ())
    # Control characters that were written as references appear when HTML is parsed; raw ones were dropped by reading.
    html = drop_controls(write_body(draft.body).strip())[0]
    references = html.count("&")
    result: Sanitized | str
    if references > MAX_REFERENCES:
        result = f"it has {references:,} character references; {MAX_REFERENCES:,} is the limit"
    else:
        result = sanitize(html, where, is_suspicious=suspicious, recheck_all=recheck_all)
    if isinstance(result, str):
        help = "`explain` shows the body; look for markup that is nested or broken beyond repair"
        draft.problems.append(problem("shown-as-text", where, result, help))
        _take_media(draft)
        return Sanitized(read(_as_paragraphs(visible_text(draft.body))), True, ())
    draft.problems += result.problems
    return result


def _take_media(draft: Draft) -> None:
    """Record the pictures and links of a body that is reduced to its text."""
    links = sum(map(is_web_link, draft.body.elements("a")))
    pictures = len(draft.body.elements("img"))
    draft.taken.add("markup", "", pictures, links)
    if pictures + links:
        draft.removed("sanitize.text", "markup", count=pictures + links, where="sanitize")


def _as_paragraphs(text: str) -> str:
    """`text` as escaped HTML with one paragraph per line, in the form that the sanitizer writes."""
    lines = (line.strip() for line in text.split("\n"))
    return "".join(f"<p>{entities.escape(line, quote=False)}</p>" for line in lines if line)


def _cover(address: str, page: str) -> Reference | str | None:
    safe = safe_media(address) if address else None
    if safe is None or not is_internal(safe):
        return safe
    target = re.split(r"[?#]", safe, maxsplit=1)[0]
    return Reference("media", target, "", "", elsewhere=elsewhere(page, safe, safe_media)) if target else None


def _references(parts: tuple[Segment, ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple(sorted({(part.kind, part.target, part.elsewhere) for part in parts if isinstance(part, Reference)}))


def _shown(header: Header) -> Plain:
    """The fields of a header that lists, feeds and neighbouring posts show or sort by."""
    return (
        header.title, moment_text(header.published), moment_text(header.updated), header.categories, header.tags,
        header.author, header.origin, header.lang, header.sticky, header.link,
    )  # fmt: skip


def _plain(value: Stored | str | None) -> Plain:
    """The form of a value for a digest."""
    return (type(value).__name__, *cast(tuple[Plain, ...], value.values)) if isinstance(value, Stored) else value
