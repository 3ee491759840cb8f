"""Pages of newsletters that nobody described, and what the importer makes of them."""

from backissue.importers import Source, newsletter_html

NAVIGATION = "<nav>" + "".join(f"<a href='https://site{n}.example/'>Site {n}</a> " for n in range(9)) + "</nav>"


ITEM = "<p><b><a href='https://boat.example/{n}'>Boat number {n}</a></b></p><p>It floats, says {n}.</p>"


ITEMS = "".join(ITEM.format(n=n) for n in range(4))


def page(body, head="<title>Harbour Weekly #12</title>"):
    return Source("page.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def issue(source):
    return newsletter_html.read(source).issues[0]


def shape(source):
    return [(section.title, [item.title for item in section.items]) for section in issue(source).sections]


def doubts(source):
    return [doubt.what for doubt in newsletter_html.read(source).doubts]
