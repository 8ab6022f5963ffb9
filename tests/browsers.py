"""How tests start Chromium: alone with this machine, and without what it does for itself."""

from __future__ import annotations

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
