"""`backissue info`: counts what an archive holds."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table

from backissue.archive import folder
from backissue.cli.terminal import Commands, Options
from backissue.model import Archive
from backissue.text.dates import day_of


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("info", help="count what an archive holds")
    parser.add_argument("archive", metavar="ARCHIVE", help="the archive's folder, or its archive.json")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def counts(archive: Archive) -> dict[str, Any]:
    """Returns the numbers of issues and items in all, and by publication, year and kind."""
    issues = Counter(issue.publication for issue in archive.issues)
    items: Counter[str] = Counter()
    years: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for issue, _, item in archive.items():
        items[issue.publication] += 1
        date = item.date or issue.date
        years[day_of(date)[:4] if date else "undated"] += 1
        kinds[item.kind or "none"] += 1
    dates = sorted(day_of(issue.date) for issue in archive.issues if issue.date)
    return {
        "title": archive.title,
        "issues": len(archive.issues),
        "items": sum(items.values()),
        "first": dates[0] if dates else "",
        "last": dates[-1] if dates else "",
        "publications": [
            {"id": each.id, "title": each.title, "kind": each.kind, "issues": issues[each.id], "items": items[each.id]}
            for each in archive.publications
        ],
        "years": dict(sorted(years.items(), reverse=True)),
        "kinds": dict(kinds.most_common()),
    }


def run(options: Options) -> int:
    """Prints the counts as tables or as JSON."""
    found = counts(folder.read(options.archive))
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    console = Console(file=sys.stdout, highlight=False)
    span = f", {found['first']} to {found['last']}" if found["first"] else ""
    console.print(f"{found['issues']:,} issues, {found['items']:,} items{span}")
    publications = Table("publication", "id", "kind", "issues", "items", box=None)
    for each in found["publications"]:
        publications.add_row(each["title"], each["id"], each["kind"], f"{each['issues']:,}", f"{each['items']:,}")
    console.print(publications)
    for name in ("years", "kinds"):
        table = Table(name[:-1], "items", box=None)
        for value, count in found[name].items():
            table.add_row(value, f"{count:,}")
        console.print(table)
    return 0
