"""Workers, ledger, store and progress: bytes and keys only, nothing here knows what a post is."""
