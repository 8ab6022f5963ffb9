"""What commands print and how they end: text on a terminal, summaries, JSON reports, and exit codes."""
