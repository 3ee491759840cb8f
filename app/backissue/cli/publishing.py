"""`backissue publish`: makes a static site, or one HTML file, of an archive."""

from __future__ import annotations

import sys
from pathlib import Path

from backissue.cli.file_target import claim, write_whole
from backissue.cli.terminal import Commands, Options, add_command, counted
from backissue.errors import UnreadableSource, UnusableTarget
from backissue.publish.options import Options as SiteOptions
from backissue.publish.pages.feeds import NEWEST_EVENTS, NEWEST_ITEMS
from backissue.publish.single_file import is_single_file, single_file
from backissue.publish.site import Site, publish


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "publish",
        "make a static site, or one HTML file, of an archive",
        "The folder can be put on any static host as it is. Published again, only what has changed is written, and what an "
        "earlier publishing wrote and is gone is removed; other people's files are never touched. Beside the reader there is "
        "a page for each issue, year and publication that needs no script, feeds of the newest "
        f"{NEWEST_ITEMS} items of each publication, and a calendar of the newest {NEWEST_EVENTS} events. "
        "The single file holds everything, and opens from a disk by a double click, without a network.",
        [
            "backissue publish my-archive --out site",
            "backissue publish my-archive --out site --base-url https://example.org/archive/",
            "backissue publish my-archive --out site --publication harbour-weekly --links-only",
            "backissue serve site",
            "backissue publish my-archive --single-file my-archive.html",
        ],
    )
    parser.add_argument("archive", metavar="ARCHIVE", help="the archive's folder, or its archive.json")
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--out", metavar="DIR", help="the site's folder: empty, absent, or published before")
    target.add_argument("--single-file", metavar="FILE.html", help="the one file: absent, empty, or published before")
    parser.add_argument("--snapshot", action="store_true", help="with --single-file: twice as large, but it starts sooner")
    parser.add_argument(
        "--base-url",
        default="",
        metavar="URL",
        help="where the site will be: for the sitemap, canonical links and the page for 404",
    )
    parser.add_argument("--title", default="", help="the site's name; else the archive's")
    parser.add_argument("--theme", metavar="FILE.css", help="CSS that comes after the page's own, for its custom properties")
    parser.add_argument(
        "--publication",
        action="append",
        default=[],
        metavar="ID",
        help="only the publication of this id; may be given several times",
    )
    parser.add_argument(
        "--links-only",
        action="store_true",
        help="no summaries, intros and posts, for archives whose texts may not be republished",
    )
    parser.add_argument(
        "--no-offline", action="store_true", help="do not let browsers keep the site for reading without a network"
    )
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    """Writes the site or the file, and says what it holds."""
    _assert_fitting(options)
    asked = SiteOptions(
        base_url=options.base_url,
        title=options.title,
        theme=_read(options.theme) if options.theme else None,
        theme_name=options.theme or "",
        publications=tuple(options.publication),
        links_only=options.links_only,
        offline=not options.no_offline,
    )
    if options.single_file is not None:
        return _write_single(options, asked)
    site = publish(options.archive, options.out, asked)
    print("\n".join(_summary(options.out, site, asked)), file=sys.stderr)
    return 0


def _assert_fitting(options: Options) -> None:
    """Refuses what is said of the one target and makes sense for the other only."""
    for name, given, target, other in (
        ("--snapshot", options.snapshot and options.out is not None, "--out", "--single-file"),
        ("--base-url", options.base_url and options.single_file is not None, "--single-file", "--out"),
    ):
        if given:
            raise UnusableTarget(f"takes no {name}", where=target, expected=f"it with {other}", advice=f"leave {name} out")


def _write_single(options: Options, asked: SiteOptions) -> int:
    target = claim(
        options.single_file, is_single_file, ours="single file of Backissue", advice="name another file: nothing was changed"
    )
    made = single_file(options.archive, asked, options.snapshot)
    write_whole(target, [made.text.encode()])
    print(f"{options.single_file}: {_size(made.bytes)}, {_size(made.archive)} of them the archive", file=sys.stderr)
    return 0


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UnreadableSource(
            f"cannot be read ({error.strerror})",
            where=path,
            expected="a file of CSS",
            advice="check the path and its permissions",
        ) from None


def _summary(out: str, site: Site, asked: SiteOptions) -> list[str]:
    """What was published: a line in all, one for each sort of files, and what is not there because its address is not known."""
    lines = [f"{out}: {counted(site.files, 'file')}, {_size(site.bytes)}; {counted(site.written, 'file')} written"]
    for group in site.groups:
        lines.append(f"  {group.name:8}{group.files:>7,}{_size(group.bytes):>11}{group.written:>8,} written")
    if not asked.base_url:
        lines.append(
            "without --base-url there are no sitemap.xml, robots.txt and canonical links, "
            "and 404.html takes the site for the only one of its host"
        )
    return lines


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 100_000 else f"{count / 1e3:,.1f} kB"
