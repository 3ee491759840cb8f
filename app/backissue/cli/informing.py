"""`backissue info`: counts what an archive holds."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from backissue.archive import folder
from backissue.cli.terminal import Commands, Options, add_command, counted, show_json
from backissue.model import Archive
from backissue.text.dates import day_of


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "info",
        "count what an archive holds",
        "Issues and items, by publication, year and kind.",
        ["backissue info my-archive", "backissue info my-archive --json"],
    )
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
        show_json(found)
        return 0
    console = Console(file=sys.stdout, highlight=False)
    span = f", {found['first']} to {found['last']}" if found["first"] else ""
    title = f"{found['title']}: " if found["title"] else ""
    console.print(Text(f"{title}{counted(found['issues'], 'issue')}, {counted(found['items'], 'item')}{span}"))
    publications = _table("publication", "id", "kind", numbers=("issues", "items"))
    for each in found["publications"]:
        texts = (Text(each[name]) for name in ("title", "id", "kind"))
        publications.add_row(*texts, f"{each['issues']:,}", f"{each['items']:,}")
    tables = [publications] if found["publications"] else []
    for name in ("years", "kinds"):
        table = _table(name[:-1], numbers=("items",))
        for value, count in found[name].items():
            table.add_row(value, f"{count:,}")
        tables += [table] if found[name] else []
    for table in tables:
        console.print()
        console.print(table)
    return 0


def _table(*names: str, numbers: tuple[str, ...]) -> Table:
    table = Table(*names, box=None, pad_edge=False, header_style="dim")
    for name in numbers:
        table.add_column(name, justify="right")
    return table
