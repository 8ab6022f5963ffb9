"""HTML as a tree and as a value, and all that is known of HTML: elements, addresses, sanitizing, text."""
