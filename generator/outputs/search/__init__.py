"""The search page, and the files of the search index that its script reads."""
