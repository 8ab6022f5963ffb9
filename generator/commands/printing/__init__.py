"""The output of commands: safe text for terminals, problems with their source, summaries, reports and exit codes."""
