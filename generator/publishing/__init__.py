"""Publishes a folder on a branch of a git repository, as GitHub Pages expects it; knows nothing about posts."""
