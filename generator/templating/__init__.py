"""Jinja templates: the environment, the views whose values they print, the filters and the texts of the interface."""
