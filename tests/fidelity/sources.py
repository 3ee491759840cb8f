"""The real newsletters that importers are compared on: which files hold them, and what the reference states of them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from backissue import importers
from backissue.errors import BackissueError, UnknownFormat
from backissue.importers import Source
from tests.fidelity.row import Row, found_row, stated_row

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
# The list of old issues at the end of an issue, which the reference marks, is none of the issue's items.
_LEFT_OUT = frozenset(("archive",))


@dataclass(frozen=True, slots=True)
class Measured:
    """A source that is measured: the file of the reference, and the files to import. A planet goes `by_day`."""

    name: str
    reference: str
    files: str
    by_day: bool = False


SOURCES = (
    Measured("twir", "twir", "twir/*.m*"),
    Measured("haskellweekly", "haskellweekly", "haskellweekly/*/*.markdown"),
    Measured("pycoders-zh-md", "pycoders-zh", "pycoders-zh/md/*.md"),
    Measured("pycoders-zh-html", "pycoders-zh", "pycoders-zh/html/*.html"),
    Measured("ruanyf", "ruanyf", "ruanyf/*.md"),
    Measured("python-weekly-237", "python-weekly-237", "newsletter-html/python-weekly-237.html"),
    Measured("importpython-60", "importpython-60", "newsletter-html/importpython-issue.html"),
    Measured("planetpython-rss20", "planetpython-rss20-2016-04", "newsletter-html/planetpython-rss20-2016-04.xml", by_day=True),
)


@dataclass(frozen=True, slots=True)
class Read:
    """What the importers made of the files: items, formats by number of files, files that nobody knew, and faults."""

    rows: tuple[Row, ...]
    files: int
    formats: Counter[str]
    unknown: tuple[str, ...]
    faults: tuple[str, ...]


def reference(measured: Measured) -> list[Row]:
    """Returns the rows that the reference states for a source."""
    with gzip.open(CORPUS / "expected" / f"{measured.reference}.jsonl.gz", "rt", encoding="utf-8") as lines:
        stated = [json.loads(line) for line in lines]
    return [stated_row(row, measured.by_day) for row in stated if row.get("kind") not in _LEFT_OUT]


def read(measured: Measured, only: Iterable[str] = ()) -> Read:
    """Returns what the importers understand of the files of a source; `only` keeps those that have one of these in their name."""
    wanted = tuple(only)
    paths = [path for path in sorted(CORPUS.glob(measured.files)) if not wanted or any(part in path.name for part in wanted)]
    rows: list[Row] = []
    formats: Counter[str] = Counter()
    unknown, faults = [], []
    for path in paths:
        source = Source(path.relative_to(CORPUS).as_posix(), path.read_bytes())
        try:
            imported = importers.read(source, format := importers.detect(source).NAME)
        except UnknownFormat:
            unknown.append(source.name)
            continue
        except BackissueError as error:
            faults.append(str(error))
            continue
        formats[format] += 1
        rows += [found_row(issue, part.title, item, source.name) for issue in imported.issues for part in issue.sections
                 for item in part.items]  # fmt: skip
    return Read(tuple(rows), len(paths), formats, tuple(unknown), tuple(faults))
