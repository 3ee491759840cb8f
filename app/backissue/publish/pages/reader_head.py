"""What the reader's own page tells others of the archive that it was published with."""

from __future__ import annotations

from backissue.model import Archive
from backissue.publish.options import Options
from backissue.publish.pages.frame import DESCRIPTION_CHARS, Frame, Page, shortened
from backissue.publish.pages.names import INDEX, PageNames
from backissue.publish.pages.rendering import render_page


def reader_head(archive: Archive, options: Options) -> str:
    """Returns elements for the head of `index.html`: its address, what it is called, and a feed of each publication."""
    frame = Frame(archive, options, PageNames(archive), (), "")
    titles = ", ".join(publication.title for publication in archive.publications)
    description = shortened(f"Search inside the back issues of {titles}", DESCRIPTION_CHARS) if titles else ""
    return render_page(
        "reader_head",
        page=Page(INDEX, frame.title, ""),
        site=frame.title,
        description=description,
        canonical=frame.absolute(INDEX),
        feeds=[feed for publication in archive.publications for feed in frame.feeds(publication, "")[:1]] + frame.calendars(""),
    )
