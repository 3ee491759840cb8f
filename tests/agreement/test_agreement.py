"""The index finds exactly what a plain scan of every item finds."""

import gzip
import json
import random
import re
from pathlib import Path

import pytest

from backissue.archive.merge import add
from backissue.archive.shards import build, read_content, read_shard
from backissue.importers import read
from backissue.importers.source import Source
from backissue.index import Index
from backissue.model import Archive
from backissue.search import Request, search
from backissue.text.tokens import tokens
from tests.agreement.plain_scan import Scan, rows_of

SCALE = Path(__file__).parents[3] / "shared" / "corpus" / "scale" / "items.jsonl.gz"
PER_KIND = 4
PAGE = 1_000_000


def loaded(archive):
    """Returns an index of `archive` and a scan of the same."""
    manifest, files = build(archive)
    index = Index(manifest)
    shards, posts = [], {}
    for entry in reversed(manifest.shards):  # rows are numbered by the manifest, in whatever order the shards come
        shards.insert(0, read_shard(entry, files[entry.path]))
        for _ in index.add_shard(entry, shards[0]):
            pass
        if entry.content:
            posts |= read_content(entry.content, files[entry.content.path])
    for _ in index.add_content("posts", posts):
        pass
    texts = {name: index.table.posts[index.row(name)] for name in posts}
    return index, Scan(rows_of(manifest, shards, texts), manifest.generated)


@pytest.fixture(scope="module")
def imported():
    """The benchmark archive as it is imported."""
    if not SCALE.exists():
        pytest.skip(f"the benchmark archive is not there: {SCALE.name}")
    return read(Source(SCALE.name, SCALE.read_bytes()))


@pytest.fixture(scope="module")
def both(imported):
    """The benchmark archive, indexed, and a plain scan of it."""
    return loaded(add(Archive(), imported.publications, imported.issues))


def test_every_row_becomes_an_item(imported):
    """All 46,820 rows become items, in their issues and sections; wrong types and foreign links are counted."""
    rows = [json.loads(line) for line in gzip.decompress(SCALE.read_bytes()).splitlines()]
    assert sum(1 for issue in imported.issues for _ in issue.items()) == len(rows) == 46_820
    assert len(imported.issues) == len({(row["newsletter"], row["issue"], row["date"]) for row in rows})
    assert [publication.id for publication in imported.publications] == [
        "this-week-in-rust", "haskell-weekly", "pycoder-s-weekly-zh", "科技爱好者周刊",
    ]  # fmt: skip
    links = sum(isinstance(row.get("links"), int) for row in rows)
    foreign = sum(bool(row["url"]) and not row["url"].startswith(("http://", "https://", "mailto:")) for row in rows)
    assert len(imported.doubts) == links + foreign


STATES = ("has:summary", "has:event", "-has:author", "is:sponsored", "has:tag")


class Drawn:
    """Draws queries of each kind from the words and values that stand in an archive."""

    def __init__(self, scan, seed):
        self.random = random.Random(seed)
        self.rows = scan.rows

    def row(self):
        return self.random.choice(self.rows)

    def words(self, count, column="summary"):
        """So many words in a row from some text."""
        while True:
            found = [word for word in tokens(self.row().texts[column]) if word.isascii()]
            if len(found) >= count:
                start = self.random.randrange(len(found) - count + 1)
                return found[start : start + count]

    def word(self):
        return self.words(1, self.random.choice(("title", "summary")))[0]

    def value(self, name):
        """A filter with a value that some item has."""
        while True:
            row = self.row()
            values = {
                "in": row.publication["id"],
                "section": row.texts["section"],
                "kind": row.item.get("kind"),
                "source": row.item.get("source"),
                "by": (row.item.get("authors") or [""])[0],
                "shared": row.item.get("shared_by"),
                "tag": (row.item.get("tags") or [""])[0],
                "site": (re.findall("//([^/:?#]+)", row.item.get("url", "")) or [""])[0].removeprefix("www.").lower(),
                "issue": row.issue.get("number"),
            }
            text = (values[name] or "").replace('"', "")
            if text and len(text) < 60:
                loose = self.random.choice(text.split())
                exact = self.random.random() < 0.6 or not re.fullmatch(r"[\w.-]+", loose)
                return f'{name}:"{text}"' if exact else f"{name}:{loose}"

    def filter(self):
        return self.value(self.random.choice(("in", "section", "kind", "source", "by", "shared", "tag", "site", "issue")))

    def date(self):
        year, month = self.random.randint(2012, 2026), self.random.randint(1, 12)
        return self.random.choice((f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{self.random.randint(1, 28):02}"))

    def dates(self):
        name = self.random.choice(("after", "before", "date", "year"))
        if name == "year":
            return f"year:{self.date()[:4]}"
        if name == "date" and self.random.random() < 0.6:
            return self.random.choice((f"date:{self.date()}..{self.date()}", "date:P3M", "date:P2W", f"date:..{self.date()}"))
        return f"{name}:{self.date()}"

    def sign(self):
        """A word with signs as it stands in some text."""
        while True:
            found = re.findall(r"[^\s()\"]*[A-Za-z0-9][-_.#@+/:']+[A-Za-z0-9+#]*", self.row().texts["summary"])
            if found:
                return self.random.choice(found)

    def signed_phrase(self):
        """Words in a row as they stand in some text, one of them with signs."""
        while True:
            found = re.findall(r"[\w.,:;']+ [\w]+[-_.#@+/:']+[\w+#]* [\w.,:;']+", self.row().texts["summary"])
            if found:
                return f'"{self.random.choice(found)}"'

    def chinese(self):
        while True:
            found = re.findall("[\u4e00-\u9fff]{1,4}", self.row().texts["summary"])
            if found:
                return self.random.choice(found)

    def query(self, kind):
        """A query of a kind."""
        word, two = self.word, " ".join(self.words(2))
        made = {
            "word": word,
            "beginning": lambda: word()[: self.random.randint(1, 5)] + "*",
            "words": lambda: two,
            "three": lambda: " ".join(self.words(3)),
            "phrase": lambda: f'"{two}"',
            "negated": lambda: f"{word()} -{word()} NOT {word()}",
            "only negated": lambda: f"-{word()} -{self.filter()}",
            "either": lambda: f"{word()} OR {word()} {word()}",
            "grouped": lambda: f"({word()} OR {self.filter()}) -({word()} {word()})",
            "field": lambda: f"{self.random.choice(('title', 'summary'))}:{word()} title:({word()} OR {word()})",
            "signs": self.sign,
            "signed phrase": self.signed_phrase,
            "signs and words": lambda: f"{self.sign()} OR ({word()} -{self.sign()})",
            "filter": self.filter,
            "two filters": lambda: f"{self.filter()} OR {self.filter()}",
            "filtered": lambda: f"{word()} {self.filter()}",
            "dates": self.dates,
            "dated": lambda: f"{word()} {self.dates()} -{self.dates()}",
            "state": lambda: f"{self.random.choice(STATES)} {word()}",
            "pattern": lambda: f"/{word()[:4]}.{{1,3}}{word()[:2]}|^{word()}/",
            "chinese": self.chinese,
            "chinese and more": lambda: f"{self.chinese()} {self.chinese()[0]} -{self.chinese()}",
            "link": lambda: self.row().item.get("url") or "https://example.org/",
            "nothing known": lambda: f"is:starred nofield:x after:never {word()}",
        }
        return made[kind]()


KINDS = (
    "word", "beginning", "words", "three", "phrase", "negated", "only negated", "either", "grouped", "field", "signs",
    "signs and words", "signed phrase", "filter", "two filters", "filtered", "dates", "dated", "state", "pattern", "chinese",
    "chinese and more", "link", "nothing known",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_index_and_scan_agree(both, kind):
    """For queries of every kind, the index finds the items that a plain scan finds, and counts them rightly."""
    index, scan = both
    drawn = Drawn(scan, f"agreement {kind}")
    for _ in range(PER_KIND):
        query = drawn.query(kind)
        expected = scan.ids(query)
        for offset in (0, drawn.random.randrange(len(expected) + 1)):
            answer = search(index, Request(query, sort="newest", offset=offset, limit=40)).advance()
            assert [hit.item.id for hit in answer.hits] == expected[offset : offset + 40], query
            assert (answer.total, answer.items) == (len(expected), len(expected)), query


def test_typing_agrees(both):
    """A word that is still being typed finds its beginning and its stem, as a plain scan of every item does."""
    index, scan = both
    drawn = Drawn(scan, "typing")
    for length in (1, 2, 3, 4, 5, 6, 8):
        query = f"{drawn.word()} {(drawn.word() + 'ingly')[:length]}"
        for text in (query, query.split()[1]):
            rows = search(index, Request(text, typing=True, limit=0)).advance()
            assert rows.total == len(scan.ids(text, typing=True)), text


def test_every_order_lists_the_same_hits(both):
    """Relevance, newest and oldest list the same items, each once, page by page as at once."""
    index, scan = both
    for query in ("monads", "running lens OR kind:podcast", "by:gamari", "zu*", "the in:haskell-weekly section:jobs"):
        expected = sorted(scan.ids(query))
        for order in ("relevance", "newest", "oldest"):
            whole = search(index, Request(query, sort=order, limit=PAGE)).advance()
            ids = [hit.item.id for hit in whole.hits]
            assert sorted(ids) == expected, (query, order)
            pages = [search(index, Request(query, sort=order, offset=at, limit=20)).advance() for at in (0, 20, 40, 60, 80)]
            assert [hit.item.id for page in pages for hit in page.hits] == ids[:100], (query, order)


def test_a_facet_counts_what_choosing_it_gives(both):
    """The count of each value is the total that choosing it alone in its field gives, whatever else is chosen."""
    index, scan = both
    drawn = Drawn(scan, "facets")
    names = {name: name for name in ("section", "kind", "source", "tag", "year")} | {"publication": "in", "author": "by"}
    requests = [
        Request(drawn.word()),
        Request(f"{drawn.word()} {drawn.value('in')}"),
        Request("", choices=(("kind", ("video", "event")), ("year", ("2019", "2020")))),
        Request(drawn.word(), choices=(("in", ("haskell-weekly",)),), folded=True),
    ]
    for request in requests:
        facets = search(index, request).advance().facets
        for name, key in names.items():
            for value in drawn.random.sample(facets[name], min(4, len(facets[name]))):
                query = re.sub(rf'\b{key}:(?:"[^"]*"|\S+)', "", request.text)
                choices = (*(pair for pair in request.choices if pair[0] != key), (key, (value.value,)))
                chosen = search(index, Request(query, choices=choices, folded=request.folded, limit=0)).advance()
                assert chosen.total == value.count, (request, name, value)


def test_folding_lists_each_link_once(both):
    """Folded, every link is listed once with the other issues that hold it, and no item is lost."""
    index, _ = both
    plain = search(index, Request("kind:event berlin", limit=PAGE)).advance()
    folded = search(index, Request("kind:event berlin", limit=PAGE, folded=True)).advance()
    assert folded.items == plain.total
    assert folded.total == len(folded.hits) < plain.total
    assert len({hit.item.url for hit in folded.hits if hit.item.url}) == sum(bool(hit.item.url) for hit in folded.hits)
    issues = {hit.issue for hit in plain.hits}
    assert {issue for hit in folded.hits for issue in (hit.issue, *hit.others)} == issues
