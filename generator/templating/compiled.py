"""Keeps compiled templates from one build to the next: compiling a template takes longer than rendering a page."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.digest import digest_bytes


class CompiledTemplates(BytecodeCache):
    """A cache in which Jinja keeps compiled templates between builds.

    Code that another version of the program compiled, or that was damaged since, counts as missing, because Python
    loads compiled code without checking it.
    """

    def __init__(self, engine: str, get: Callable[[str], bytes | None], put: Callable[[str, bytes], None]) -> None:
        """`get` returns the stored bytes of the template with a name (None if there are none), and `put` stores them.

        `engine` is the digest of everything that compiling depends on except the templates.
        """
        self._engine = engine
        self._get = get
        self._put = put

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the stored code of a template into `bucket`, which Jinja passes for it; do nothing without valid code."""
        stored = self._get(bucket.key)
        if stored is None:
            return
        seal, newline, code = stored.partition(b"\n")
        # Jinja itself compares the source and the version of Python.
        if newline and seal == self._seal(code):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the compiled code of the template that Jinja has put into `bucket`."""
        code = bucket.bytecode_to_string()
        self._put(bucket.key, self._seal(code) + b"\n" + code)

    def _seal(self, code: bytes) -> bytes:
        return digest_bytes(self._engine.encode() + code).encode()
