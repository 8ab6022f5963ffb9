"""The HTML of an article, as a tree and as a value: tables of elements, allowed addresses, sanitizing, and its text."""
