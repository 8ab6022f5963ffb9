"""Makes file names the same under any locale: a process that reads them in another encoding restarts in UTF-8 mode.

Python takes the encoding of file names from the locale.  Under `zh_CN.GBK` a file would get another key and thus
another address, and links to it would break.  Source: PEP 540.
"""

from __future__ import annotations

import locale
import os
import sys

_RESTARTED = "PRESSMARK_RESTARTED"
"""Set in the environment of a restarted process, so that it does not restart again, even with `-X utf8=0`."""


def ensure_utf8() -> None:
    """Restart this process in UTF-8 mode, without returning, if Python reads file names in another encoding.

    Return if there is nothing to do.  In the restarted process, output to a terminal is in the encoding of the locale,
    which the terminal expects.
    """
    if os.environ.pop(_RESTARTED, None) is not None:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and stream.isatty():
                stream.reconfigure(encoding=locale.getencoding())  # type: ignore[union-attr]
        return
    if sys.getfilesystemencoding().lower() in ("utf-8", "utf8"):
        return
    environment = {**os.environ, "PYTHONUTF8": "1", _RESTARTED: "1"}
    sys.stdout.flush()
    sys.stderr.flush()
    # The arguments are passed on as the same bytes.
    os.execve(sys.executable, [os.fsencode(argument) for argument in (sys.executable, *sys.orig_argv[1:])], environment)


def words(text: str) -> str:
    """The argument `text` of the command line as the user typed it, even if the terminal does not use UTF-8.

    In UTF-8 mode, Python decodes all arguments as UTF-8.  If the bytes of `text` are not UTF-8, they are decoded again
    in the encoding of the locale.
    """
    data = os.fsencode(text)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(locale.getencoding(), "replace")
    return text
