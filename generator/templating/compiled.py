"""Templates as Jinja compiled them, kept from one build for the next: compiling takes longer than a page."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from generator.digest import digest_bytes


class CompiledTemplates(BytecodeCache):
    """Compiled templates behind two functions that get and put bytes by name.

    What was compiled by another version of the program, or was damaged since, counts as missing: Python reads
    compiled code without looking whether it is any.
    """

    def __init__(self, engine: str, get: Callable[[str], bytes | None], put: Callable[[str, bytes], None]) -> None:
        """`engine` is the digest of everything but the templates that compiling depends on."""
        self._engine = engine
        self._get = get
        self._put = put

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, or leave it empty."""
        found = self._get(bucket.key)
        if found is None:
            return
        seal, newline, code = found.partition(b"\n")
        # Jinja itself compares the source and the version of Python.
        if newline and seal == self._seal(code):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what the bucket holds."""
        code = bucket.bytecode_to_string()
        self._put(bucket.key, self._seal(code) + b"\n" + code)

    def _seal(self, code: bytes) -> bytes:
        return digest_bytes(self._engine.encode() + code).encode()
