"""What commands print: text made safe for terminals, problems with their source, summaries, reports and exit codes."""
