"""A preview measured from outside: from an edit to the message that loads pages again, and its cost while nobody edits.

The first figure is wall time between the end of writing a post and the websocket message, which is all that a browser
waits for.  The second is the CPU time of all processes of the server over a while without edits.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tornado.websocket import websocket_connect

from benchmarks.corpus import write_corpus
from benchmarks.processes import cpu_of, descendants, memory_of

PATIENCE_S = 600.0
SETTLE_S = 5.0
IN_A_FOLDER = 500


@contextmanager
def preview(site: Path) -> Iterator[tuple[int, str]]:
    """(process, address) of a server of the site, once it serves."""
    command = [sys.executable, "-m", "generator", "serve", str(site), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    with process.stderr as said:
        for line in said:
            if found := re.match(r"Serving (http://\S+)", line):
                break
        else:
            raise RuntimeError("the server did not start")
        # Whoever talks must be heard: a full pipe would stop the server.
        reader = subprocess.Popen(["cat"], stdin=said, stdout=subprocess.DEVNULL)
        try:
            yield process.pid, found[1]
        finally:
            process.terminate()  # what runs in the background may be deaf to Ctrl-C
            process.wait()
            reader.wait()


async def edit_and_wait(address: str, post: Path, edits: int) -> list[float]:
    """Seconds from each edit of a post to the message that loads pages again."""
    origin = "/".join(address.split("/")[:3])
    socket = await websocket_connect(f"{origin.replace('http', 'ws', 1)}/livereload")
    await socket.write_message(json.dumps({"command": "hello"}))
    await socket.write_message(json.dumps({"command": "info", "plugins": {}, "url": address}))
    found = []
    for number in range(edits):
        text = post.read_text("utf-8")
        post.write_text(f"{text}\nEdit {number}.\n", "utf-8")
        start = time.perf_counter()
        while True:
            told: Any = json.loads(await asyncio.wait_for(socket.read_message(), PATIENCE_S))
            if told["command"] == "reload" and told["path"] == "*":
                break
        found.append(time.perf_counter() - start)
        await asyncio.sleep(1.0)
    socket.close()
    return found


def idle(pid: int, seconds: float) -> tuple[float, int]:
    """(share of one core, bytes) of a process and all below it over a while."""

    def used() -> float:
        return sum(cpu_of(one) or 0.0 for one in (pid, *descendants(pid)))

    before = used()
    time.sleep(seconds)
    return (used() - before) / seconds, sum(memory_of(one) for one in (pid, *descendants(pid)))


def write_files(folder: Path, count: int) -> None:
    """Small files beside posts, a few hundred in a folder."""
    for number in range(count):
        path = folder / f"{number // IN_A_FOLDER:05d}" / f"{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def main(arguments: list[str]) -> None:
    """Print both figures for sites of the sizes that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000, help="posts of the site that is edited")
    parser.add_argument("--files", type=int, default=100_000, help="files of the site that nobody edits")
    parser.add_argument("--edits", type=int, default=6)
    parser.add_argument("--seconds", type=float, default=30.0, help="how long the idle server is watched")
    chosen = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="pressmark-bench-"))
    try:
        site = folder / "edited"
        write_corpus(site, chosen.posts, plain=True)
        post = sorted((site / "content").rglob("*.md"))[chosen.posts // 2]
        with preview(site) as (pid, address):
            first, *others = asyncio.run(edit_and_wait(address, post, chosen.edits))
            others = sorted(others)
            print(
                f"edit among {chosen.posts:,} posts to the browser: median {others[len(others) // 2]:.2f} s, ", end=""
            )
            print(f"worst {others[-1]:.2f} s, the first after the start {first:.2f} s")
        site = folder / "idle"
        write_corpus(site, 10, plain=True)
        write_files(site / "content" / "pictures", chosen.files)
        with preview(site) as (pid, _):
            time.sleep(SETTLE_S)
            share, memory_bytes = idle(pid, chosen.seconds)
            print(f"idle with {chosen.files:,} files: {100 * share:.2f} % of a core, {memory_bytes / 1e6:.0f} MB")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
