"""A whole archive as the views of issues ask for it, without an index: for pages that are made once and stand by themselves."""

from __future__ import annotations

from backissue.index import IssueHead
from backissue.model import Archive, Issue
from backissue.reader.own import Own
from backissue.text.links import link_key


class Shelf:
    """All issues of an archive at their places; it is the `Holding` and the `Issues` of `issue_view` in one."""

    def __init__(self, archive: Archive) -> None:
        self.own = Own()
        self._issues = {issue.id: issue for issue in archive.issues}
        self._heads: dict[str, list[IssueHead]] = {}
        self._links: dict[str, str] = {}
        self._posts = {item.id: item.content for _, _, item in archive.items() if item.content}
        for issue in archive.issues:
            self._heads.setdefault(issue.publication, []).append(_head(issue))
            if issue.url:
                self._links.setdefault(link_key(issue.url), issue.id)

    @property
    def index(self) -> Shelf:
        """The issues: nothing is still to come."""
        return self

    def issues(self, publication: str) -> list[IssueHead]:
        """Returns the issues of a publication, newest first."""
        return self._heads.get(publication, [])

    def issue(self, issue_id: str) -> Issue | None:
        """Returns an issue with its posts."""
        return self._issues.get(issue_id)

    def issue_by_link(self, url: str) -> str:
        """Returns the id of the issue that lies at `url`, or ""."""
        return self._links.get(link_key(url), "") if url else ""

    def has_post(self, issue_id: str, item_id: str) -> bool:
        """Says whether there is a full text of an item."""
        return item_id in self._posts

    def post(self, issue_id: str, item_id: str) -> str:
        """Returns the full text of an item as it came, or ""."""
        return self._posts.get(item_id, "")


def _head(issue: Issue) -> IssueHead:
    return IssueHead(
        id=issue.id,
        publication=issue.publication,
        number=issue.number,
        title=issue.title,
        date=issue.date,
        url=issue.url,
        items=sum(1 for _ in issue.items()),
    )
