"""On a few items with everything strange in them, parts that are searched one by one answer as one index, whatever is typed."""

from hypothesis import given
from hypothesis import strategies as st

from backissue.archive import shards, stretches
from backissue.archive.merge import add
from backissue.archive.shards import read_content, read_shard
from backissue.archive.stretches import read_vocabulary
from backissue.index import Index
from backissue.model import Archive
from backissue.search import Request, search
from backissue.search.prospect import Prospect
from backissue.search.survey import Need, Survey
from tests.agreement.test_small import ISSUES, QUERIES
from tests.examples import examples
from tests.unit.search.small import ALL


def cut() -> tuple[Index, list[tuple[Index, int, Prospect]]]:
    """One index of all, and an index of each shard with how many items stand before it and what is told of it."""
    before = shards.SHARD_BYTES, stretches.LARGE_BYTES, stretches.STRETCH_BYTES
    shards.SHARD_BYTES = stretches.LARGE_BYTES = stretches.STRETCH_BYTES = 1
    try:
        manifest, files = shards.build(add(Archive(), ALL, ISSUES))
    finally:
        shards.SHARD_BYTES, stretches.LARGE_BYTES, stretches.STRETCH_BYTES = before
    whole, parts, base = Index(manifest), [], 0
    titles = {publication.id: publication.title for publication in manifest.publications}
    for entry, stretch in zip(manifest.shards, manifest.stretches, strict=True):
        part = Index(manifest.only((entry,)))
        for index in (whole, part):
            list(index.add_shard(entry, read_shard(entry, files[entry.path])))
            if entry.content:
                list(index.add_content(entry.content.path, read_content(entry.content, files[entry.content.path])))
        vocabulary = read_vocabulary(stretch.words, files[stretch.words.path])
        parts.append((part, base, Prospect(stretch, vocabulary, titles, manifest.generated)))
        base += entry.items
    return whole, parts


WHOLE, PARTS = cut()
SORTS = st.sampled_from(["", "newest", "oldest", "relevance"])


@given(QUERIES, st.booleans(), SORTS, st.booleans(), st.booleans())
@examples(300)
def test_parts_answer_as_the_whole(text: str, typing: bool, sort: str, folded: bool, skipping: bool) -> None:
    """The same hits with the same marks in the same order, whether parts that cannot match are looked into or not."""
    request = Request(text, typing=typing, sort=sort, folded=folded, limit=100)
    survey = Survey(request, WHOLE.manifest.items, request.offset + request.limit)
    needs = [survey.need(prospect) if skipping else Need.HITS for _, _, prospect in PARTS]
    for need in (Need.HITS, Need.FACETS):
        for (index, base, _), needed in zip(PARTS, needs, strict=True):
            if needed is need:
                list(survey.add(index, base))
    answer, expected = survey.answer(request, True), search(WHOLE, request).advance()
    assert (answer.total, answer.items) == (expected.total, expected.items)
    marked, right = (
        [(hit.row, hit.item, hit.issue, hit.snippet, hit.marks, {*hit.others}) for hit in each.hits]
        for each in (answer, expected)
    )
    # how rare a word is, is told by the parts that were looked into
    ranked = skipping and answer.sort == "relevance"
    assert sorted(marked, key=lambda hit: hit[0]) == sorted(right, key=lambda hit: hit[0]) if ranked else marked == right
    if not skipping:
        assert [hit.score for hit in answer.hits] == [hit.score for hit in expected.hits]
        assert answer.facets == expected.facets
