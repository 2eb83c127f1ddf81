"""Score many clips: read what is expected, find what is seen, on any number of processes, and compare."""
