"""An archive that is searched part by part gives the answer that one index of the whole gives, and that a plain scan gives."""

import random

import pytest

from backissue.archive.shards import read_shard
from backissue.archive.stretches import read_vocabulary
from backissue.index import Index
from backissue.search import Request, search
from backissue.search.prospect import Prospect
from backissue.search.survey import Need, Survey
from tests.agreement.plain_scan import Scan, rows_of
from tests.large import large_archive

ITEMS, SHARDS, HELD = 2_400, 24, 5
PAGE = 60


class Parts:
    """The archive whole, in parts of which the first holds the newest shards, and as the rows of a scan."""

    def __init__(self):
        self.manifest, files = large_archive(ITEMS, SHARDS)
        self.shards = [read_shard(entry, files[entry.path]) for entry in self.manifest.shards]
        self.whole = self.index(range(SHARDS))
        self.home = self.index(range(HELD))
        self.rest = {place: self.index([place]) for place in range(HELD, SHARDS)}
        titles = {publication.id: publication.title for publication in self.manifest.publications}
        self.prospects = {
            place: Prospect(stretch, read_vocabulary(stretch.words, files[stretch.words.path]), titles, self.manifest.generated)
            for place, stretch in enumerate(self.manifest.stretches)
        }
        self.scan = Scan(rows_of(self.manifest, self.shards, {}), self.manifest.generated)

    def index(self, places, manifest=None):
        """An index of some of the shards, with room for these or for all that `manifest` names."""
        entries = [self.manifest.shards[place] for place in places]
        index = Index(manifest or self.manifest.only(tuple(entries)))
        for place, entry in zip(places, entries, strict=True):
            for _ in index.add_shard(entry, self.shards[place]):
                pass
        return index

    def base(self, place):
        return sum(entry.items for entry in self.manifest.shards[:place])

    def ask(self, request, skipping=True):
        """The answer of all parts, or of those that can add to it; and for each place beside the held ones what it can add."""
        survey = Survey(request, self.manifest.items, 3 * (request.offset + request.limit))
        needs = {place: survey.need(self.prospects[place]) if skipping else Need.HITS for place in self.rest}
        list(survey.add(self.home, 0))
        for place, need in needs.items():
            if need is Need.NOTHING:
                survey.skip(self.manifest.shards[place].items, self.prospects[place])
        for need in (Need.HITS, Need.FACETS):
            for place, index in self.rest.items():
                if needs[place] is need:
                    list(survey.add(index, self.base(place)))
        survey.suggest(self.home)
        return survey.answer(request, True), needs


@pytest.fixture(scope="module")
def parts():
    return Parts()


class Drawn:
    """Draws queries from the words and values of the archive."""

    def __init__(self, scan, seed):
        self.random = random.Random(seed)
        self.rows = scan.rows
        holders = {}
        for row in scan.rows:
            for word in set(row.words.split()):
                holders[word] = holders.get(word, 0) + 1
        self.rare = sorted(word for word, count in holders.items() if count <= 3)

    def word(self):
        return self.random.choice(self.random.choice(self.rows).words.split())

    def phrase(self):
        while True:
            words = self.random.choice(self.rows).words.split("\n")[1].split()
            if len(words) > 2:
                start = self.random.randrange(len(words) - 1)
                return f'"{" ".join(words[start : start + 2])}"'

    def requests(self):
        word, rare = self.word, lambda: self.random.choice(self.rare)
        year = lambda: self.random.randint(2002, 2026)  # noqa: E731 -- one of many, each a line
        for text in (
            "", word(), rare(), f"{word()} {word()}", f"{word()} {rare()}", f"{rare()} OR {rare()}", f"{word()} -{word()}",
            self.phrase(), f"{rare()[:4]}*", f"{word()[:1]}*", f"title:{word()}", f"{word()} title:{rare()}", f"-{rare()}",
            f"{word()} year:{year()}", f"year:{year()}", f"after:{year()} before:{year()}", f"date:P3Y {word()}",
            f"{word()} in:daily", f"in:lantern {rare()}",
            'in:"quay-news" kind:video', f"({word()} in:daily) OR year:{year()}", "tag:c++", "by:pilot",
            f"/{word()[:3]}.{word()[:1]}/", "https://example.org/7", "https://nowhere.example/", "has:event", "zzzzz",
            "in:nobody",
            f"date:{year()}-03..{year()} {rare()}", "nonsense:x after:never", "sort:oldest kind:podcast", f"{rare()}s",
            f"{rare()}ing",
        ):  # fmt: skip
            yield Request(text, limit=PAGE)
            yield Request(text, typing=True, limit=20, facet_limit=5)
        yield Request(word(), choices=(("year", (str(year()), "2020")),), limit=PAGE)
        yield Request("", choices=(("in", ("quay-daily",)), ("kind", ("video",))), limit=PAGE)
        yield Request(word(), choices=(("tag", ("C++",)), ("by", ("nobody",))), limit=PAGE)
        yield Request(word(), sort="oldest", limit=PAGE)
        yield Request(word(), sort="newest", offset=40, limit=20)
        yield Request("bebe", offset=980, limit=PAGE)
        yield Request(f"{word()} OR {word()} OR tag:tides", sort="relevance", offset=60, limit=40)
        for order in ("", "newest", "oldest"):
            yield Request("bebe", sort=order, folded=True, limit=PAGE)
            yield Request(f"{word()} kind:video", choices=(("year", ("2010", "2020")),), sort=order, folded=True, limit=PAGE)


def listed(answer):
    return [
        (hit.row, hit.item.id, hit.score, hit.snippet, hit.marks, hit.section, hit.issue, {*hit.others}) for hit in answer.hits
    ]


def counts(answer):
    """The counts of an answer by value, however it is written."""
    return {
        name: {value.value.casefold(): value.count for value in values if value.count} for name, values in answer.facets.items()
    }


@pytest.mark.parametrize("seed", range(1))
def test_all_parts_together_answer_as_one_index(parts, seed):
    """Hits, order, scores to the last bit, marks, total, facets and notes are those of the whole, whatever is asked."""
    for request in Drawn(parts.scan, f"parts {seed}").requests():
        whole, (answer, _) = search(parts.whole, request).advance(), parts.ask(request, skipping=False)
        assert listed(answer) == listed(whole), request
        assert (answer.total, answer.items, answer.sort, answer.complete) == (whole.total, whole.items, whole.sort, True), request
        assert answer.facets == whole.facets, request
        assert answer.notes == whole.notes, request


@pytest.mark.parametrize("seed", range(1))
def test_what_is_not_looked_into_holds_nothing(parts, seed):
    """Without the shards that cannot match, total, facets and hits are the same, as a plain scan finds them."""
    for request in Drawn(parts.scan, f"skipped {seed}").requests():
        whole, (answer, _) = search(parts.whole, request).advance(), parts.ask(request)
        assert (answer.total, answer.complete) == (whole.total, True), request
        assert counts(answer) == counts(whole), request
        if answer.sort != "relevance":
            assert listed(answer) == listed(whole), request
        if not request.choices:
            assert answer.items == len(parts.scan.ids(request.text, request.typing)), request


def places(needs, least=Need.HITS):
    return [place for place, need in needs.items() if need >= least]


def test_the_order_is_that_of_the_whole(parts):
    """Also of words that are in the shards that are not looked into: what is told of these counts."""
    drawn = Drawn(parts.scan, "order")
    rare = lambda: drawn.random.choice(drawn.rare)  # noqa: E731 -- short for what stands in each line
    for request in (
        *(Request(f"{drawn.word()} {rare()}", limit=PAGE) for _ in range(12)),
        *(Request(f"({drawn.word()} OR {drawn.word()}) before:{year}", limit=PAGE) for year in (2005, 2010, 2018)),
        *(Request(f"{drawn.word()} year:{year}", limit=PAGE) for year in (2005, 2010, 2018)),
        *(Request(rare()[:4], typing=True, limit=PAGE) for _ in range(8)),
    ):
        answer, needs = parts.ask(request)
        whole = search(parts.whole, request).advance()
        assert "year" in request.text or len(places(needs, Need.FACETS)) < SHARDS - HELD, "something is spared"
        assert listed(answer) == listed(whole), request


def test_a_query_looks_only_where_it_can_find_something(parts):
    """Rare words, times and newsletters narrow the shards; a word that every year has does not."""
    drawn = Drawn(parts.scan, "narrow")
    looked = [len(places(parts.ask(Request(drawn.random.choice(drawn.rare)))[1], Need.FACETS)) for _ in range(20)]
    assert sum(looked) / len(looked) <= 4
    years = parts.ask(Request("year:2009"))[1]
    assert len(places(years)) <= 4, "items may be up to three years older than their issue"
    assert len(places(years, Need.FACETS)) == SHARDS - HELD, "the other years are counted for whoever wants to change"
    assert len(places(parts.ask(Request("date:2009"))[1], Need.FACETS)) <= 4
    for nowhere in ("in:nobody kind:video after:2025", "after:2025", "zzzz*", "before:1990", "year:1980 in:nobody"):
        assert not places(parts.ask(Request(nowhere))[1], Need.FACETS), nowhere
    assert len(places(parts.ask(Request("-zzzz"))[1])) == SHARDS - HELD
