"""Reads the line in which PyCoder's Weekly says where an item is from, what it is and who sent it: `DEV.TO • Shared by NAME`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backissue.importers.facts.wording import tidy

SOURCE_LENGTH = 90
_SHARED = re.compile(r"\s*[•·|]\s*Shared by\s+(.+)$", re.IGNORECASE)
_LABEL = re.compile(r"^(?P<name>.*?\S)??\s*(?P<label>(?<!\S)[a-z]+(?: [a-z]+)?)$")
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.ASCII)
# What items are labelled with, and their kinds.
KINDS = {
    "course": "course", "podcast": "podcast", "video": "video", "sponsor": "sponsor", "sponsored": "sponsor", "event": "event",
    "project": "project", "article": "article", "release": "release", "job": "job",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """What the last line of an item says: where it is from, how it is labelled, who sent it."""

    source: str = ""
    label: str = ""
    shared_by: str = ""

    @property
    def kind(self) -> str:
        """The kind of item that the label names, or ""."""
        return KINDS.get(self.label, "")

    @property
    def tags(self) -> tuple[str, ...]:
        """The label, where it names no kind."""
        return (self.label,) if self.label and not self.kind else ()


def read_origin(text: str, sure: bool = False) -> Origin | None:
    """Returns what a source line says, or None where `text` is no source line; with `sure` it is known to be one.

    >>> read_origin("REAL PYTHON course"), read_origin("DEV.TO • Shared by A. Lee"), read_origin("It is fast.")
    (Origin(source='REAL PYTHON', label='course', shared_by=''), Origin(source='DEV.TO', label='', shared_by='A. Lee'), None)
    """
    shared = _SHARED.search(text)
    rest = text[: shared.start()] if shared else text.removeprefix("•").strip() if sure else text
    match = _LABEL.match(rest) if len(rest) <= SOURCE_LENGTH else None
    name, label = ((match["name"] or "").strip(), match["label"]) if match else (rest.strip(), "")
    if shared or sure or is_capitals(name) or (not label and _DOMAIN.fullmatch(rest)):
        if label and not is_capitals(name) and label not in KINDS:
            name, label = rest.strip(), ""
        return Origin(name, label, tidy(shared[1]) if shared else "")
    return None


def is_capitals(name: str) -> bool:
    """Says whether a name is set in capitals; a few small letters (McA'NULTY) do not matter."""
    cased = [char for char in name if char.isupper() or char.islower()]
    small = sum(char.islower() for char in cased)
    return bool(cased) and len(name) <= SOURCE_LENGTH and small * 4 <= len(cased) and not name.endswith((".", "!", "?", ":"))
