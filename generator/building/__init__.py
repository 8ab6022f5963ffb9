"""How a build is run: what lies on disk, what is due, who does the work, and what is remembered for the next build."""
