"""Compares the site as it would be built now with the site that was published before; for `check --against`."""
