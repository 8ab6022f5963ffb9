"""The step that applies filter lists to a post: it removes advertisements, by-lines, share bars, trackers and more."""

from __future__ import annotations

from collections.abc import Sequence

from generator.article.elements import CELLS, FLOW, UNSEEN
from generator.article.nodes import COMMENT, Node
from generator.cleaning.draft import Draft, is_web_link
from generator.cleaning.filters.containers import outside
from generator.cleaning.filters.hosts import host_matches
from generator.cleaning.filters.lists import compile_rules
from generator.cleaning.filters.plan import Cut, Plan, decide, minor_hidden
from generator.cleaning.filters.rules import Rule
from generator.cleaning.filters.sight import Sight, plain_address, subject
from generator.cleaning.filters.tree import Comment, Snapshot, addresses, snapshot
from generator.cleaning.hidden import blocks, is_hidden, preceding, reveal
from generator.cleaning.spacing import is_blank_text, take_out
from generator.model import NOTICE_KINDS

_REMOVING = frozenset({"cosmetic", "has-text", "blank", "host"})
_KEPT_PARENTS = CELLS | {"body", "html"}


def apply(draft: Draft) -> None:
    """Apply the filter rules to a post in place, and record each removal.

    `draft.written` becomes the text before the removals.  All removals are decided on a snapshot of the body, which
    must not be used once the body has changed.
    """
    rules = compile_rules(draft.config.rules)
    if not rules.rules:
        return
    shot = snapshot(draft.body)
    draft.written = shot.text
    sight = Sight(draft, rules, shot)
    matches = [*sight.matches(), *host_matches(sight)]
    removing = [pair for pair in matches if pair[1].action in _REMOVING]
    removing += outside(shot, [pair for pair in matches if pair[1].action == "container"])
    plan, undone = decide(sight, removing)
    if undone:
        draft.noted("removal-undone", undone, "explain shows the rules; [cleaning] off switches one off")
    _record_cuts(sight, plan)
    _drop_cover(sight, plan)
    _reveal(sight, plan)
    _remove_attributes(sight, plan, [pair for pair in matches if pair[1].action == "remove-attr"])
    _strip_parameters(sight, plan)
    _remove_comments(sight, plan)
    _unwrap(sight, plan, [pair for pair in matches if pair[1].action == "unwrap"])
    _remove_elements(sight, plan)
    _remove_lines(sight, plan)


def _record_cuts(sight: Sight, plan: Plan) -> None:
    captures = sight.rules_with("capture") if plan.cuts else ()
    for cut in plan.cuts:
        kind, text = _captured(sight, captures, cut)
        sight.draft.removed(cut.rule.id, kind, text, where=cut.rule.where)
    if plan.blanks:
        _record(sight, [(rule, "") for index, rule in plan.blanks if sight.shot.tags[index] not in UNSEEN])
        unseen = [(rule, "") for index, rule in plan.blanks if sight.shot.tags[index] in UNSEEN]
        _record(sight, unseen, "markup")


def _captured(sight: Sight, captures: Sequence[Rule], cut: Cut) -> tuple[str, str]:
    """(kind, text) of a cut; `byline` and the field with its value if a `capture` rule matches the text."""
    text = subject(cut.text)
    for rule in captures:
        if rule.pattern is not None and (match := sight.search(rule.pattern, text)):
            value = match[1] if match.re.groups else match[0]
            return "byline", f"{rule.name}: {value}"
    return cut.rule.kind, cut.text


def _record(sight: Sight, removals: Sequence[tuple[Rule, str]], kind: str = "") -> None:
    """Record one removal per rule with a count, for content that readers do not see.

    Its kind is `kind`, or that of the rule if `kind` is empty.
    """
    counts: dict[int, int] = {}
    first: dict[int, tuple[Rule, str]] = {}
    for rule, text in removals:
        counts[rule.order] = counts.get(rule.order, 0) + 1
        first.setdefault(rule.order, (rule, text))
    for order, (rule, text) in first.items():
        sight.draft.removed(rule.id, kind or rule.kind, text, counts[order], rule.where)


def _drop_cover(sight: Sight, plan: Plan) -> None:
    """Clear the cover if its picture is removed: always with an advertisement, otherwise if it is not kept elsewhere.

    Removals of kinds that the notice for readers does not count leave the cover: a site often hides the very picture
    that it means for cards.
    """
    draft = sight.draft
    if not draft.cover or not plan.cuts:
        return
    cover = plain_address(draft.cover, draft.config.proxies)
    kinds: dict[int, str] = {}
    for cut in plan.cuts:
        if cut.element >= 0:
            kinds.update(dict.fromkeys(range(cut.element, sight.shot.lasts[cut.element] + 1), cut.rule.kind))
    removal_kinds = [
        kinds.get(index, "")
        for index, attributes in enumerate(sight.shot.attributes)
        if any(plain_address(address, draft.config.proxies) == cover for address in addresses(attributes))
    ]
    if "advertisement" in removal_kinds or (removal_kinds and all(kind in NOTICE_KINDS for kind in removal_kinds)):
        draft.cover = ""


def _reveal(sight: Sight, plan: Plan) -> None:
    """Show the hidden parts of an article now, while the elements that identify them as parts still exist."""
    if "hidden" not in sight.shot.names and "none" not in sight.shot.values.lower():
        return
    hidden = [
        index
        for index, attributes in enumerate(sight.shot.attributes)
        if attributes and not plan.gone[index] and is_hidden(attributes)
    ]
    if not hidden:
        return
    small = minor_hidden(sight)
    nodes = sight.shot.nodes
    shown = [nodes[index] for index in hidden if index not in small]
    # The structure step recognises hidden prose without the elements around it.
    kept = [block.node for block in blocks(shown) if not block.is_prose]
    places = {node: index for index, node in enumerate(nodes)} if shown else {}
    for node in kept:
        reveal(node)
    for node in shown:
        # A later step would remove the button that opened the part.
        before, _ = preceding(node)
        place = places.get(before, -1) if before is not None and before.tag == "button" else -1
        if place >= 0 and not plan.gone[place]:
            parent = nodes[place].parent
            is_block = parent is not None and parent.tag in FLOW
            nodes[place].rename("p" if is_block else "span")


def _remove_attributes(sight: Sight, plan: Plan, matches: Sequence[tuple[int, Rule]]) -> None:
    done: list[tuple[Rule, str]] = []
    for index, rule in matches:
        attributes = sight.shot.attributes[index]
        if not plan.gone[index] and rule.name in attributes:
            done.append((rule, f"{rule.name}={attributes.pop(rule.name) or ''}"))
    _record(sight, done, "attribute")


def _strip_parameters(sight: Sight, plan: Plan) -> None:
    shot = sight.shot
    if not _has_parameters(shot):
        return
    links = [
        (shot.nodes[index], address)
        for index, attributes in enumerate(shot.attributes)
        if "?" in (address := attributes.get("href") or "")
        and shot.tags[index] in ("a", "area")
        and not plan.gone[index]
    ]
    rules = sight.rules_with("removeparam") if links else []
    literal = {rule.name: rule for rule in rules if rule.name and not rule.host}
    others = [rule for rule in rules if not rule.name or rule.host]
    done: list[tuple[Rule, str]] = []
    for node, address in links if rules else []:
        before, _, rest = address.partition("?")
        query, hash_sign, fragment = rest.partition("#")
        host = before.partition("//")[2].partition("/")[0].lower()
        kept: list[str] = []
        for part in query.split("&"):
            rule = literal.get(part.partition("=")[0]) or _parameter_rule(sight, others, host, part)
            if rule:
                done.append((rule, part[:100]))
            else:
                kept.append(part)
        if len(kept) <= query.count("&"):
            node.attributes["href"] = before + ("?" + "&".join(kept) if kept else "") + hash_sign + fragment
    _record(sight, done, "tracking")


def _has_parameters(shot: Snapshot) -> bool:
    return "href" in shot.names and "?" in shot.values


def _parameter_rule(sight: Sight, rules: Sequence[Rule], host: str, part: str) -> Rule | None:
    for rule in rules:
        if rule.host and host != rule.host and not host.endswith("." + rule.host):
            continue
        if rule.name:
            if part.partition("=")[0] == rule.name:
                return rule
        elif rule.pattern is not None and sight.search(rule.pattern, part):
            return rule
    return None


def _remove_comments(sight: Sight, plan: Plan) -> None:
    done: list[tuple[Rule, str]] = []
    for comment, rule in _gone_comments(sight, plan):
        comment.node.remove()
        done.append((rule, comment.node.text_content.strip()[:100]))
    _record(sight, done, "comment")


def _gone_comments(sight: Sight, plan: Plan) -> tuple[tuple[Comment, Rule], ...]:
    rules = sight.rules.by_action.get("comment", ())
    removable: list[tuple[Comment, Rule]] = []
    for comment in sight.shot.comments if rules else ():
        text = comment.node.text_content.strip()
        # A later step needs Hexo's mark for the end of the excerpt, so no list may remove it.
        if (comment.element >= 0 and plan.gone[comment.element]) or text.lower() == "more":
            continue
        for rule in rules:
            if (rule.pattern is None or sight.search(rule.pattern, text[:200])) and sight.fit(rule):
                removable.append((comment, rule))
                break
    return tuple(removable)


def _unwrap(sight: Sight, plan: Plan, matches: Sequence[tuple[int, Rule]]) -> None:
    done: list[tuple[Rule, str]] = []
    for index, rule in matches:
        node = sight.shot.nodes[index]
        # An element without children has no content to keep; nor has one that another rule has unwrapped.
        if not plan.gone[index] and node.first_child is not None:
            done.append((rule, sight.shot.excerpt(index)))
            sight.draft.taken.add(rule.kind, "", links=int(is_web_link(node)))
            node.unwrap()
    _record(sight, done, "markup")


def _remove_elements(sight: Sight, plan: Plan) -> None:
    kinds = {cut.element: cut.rule.kind for cut in plan.cuts}
    for index in reversed(_gone_elements(plan)):
        sight.draft.take(kinds.get(index, "markup"), sight.shot.nodes[index])
        take_out(sight.shot.nodes[index])


def _gone_elements(plan: Plan) -> list[int]:
    return sorted([cut.element for cut in plan.cuts if cut.element >= 0] + [index for index, _ in plan.blanks])


def _remove_lines(sight: Sight, plan: Plan) -> None:
    """Remove lines with the break before them, and the elements that are empty after that."""
    shot = sight.shot
    kinds = {line: cut.rule.kind for cut in plan.cuts for line in cut.lines}
    for line in sorted(plan.gone_lines, key=lambda line: line.start, reverse=True):
        line_break = shot.owners[line.start - 1] if line.start else -1
        if line_break >= 0 and not plan.gone[line_break]:
            shot.nodes[line_break].remove()
        parents: list[Node] = []
        for piece in shot.pieces_left(line, plan.gone):
            leaf = shot.leaves[piece]
            if leaf is not None:
                parent = leaf.parent
                sight.draft.take(kinds.get(line, "markup"), leaf)
                leaf.remove()
                if parent is not None:
                    parents.append(parent)
        _prune(sight.draft, parents)


def _prune(draft: Draft, nodes: Sequence[Node]) -> None:
    """Remove elements that hold only blanks, breaks and comments, and then their ancestors of which this is true."""
    for start in nodes:
        node: Node | None = start
        # A removed element has no parent.  Neither has the body, which always stays.
        while node is not None and node.tag not in _KEPT_PARENTS and node.parent is not None and _holds_nothing(node):
            parent = node.parent
            draft.take("markup", node)
            node.remove()
            node = parent


def _holds_nothing(node: Node) -> bool:
    return all(child.tag in ("br", COMMENT) or is_blank_text(child) for child in node.children())
