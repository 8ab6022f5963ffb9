"""The last module that a fork server imports: it exempts all objects loaded so far from the garbage collector.

A search for reference cycles writes into every object, so each worker would get a copy of the memory that it shares
with the fork server.  Source: the documentation of `gc.freeze`.
"""

from __future__ import annotations

import gc

gc.collect()
gc.freeze()
