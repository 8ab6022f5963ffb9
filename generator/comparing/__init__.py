"""Comparing the site as it would be built now with one that was published before."""
