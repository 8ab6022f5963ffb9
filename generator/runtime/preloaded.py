"""The last module that a fork server imports: what is loaded by then is never searched for cycles again.

Such a search writes into every object, and workers would get copies of the memory that they share with their server.
Source: the documentation of `gc.freeze`.
"""

from __future__ import annotations

import gc

gc.collect()
gc.freeze()
