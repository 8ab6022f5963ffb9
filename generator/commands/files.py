"""Creates files in the folder of a site without overwriting any."""

from __future__ import annotations

import errno
from pathlib import Path

from generator.errors import SiteError, Where


def create_file(path: Path, data: bytes) -> None:
    """Create the file `path` with the content `data`, and create missing parent folders.

    Raises SiteError file-exists if `path` exists already (nothing is overwritten), or write-failed.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(data)
    except FileExistsError:
        raise SiteError("file-exists", "is there already, and is left alone", Where(str(path))) from None
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, "")
        raise SiteError("write-failed", f"{error.strerror} ({name})", Where(str(path))) from error
