"""The reader: an event and a state go in, a new state and patches of HTML come out.

It is written as a web app is, with the page's worker as its server: it never waits, never asks where it runs, and gets
its clock, its stop function and all bytes from the edge.
"""

from backissue.reader.app import Reader
from backissue.reader.prerender import fill_page, opened, prerender
from backissue.reader.workbench import Tools

__all__ = ["Reader", "Tools", "fill_page", "opened", "prerender"]
