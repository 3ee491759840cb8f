"""On a few items with everything strange in them, the index finds what a plain scan finds, for any query that can be typed."""

from hypothesis import example, given
from hypothesis import strategies as st

from backissue.archive.shards import read_content, read_shard
from backissue.index import Index
from backissue.model import Event
from backissue.search import Request, search
from tests.agreement.plain_scan import Scan, rows_of
from tests.examples import examples
from tests.unit.search.small import RIVER, TIDES, issue, item, parts_of

TITLES = (
    "Lanterns in C++", "lantern, C", "C# and C++ lanterns", "no_std", "std::vector", "3.14.2", "pi = 3.14",
    "@jo #rust", "rust-lang", "a := b", "a -> b", "🎉🎉 party", "👩\u200d💻 code", "Łódź ﬁne", "学习C++编程", "机器 学习",
    "ガギ カ", "don’t", "Q & A", "a b c", "c b a", "",
)  # fmt: skip
ISSUES = (
    issue("1", *(item(each, TITLES[n * 7 % 22], url=f"https://example.org/{n % 9}") for n, each in enumerate(TITLES))),
    issue(
        "2",
        item("lanterned", kind="video", tags=("C++", "a b"), authors=("Ana B.", "Jo")),
        item("securing b", "a", kind="event", tags=("C",), event=Event("2026-01-01"), sponsored=True, source="C# Times"),
        item("secure", language="de", date="2026-02-03T10:00:00Z", shared_by="jo"),
        date="2026-02-03",
        section="C++ & a",
    ),
    issue("", item("post", content="<p>lantern a b C++ and more</p>"), date="2024", publication=RIVER.id, section=""),
    issue("7", item("undated a"), publication=TIDES.id, section="工具"),
)  # fmt: skip
PIECES = st.sampled_from(
    [
        "lantern", "lanterns", "lanterning", "secure", "a", "b", "c", "C", "C++", "c#", "c++*", "no_std",
        "std", "std::v*", "3.14", "@jo", "#rust", "rust*", "l*", ":=", "->", "🎉", "👩\u200d💻", "lodz", "fine",
        "学习", "学", "机器学习", "ガ", "don't", "&", "Q", '"a b"', '"c++ and"', '"Q & A"', '"c lanterns"', "title:a",
        'summary:"c b"', "content:lantern", "title:(a OR c++)", "-", "NOT", "OR", "AND", "(", ")", '"',
        "kind:video", "-kind:event", "tag:c", "tag:c++", 'tag:"C"', 'tag:"a b"', "by:b", "by:jo,ana",
        "source:c#", "section:a", 'section:"c++ a"', "section:工具", "in:harbour", "in:港湾", "lang:de",
        "lang:en,zh", "issue:2", "site:org", "site:example.org", "after:2025-02", "before:2026",
        "date:2024..2025", "date:P1M", "year:2026", "is:sponsored", "has:event", "has:content", "-has:date",
        "has:nothing", "/c.+/", "/^l|a$/", "/(/", "https://example.org/3", "sort:oldest", "name:x",
        "shared:jo",
    ]
)  # fmt: skip
QUERIES = st.one_of(st.lists(PIECES, max_size=6).map(" ".join), st.lists(PIECES, max_size=3).map("".join), st.text(max_size=20))


def loaded() -> tuple[Index, Scan]:
    """The index and the scan of the items."""
    manifest, files = parts_of(*ISSUES, cut=True)
    index = Index(manifest)
    shards, posts = [], {}
    for entry in manifest.shards:
        shards.append(read_shard(entry, files[entry.path]))
        list(index.add_shard(entry, shards[-1]))
        if entry.content:
            posts |= read_content(entry.content, files[entry.content.path])
    list(index.add_content("posts", posts))
    texts = {name: index.table.posts[index.row(name)] for name in posts}
    return index, Scan(rows_of(manifest, shards, texts), manifest.generated)


INDEX, SCAN = loaded()


@given(QUERIES, st.booleans())
@examples(500)
@example('-(c++ OR /(/) -"', False)
@example("title:(-a OR c++*) NOT NOT", True)
@example("YEAR:0001/", False)
@example("SITE:ORG/", False)
@example("site:www.example.org OR site:https://example.org/a OR site:./", False)
@example("date:/2025 after:2025..2026 before:p1y", False)
def test_index_and_scan_agree_on_anything_typed(text: str, typing: bool) -> None:
    """Whatever is typed, finished or not, the index finds what looking at every item finds."""
    answer = search(INDEX, Request(text, typing=typing, sort="newest", limit=100)).advance()
    assert [hit.item.id for hit in answer.hits] == SCAN.ids(text, typing)
    assert answer.total == len(answer.hits)
