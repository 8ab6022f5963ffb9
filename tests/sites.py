"""`SmallSite`: a site in a temporary folder that a test fills, builds and reads."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Self

from generator.addresses import file_path
from generator.build import build
from generator.building.report import BuildReport
from generator.building.site import BuildOptions
from generator.runtime.progress import Silent


def post(title: str = "", body: str = "", **fields: object) -> str:
    """The text of a source with front matter; values are written as JSON, which YAML reads."""
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items()]
    head = [f"title: {json.dumps(title, ensure_ascii=False)}"] if title else []
    return "\n".join(["---", *head, *lines, "---", body, ""])


def toml(value: object) -> str:
    """A value as TOML writes it; only texts, numbers, booleans, lists and inline tables of them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {toml(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


class SmallSite:
    """A site with one content root, `content`, and the address https://example.org/."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.settings()
        (folder / "content").mkdir()

    @classmethod
    def found(cls, folder: Path) -> Self:
        """The site that is already in `folder`."""
        site = cls.__new__(cls)
        site.folder = folder
        return site

    def settings(self, more: str = "", *, url: str = "https://example.org/", **top: object) -> None:
        """Write site.toml: top-level settings as keywords, tables as text."""
        values = {"title": "Small site", "url": url, "language": "en"} | top
        lines = [f"{name} = {toml(value)}" for name, value in values.items()]
        (self.folder / "site.toml").write_text("\n".join([*lines, more, ""]), "utf-8")

    def write(self, name: str, text: str | bytes = "") -> Path:
        """Write a source below `content`."""
        return self.put(f"content/{name}", text)

    def put(self, name: str, text: str | bytes = "") -> Path:
        """Write any file of the site."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        return path

    def build(self, **options: Any) -> BuildReport:
        """Build into `public`, in this process."""
        return build(BuildOptions(**({"site": self.folder, "jobs": 1} | options)), Silent())

    @property
    def output(self) -> Path:
        """The output folder."""
        return self.folder / "public"

    def page(self, address: str) -> str:
        """The text of the file at an address."""
        return (self.output / file_path(address)).read_text("utf-8")

    def has(self, address: str) -> bool:
        """Whether there is a file at an address."""
        return (self.output / file_path(address)).is_file()

    def files(self) -> dict[str, bytes]:
        """Every file of the output by path."""
        return tree(self.output)


class AgedSite(SmallSite):
    """A small site whose files are old, as they are in life: a young file is read again at every build."""

    clock = 1_000_000_000

    def settings(self, more: str = "", *, url: str = "https://example.org/", **top: object) -> None:
        super().settings(more, url=url, **top)
        self.age("site.toml")

    def put(self, name: str, text: str | bytes = "") -> Path:
        path = super().put(name, text)
        self.age(name)
        return path

    def age(self, name: str) -> None:
        """Give a file a time that is long past and that no other file had."""
        AgedSite.clock += 10
        os.utime(self.folder / name, (AgedSite.clock, AgedSite.clock))


def clean_copy(site: SmallSite, folder: Path) -> SmallSite:
    """The same site in `folder`, without output and cache."""
    shutil.copytree(site.folder, folder, symlinks=True, ignore=shutil.ignore_patterns(".pressmark", "public"))
    return SmallSite.found(folder)


def clean_build(site: SmallSite, **options: Any) -> dict[str, bytes]:
    """What a build without any cache makes of the same site."""
    with tempfile.TemporaryDirectory(dir=site.folder.parent) as folder:
        copy = clean_copy(site, Path(folder) / "site")
        copy.build(**options)
        return copy.files()


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by path."""
    start = len(os.path.join(folder, ""))  # noqa: PTH118 -- of each file, `Path` takes longer than reading it
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = f"{parent}/{name}"
            if os.path.isfile(path):  # noqa: PTH113
                with open(path, "rb") as file:  # noqa: PTH123
                    found[path[start:]] = file.read()
    return dict(sorted(found.items()))


def codes(report: BuildReport) -> list[str]:
    """The codes of all problems that are more than notes."""
    return [problem.code for problem in report.problems if problem.severity != "note"]
