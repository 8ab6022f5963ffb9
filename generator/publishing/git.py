"""Runs git in a controlled environment, and removes every password and token from what git prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from generator.errors import SiteError, Where

_OLDEST = (2, 31)
"""The first version of git that reads settings from environment variables, which process lists do not show."""

# Hooks and aliases run with these variables set, and git would then work on the repository that they name.  Traces
# would mix with messages and print the data sent over the network.
_TAKEN_OUT = re.compile(
    r"GIT_(DIR|WORK_TREE|INDEX_FILE|INDEX_VERSION|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE"
    r"|PREFIX|QUARANTINE_PATH|SHALLOW_FILE|GRAFT_FILE|REPLACE_REF_BASE|NO_LAZY_FETCH|DEFAULT_HASH|EXTERNAL_DIFF"
    r"|(?:GLOB|NOGLOB|LITERAL|ICASE)_PATHSPECS|TRACE.*|CURL_VERBOSE|SSH_VARIANT_TRACE)"
)
_SET = {
    "LC_ALL": "C",  # we parse the messages of git
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",  # else `status` would write the index
    "GIT_NO_REPLACE_OBJECTS": "1",
}

_USER_PART = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<user>[^/\s'\"]*)@")
_QUERY_SECRET = re.compile(r"(?i)([?&][^=&\s]*(?:token|key|secret|password)[^=&\s]*=)[^&\s'\"]+")
_HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a git command: exit code, stdout (`result`), and stderr without passwords and tokens (`talk`).

    If a signal ended git, the exit code is minus the number of the signal.
    """

    code: int
    result: bytes
    talk: str

    @property
    def lines(self) -> list[str]:
        """What git wrote to stdout, as lines; bytes that are not UTF-8 become surrogates, as in `os.fsdecode`."""
        return os.fsdecode(self.result).splitlines()

    @property
    def reason(self) -> str:
        """Why git failed, on one line: its messages `fatal: …` and `error: …`, else the last three lines of stderr.

        If a signal ended git, the text names the signal.
        """
        if self.code < 0:
            return f"git was ended by signal {-self.code}"
        lines = [line.strip() for line in self.talk.splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith(("fatal: ", "error: "))] or lines[-3:]
        return "; ".join(dict.fromkeys(re.sub(r"^(fatal|error): ", "", line) for line in errors)) or "git said nothing"


def mask(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` with passwords and tokens replaced by `***`.

    These are user names (except `git`) and passwords in URLs, as in `https://user:password@host/`, tokens in the
    queries of URLs, and each text in `secrets`.
    """
    text = _USER_PART.sub(_masked_user, text)
    text = _QUERY_SECRET.sub(rf"\1{_HIDDEN}", text)
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    return text


def _masked_user(match: re.Match[str]) -> str:
    # `git` in ssh://git@host/ is the same for everybody.
    if match["user"] == "git":
        return match[0]
    return f"{match['scheme']}://{_HIDDEN}@"


def secrets_of(url: str) -> tuple[str, ...]:
    """The password or token in a URL, as written and, if that differs, percent-decoded; empty if there is none.

    Secrets of up to three characters are left out, because hiding them would hide half of every message.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    user, _, password = parts.netloc.rpartition("@")[0].partition(":")
    # Without a password, the user part may be a token.
    secret = password or (user if parts.scheme in ("http", "https") and user != "git" else "")
    # Masking a secret of three letters would hide half of every message.
    return tuple({form for form in (secret, unquote(secret)) if len(form) > 3})


@dataclass(frozen=True, slots=True)
class Git:
    """Runs the program git in one folder, each time with the same environment variables and git settings."""

    program: str
    """The path of the program."""
    folder: Path
    variables: Mapping[str, str]
    """Environment variables to set, such as GIT_DIR for a repository other than the one around `folder`."""
    settings: tuple[tuple[str, str], ...] = ()
    """(name, value) of git settings that are added to the user's configuration for each command."""
    secrets: tuple[str, ...] = ()
    """Passwords and tokens to remove from what git prints to stderr."""

    def run(self, *arguments: str, given: Iterable[bytes] = ()) -> Answer:
        """Run git with `arguments` and with the pieces of `given` as stdin, and return the result, even if git fails.

        If the wait is interrupted, as by Ctrl-C, git is killed.  Raises OSError if git cannot be started.
        """
        with tempfile.TemporaryFile() as result, tempfile.TemporaryFile() as talk:
            process = subprocess.Popen(
                [self.program, *arguments],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.PIPE,
                stdout=result,
                stderr=talk,
            )
            assert process.stdin is not None
            try:
                with suppress(BrokenPipeError):  # git has failed; its exit code and stderr tell why
                    for piece in given:
                        process.stdin.write(piece)
                    process.stdin.close()
                code = process.wait()
            except BaseException:
                process.kill()
                process.wait()
                raise
            finally:
                with suppress(BrokenPipeError):
                    process.stdin.close()
            result.seek(0)
            talk.seek(0)
            messages = mask(talk.read().decode("utf-8", "replace"), self.secrets)
            return Answer(code, result.read(), messages)

    def must(self, *arguments: str, given: Iterable[bytes] = ()) -> Answer:
        """Run git with `arguments` and with the pieces of `given` as stdin, and return the result.

        Raises SiteError git-failed if the exit code of git is not 0, and OSError if git cannot be started.
        """
        answer = self.run(*arguments, given=given)
        if answer.code != 0:
            raise SiteError("git-failed", f"git {arguments[0]}: {answer.reason}", Where(str(self.folder)))
        return answer

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not _TAKEN_OUT.fullmatch(name)}
        given = kept.get("GIT_CONFIG_COUNT", "")
        count = int(given) if given.isdecimal() else 0
        for number, (name, value) in enumerate(self.settings, start=count):
            kept |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        return kept | _SET | {"GIT_CONFIG_COUNT": str(count + len(self.settings))} | dict(self.variables)


def find_git(folder: Path) -> Git:
    """The installed program git, to be run in `folder`.

    Raises SiteError git-missing if git is not installed, cannot be started, or is older than version 2.31.
    """
    program = shutil.which("git")
    where = Where("git")
    if program is None:
        help = "install it (on Debian and Ubuntu: apt install git)"
        raise SiteError("git-missing", "the program git is not there", where, help)
    git = Git(program, folder, {})
    try:
        match = re.search(r"(\d+)\.(\d+)", os.fsdecode(git.run("version").result))
    except OSError as error:
        raise SiteError("git-missing", f"{program} cannot be started: {error.strerror}", where) from error
    if match is None or (int(match[1]), int(match[2])) < _OLDEST:
        version = match[0] if match else "of an unknown version"
        message = f"git {version} is too old: Pressmark needs {_OLDEST[0]}.{_OLDEST[1]} or newer"
        raise SiteError("git-missing", message, where)
    return git
