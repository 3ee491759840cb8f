"""Measures how the index and its answers grow with the archive; see `__main__.py`."""
