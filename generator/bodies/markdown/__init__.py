"""Converts Markdown to HTML, in one of two dialects, with extensions for what scripts and Hexo's authors write."""
