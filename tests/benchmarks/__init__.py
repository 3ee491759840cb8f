"""Measures the reader beside MiniSearch; see `__main__.py`."""
