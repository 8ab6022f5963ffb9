"""Chromium as tests and `scripts/pictures.py` start it: without its own network requests and background work."""

from __future__ import annotations

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
"""The names under which systems install it, the preferred one first."""

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
