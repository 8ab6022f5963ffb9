"""Turns the body of a source into HTML, whatever markup it is written in, within limits that protect the parsers."""
