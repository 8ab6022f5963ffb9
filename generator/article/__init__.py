"""Article HTML as a tree and as a value: tables of elements, the URL policy, sanitizing, and text extraction."""
