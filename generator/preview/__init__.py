"""The preview: a server of pages as `build` writes them, built again and shown again at every change."""
