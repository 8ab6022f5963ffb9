"""Workers, ledger, store and progress: this package handles bytes and keys only, never posts."""
