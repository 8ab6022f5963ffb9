"""Runs a build: what is on disk, what has to be done, who does the work, and what is kept for the next build."""
