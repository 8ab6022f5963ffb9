"""Commands around a build."""
