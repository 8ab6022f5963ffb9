"""What a user can write or meet is documented: settings, commands, view fields, rules, filters, messages, files."""

from __future__ import annotations

import dataclasses
import re
import sys
import tomllib
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from generator.cleaning import STEPS
from generator.cleaning.filters.lists import RULE_KINDS
from generator.cli import click_command
from generator.commands import COMMANDS
from generator.commands.printing.endings import DEPLOY, ERRORS, LOCKED, USAGE, WARNINGS
from generator.config import Config
from generator.config.sources import ContentRoot
from generator.errors import MESSAGES
from generator.outputs import VIEWS
from generator.templating.environment import fragments_of
from generator.templating.filters import FILTERS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """What stands below the heading `heading`, up to the next one of the same or a higher level."""
    level = heading.partition(" ")[0]
    _, found, rest = f"\n{text}".partition(f"\n{heading}\n")
    assert found, f"no heading {heading!r}"
    return re.split(rf"^#{{1,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


# ------------------------------------------------------------------------------------------ settings


def tables() -> Iterator[tuple[str, type[BaseModel]]]:
    """(heading in docs/settings.md, model) of the settings and each of their tables."""
    yield "## The site", Config
    yield "## `[[content]]`", ContentRoot
    for name, field in Config.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield f"## `[{name}]`", field.annotation


def settings() -> Iterator[tuple[str, str, Any]]:
    """(heading, name, default) of every setting that is a value."""
    for heading, model in tables():
        for name, field in model.model_fields.items():
            if not (isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)):
                yield heading, name, field.get_default(call_default_factory=True)


def plain(value: Any) -> Any:
    """`value` as TOML has it."""
    if isinstance(value, ContentRoot):
        return value.path
    return [plain(item) for item in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize(("heading", "name", "default"), list(settings()))
def test_every_setting_is_documented_with_its_default(heading: str, name: str, default: Any) -> None:
    rows = re.findall(rf"^\| `{name}` \| (.+?) \| (.+) \|$", section(page("settings.md"), heading), re.MULTILINE)
    assert len(rows) == 1, f"{heading} has {len(rows)} rows for {name}"
    written, meaning = rows[0]
    assert len(meaning) > 10
    if default is PydanticUndefined:
        assert written == "required"
    else:
        assert tomllib.loads(f"value = {written.strip('`')}")["value"] == plain(default)


def test_no_setting_is_documented_that_does_not_exist() -> None:
    for heading, model in tables():
        documented = re.findall(r"^\| `(\w+)` \|", section(page("settings.md"), heading), re.MULTILINE)
        assert set(documented) <= set(model.model_fields), heading


def test_every_table_of_the_settings_is_in_the_documentation_and_no_other() -> None:
    documented = re.findall(r"^## .+$", page("settings.md"), re.MULTILINE)
    assert documented == [heading for heading, _ in tables()]


# ------------------------------------------------------------------------------------------ commands


def commands() -> dict[str, Any]:
    return {command.name: click_command(command.name, command.load()) for command in COMMANDS}


def options() -> list[tuple[str, tuple[str, ...]]]:
    """(command, spellings) of every option; `--help` comes with every command."""
    return [
        (name, tuple(parameter.opts))
        for name, command in commands().items()
        for parameter in command.params
        if parameter.param_type_name == "option" and "--help" not in parameter.opts
    ]


def is_written(option: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text) is not None


def test_every_command_has_a_section_and_there_is_no_section_without_a_command() -> None:
    headings = re.findall(r"^## ([a-z]+)$", page("commands.md"), re.MULTILINE)
    assert sorted(headings) == sorted(commands())


@pytest.mark.parametrize(("command", "spellings"), options())
def test_every_option_is_documented_with_its_command_and_all_its_spellings(
    command: str, spellings: tuple[str, ...]
) -> None:
    text = page("commands.md")
    # What all commands share is said once, before the first of them.
    own = text.partition("\n## ")[0] + section(text, f"## {command}")
    assert any(is_written(spelling, own) for spelling in spellings)
    assert all(is_written(spelling, text) for spelling in spellings)


def test_every_exit_code_is_documented() -> None:
    for code in (0, ERRORS, USAGE, WARNINGS, LOCKED, DEPLOY, 130):
        assert re.search(rf"^\| {code} \|", page("commands.md"), re.MULTILINE), code


def endings() -> list[tuple[str, str, int]]:
    """(command, code of a problem that ends it, exit code) wherever that is not the usual exit code of errors."""
    modules = {command.name: sys.modules[command.load().__module__] for command in COMMANDS}
    return [(name, *ending) for name, module in modules.items() for ending in getattr(module, "ENDS_WITH", {}).items()]


@pytest.mark.parametrize(("command", "problem", "exit_code"), endings())
def test_a_problem_is_documented_with_the_exit_code_of_the_command_that_it_ends(
    command: str, problem: str, exit_code: int
) -> None:
    messages, own = page("messages.md"), section(page("commands.md"), f"## {command}")
    before = messages.partition(f"### `{problem}`")[0]
    # A chapter of messages may say it once for all of them, and a command of problems that it names.
    texts = [section(messages, f"### `{problem}`"), before.rpartition("\n## ")[2].partition("\n### ")[0]]
    texts += [own] if f"`{problem}`" in own else []
    assert re.search(rf"\bexit code {exit_code}\b", "\n".join(texts), re.IGNORECASE)


# ------------------------------------------------------------------------- templates, rules, messages


def nested_views() -> Iterator[type]:
    """Every dataclass that a template can meet, beginning with the view of each template."""
    waiting: list[Any] = list(VIEWS)
    seen: set[type] = set()
    while waiting:
        view = waiting.pop(0)
        if view in seen:
            continue
        seen.add(view)
        yield view
        waiting += fragments_of(view)
        for hint in typing.get_type_hints(view).values():
            waiting += [found for found in parts(hint) if dataclasses.is_dataclass(found)]


def parts(hint: Any) -> Iterator[Any]:
    yield hint
    for argument in typing.get_args(hint):
        yield from parts(argument)


def fields_of_views() -> list[tuple[str, str]]:
    return [
        (view.__name__, field.name) for view in nested_views() for field in dataclasses.fields(typing.cast(Any, view))
    ]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_every_template_is_documented(view: Any) -> None:
    assert f"`{view.template}`" in page("templates.md")


@pytest.mark.parametrize("name", [view.__name__ for view in nested_views()])
def test_every_view_is_documented(name: str) -> None:
    assert name in page("templates.md")


@pytest.mark.parametrize(("view", "field"), fields_of_views())
def test_every_field_of_a_view_is_documented(view: str, field: str) -> None:
    assert re.search(rf"`(?:[\w.]+\.)?{field}`", page("templates.md"))


@pytest.mark.parametrize("name", sorted(FILTERS))
def test_every_template_filter_is_documented(name: str) -> None:
    assert re.search(rf"`{name}\b", page("templates.md"))


@pytest.mark.parametrize("kind", RULE_KINDS)
def test_every_kind_of_filter_rule_is_documented(kind: str) -> None:
    assert re.search(rf"`[^`\n]*\b{kind}\b[^`\n]*`|^#+ .*\b{kind}\b", page("filter-rules.md"), re.MULTILINE)


@pytest.mark.parametrize("name", [step.name for step in STEPS if not step.is_required])
def test_every_step_that_can_be_switched_off_is_documented(name: str) -> None:
    assert f"`{name}`" in page("cleaning.md")


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_message_is_explained_with_its_severity_and_an_example(code: str) -> None:
    severity, meaning = MESSAGES[code]
    text = section(page("messages.md"), f"### `{code}`")
    assert text.strip().startswith(f"{severity.value.capitalize()}: {meaning}.")
    assert re.search(rf"^```\n.+: {severity.value} {code}: .+\n```\n\n[\w`]", text, re.MULTILINE)


def test_the_messages_begin_with_an_index_of_all_codes() -> None:
    listed = re.findall(r"\[([\w-]+)\]\(#([\w-]+)\)", page("messages.md").partition("\n## ")[0])
    assert listed == [(code, code) for code in sorted(MESSAGES)]


def test_no_message_is_explained_that_does_not_exist() -> None:
    assert set(re.findall(r"^### `(.+)`$", page("messages.md"), re.MULTILINE)) == set(MESSAGES)


# --------------------------------------------------------------------------------------------- README


def test_the_readme_says_first_how_command_and_package_are_called() -> None:
    first_screen = "\n".join((ROOT / "README.md").read_text("utf-8").splitlines()[:20])
    for words in ("`pressmark`", "`generator`", "`python -m generator`", "make site", "make test"):
        assert words in first_screen


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_page_of_the_documentation_is_linked_in_the_readme(path: Path) -> None:
    readme = path.read_text("utf-8")
    assert [path.name for path in sorted(DOCS.glob("*.md")) if f"(docs/{path.name})" not in readme] == []


def commands_of(path: Path) -> list[list[str]]:
    """The lines of each code block, without comments, which are in the language of the page."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [[re.sub(r"\s+# .*", "", line) for line in block.splitlines()] for block in blocks]


def test_the_readmes_show_the_same_commands_and_link_to_each_other() -> None:
    english, chinese = READMES
    assert commands_of(english) == commands_of(chinese)
    assert f"({chinese.name})" in english.read_text("utf-8")
    assert f"({english.name})" in chinese.read_text("utf-8")


@pytest.mark.parametrize("path", [*READMES, *sorted(DOCS.glob("*.md"))], ids=lambda path: path.name)
def test_links_between_pages_of_the_documentation_lead_somewhere(path: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", [*READMES, *sorted(DOCS.glob("*.md"))], ids=lambda path: path.name)
def test_files_of_the_program_that_the_documentation_names_exist(path: Path) -> None:
    for name in re.findall(r"`((?:generator|templates|static|tests)/[\w./-]+)`", path.read_text("utf-8")):
        assert (ROOT / name).exists(), name
