"""Jinja templates: the environment, the views they are given, the filters and the interface strings."""
