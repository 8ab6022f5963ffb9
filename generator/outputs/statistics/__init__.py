"""The page of statistics, its charts, and the file with the same numbers for other programs."""
