"""Readers of a result: the verdict in the terminal, the JSON file."""
