"""Pressmark: a static archive site generator for folders of Hexo-style posts."""

__version__ = "0.1.0"
