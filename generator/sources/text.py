"""Makes a post of a source without front matter: the whole text is the body."""

from __future__ import annotations

from generator.errors import Problem, Where, problem
from generator.front_matter.syntax import Fences
from generator.front_matter.unsure import possible_header
from generator.model import RawPost, SourceFile


def parse(source: SourceFile, text: str, problems: tuple[Problem, ...], fences: Fences) -> RawPost:
    """The post whose body is the whole `text` of the file `source`.

    Its problems are `problems` and a note that it has no front matter.  `fences` are the lines, such as `---`, between
    which Pressmark expects front matter.  Lines at the beginning that other programs may read as front matter are in
    the attribute `unsure` of the post, and in its body as well.
    """
    note = problem("header-missing", Where(source.id), "no front matter, so the whole text is the article")
    return RawPost(source, (), text, 1, False, (*problems, note), possible_header(text, fences))
