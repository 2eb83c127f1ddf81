"""Scripts for those who work on formcheck."""
