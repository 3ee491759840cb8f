"""Puts a whole archive together from its manifest and the bytes of its parts, wherever those come from."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from backissue.archive.manifest import Manifest, Part, ShardEntry
from backissue.archive.shards import read_content, read_shard
from backissue.errors import DamagedArchive
from backissue.model import Archive, Issue


def assemble(manifest: Manifest, read_part: Callable[[Part], bytes]) -> Archive:
    """Returns the archive that `manifest` describes, full posts included; `read_part` gives the bytes of each part.

    Sizes, hashes and counts are compared; whether ids contradict each other, `consistency` tells.

    Raises:
        DamagedArchive: if the bytes of a part are not those that the manifest names, or a post belongs to no item.
        NotAnArchive, InvalidValue: if a part has another shape.
    """
    issues: list[Issue] = []
    for entry in manifest.shards:
        issues += read_issues(entry, read_part)
    return Archive(manifest.title, manifest.publications, tuple(issues))


def read_issues(entry: ShardEntry, read_part: Callable[[Part], bytes]) -> list[Issue]:
    """Returns the issues of one shard, full posts included.

    Raises:
        DamagedArchive, NotAnArchive, InvalidValue: as `assemble`.
    """
    raw = read_shard(entry, read_part(entry))
    found = [Issue.from_dict(each, f"{entry.path}: issues[{place}]") for place, each in enumerate(raw)]
    posts = read_content(entry.content, read_part(entry.content)) if entry.content else {}
    issues = [_with_content(issue, posts) for issue in found]
    if posts:
        raise DamagedArchive(
            f"holds a post for {next(iter(posts))!r}, which is no item of its shard",
            where=entry.content.path if entry.content else "",
            expected="posts of its shard's items",
            advice="make the archive again",
        )
    return issues


def _with_content(issue: Issue, posts: dict[str, str]) -> Issue:
    """Gives the items of `issue` their posts, which are taken out of `posts`."""
    if not posts or not any(item.id in posts for item in issue.items()):
        return issue
    sections = tuple(
        dataclasses.replace(
            section, items=tuple(dataclasses.replace(item, content=posts.pop(item.id, "")) for item in section.items)
        )
        for section in issue.sections
    )
    return dataclasses.replace(issue, sections=sections)
