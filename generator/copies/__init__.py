"""Copies: which posts are the same article, and which of them is the best.  All functions are pure."""
