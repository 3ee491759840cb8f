"""Backissue: newsletters and planets as one archive that is searched and read in the browser."""

__version__ = "0.1.0"
