"""Publishing a folder on a branch of a git repository, as GitHub Pages wants it."""
