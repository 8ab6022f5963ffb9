"""Markdown to HTML, by Python-Markdown with extensions that suit what scripts and Hexo's authors write."""
