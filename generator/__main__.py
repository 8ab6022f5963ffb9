"""`python -m generator` is the command `pressmark`."""

from __future__ import annotations

from generator.cli import main

# Worker processes import this module again under another name.
if __name__ == "__main__":
    main()
