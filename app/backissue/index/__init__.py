"""The index of an archive: columns and facets in Python, full text in SQLite, both in memory."""

from backissue.index.index import Index
from backissue.index.rows import Rows
from backissue.index.stock import IssueHead

__all__ = ["Index", "IssueHead", "Rows"]
