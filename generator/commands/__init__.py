"""The commands of the program `pressmark`: `COMMANDS` lists them, and each is a function in a module of its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Command:
    """A command of `pressmark`: its name, and the sentence that describes the command in `pressmark --help`.

    The command is the function `name` in the module `name` of this package.  Only `load` imports this module, so that
    no command has to wait until the modules of the others are loaded.
    """

    name: str
    summary: str

    def load(self) -> Callable[..., None]:
        """Import and return the function of the command; its parameters are the options, its docstring is the help.

        Raises ModuleNotFoundError or AttributeError if there is no such module or function, and ValueError if the
        docstring does not begin with the summary.
        """
        function: Callable[..., None] = getattr(import_module(f"{__name__}.{self.name}"), self.name)
        first_line = (function.__doc__ or "").partition("\n")[0]
        if first_line != self.summary:
            raise ValueError(f"{self.name}: COMMANDS has {self.summary!r}, and its docstring {first_line!r}")
        return function


def registry(*commands: Command) -> tuple[Command, ...]:
    """The given commands as a tuple, in the same order.  Raises ValueError if two of them have the same name."""
    names = [command.name for command in commands]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"more than one command is called {', '.join(twice)}")
    return commands


COMMANDS = registry(
    Command("init", "Make a new site: with a sample post and a page, or from a Hexo blog."),
    Command("build", "Build the site into its output folder."),
    Command("serve", "Show the site in a browser, and each change as you make it."),
    Command("deploy", "Build the site and publish it on GitHub Pages."),
    Command("new", "Write a new post with its front matter."),
    Command("check", "Build the site without writing it, and check all pages."),
    Command("explain", "Explain what became of a source, or how a page is made."),
    Command("eject", "Copy a template or file of the theme into the site, to change it there."),
)
"""All commands, in the order of `pressmark --help`.

The help, completion and usage errors of a command load its module.  Each module therefore imports the settings and the
build engine inside its function: with imports at the top, `deploy --help` would take 0.36 s instead of 0.13 s.
"""
