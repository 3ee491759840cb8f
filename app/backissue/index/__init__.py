"""The index of an archive: columns and facets in Python, full text in SQLite, both in memory."""

from backissue.index.index import Index, IssueHead
from backissue.index.rows import Rows

__all__ = ["Index", "IssueHead", "Rows"]
