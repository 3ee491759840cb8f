"""Refuses an archive that contradicts itself, before it is written and after it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from backissue.errors import DamagedArchive
from backissue.model import Archive

_ADVICE = "give each its own id, or make the archive again"


def assert_consistent(archive: Archive, where: str = "") -> None:
    """Checks that ids are there once, that items are named after their issue, and issues after a known publication.

    Raises:
        DamagedArchive: at the first contradiction; `check` lists them all.
    """
    _assert_once((publication.id for publication in archive.publications), "publications", where)
    _assert_once((issue.id for issue in archive.issues), "issues", where)
    publications = {publication.id for publication in archive.publications}
    for issue in archive.issues:
        if issue.publication not in publications:
            raise DamagedArchive(
                f"issue {issue.id!r} is of {issue.publication!r}, which is no publication of the archive",
                where=where,
                expected="one of its publications",
                advice="add the publication, or make the archive again",
            )
        _assert_once((item.id for item in issue.items()), "items", where)
        for item in issue.items():
            if not item.id.startswith(f"{issue.id}/"):
                raise DamagedArchive(
                    f"item {item.id!r} stands in issue {issue.id!r}",
                    where=where,
                    expected="an id that begins with its issue's",
                    advice="make the archive again",
                )


def _assert_once(ids: Iterable[str], what: str, where: str) -> None:
    for name, count in Counter(ids).items():
        if count > 1:
            raise DamagedArchive(f"has {count} {what} of the id {name!r}", where=where, expected="each id once", advice=_ADVICE)
