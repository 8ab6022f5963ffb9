"""The same names of files under any locale: a process that Python started with another encoding starts again in UTF-8.

Python takes the encoding of file names from the locale.  Under `zh_CN.GBK` a file would get another key, and so another
address, and links to it would lead nowhere.  Source: PEP 540.
"""

from __future__ import annotations

import locale
import os
import sys

_RESTARTED = "PRESSMARK_RESTARTED"
"""Set in the environment of a process that was started again: whoever asks Python for `-X utf8=0` gets that."""


def ensure_utf8() -> None:
    """Start this process again in UTF-8 mode if it reads file names in another encoding; then this does not return.

    A process that was started again writes to a terminal in the encoding of the locale, as the terminal expects it.
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
    # The arguments are bytes to the system, and arrive as they came.
    os.execve(sys.executable, [os.fsencode(one) for one in (sys.executable, *sys.orig_argv[1:])], environment)


def words(text: str) -> str:
    """Words that somebody typed as an argument, whose bytes are in the encoding of the locale and not of file names."""
    data = os.fsencode(text)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(locale.getencoding(), "replace")
    return text
