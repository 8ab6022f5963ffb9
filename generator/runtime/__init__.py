"""Worker processes, the ledger, the store, and reports of progress; this package knows bytes and keys, but no posts."""
