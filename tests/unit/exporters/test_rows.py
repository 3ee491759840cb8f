"""Rows: the fields that other programs find in an export, and nothing that was not said."""

import json

from backissue.exporters import FORMATS
from backissue.exporters.rows import rows
from tests.unit.archive.archives import harbour


def test_the_fields_of_a_row() -> None:
    """A row has the seven fields of items-jsonl, ids, and what else is known; its publication is told of once."""
    post, regatta, words, lanterns = rows(harbour())
    assert lanterns == {
        "publication": "harbour-weekly",
        "newsletter": "Harbour Weekly",
        "issue": "1",
        "issue_id": "harbour-weekly/1",
        "date": "2025-01-06",
        "section": "Tools",
        "id": "harbour-weekly/1/257ffa69ad",
        "title": "Lanterns in fog",
        "url": "https://example.org/lanterns",
        "summary": "Light for tiny boats.",
        "tags": ["light"],
    }
    assert (regatta["publication_url"], "publication_url" in words) == ("https://example.org", False)
    assert (post["publication_kind"], post["item_date"]) == ("planet", "2026-02-03T10:00:00Z")
    assert regatta["event"] == {"start": "2026-05-01", "end": "2026-05-02", "place": "Łódź"}
    assert (words["title"], words["untitled"]) == ("", True)


def test_a_line_is_an_object() -> None:
    """items-jsonl is the rows, one a line, whatever signs for a line's end stand in the texts."""
    lines = b"".join(FORMATS["items-jsonl"].export(harbour())).decode().removesuffix("\n").split("\n")
    assert [json.loads(line) for line in lines] == list(rows(harbour()))
