"""Marks in texts: the fast way and the plain way through tokens find the same places."""

from hypothesis import given, settings
from hypothesis import strategies as st

from backissue.query import Phrase, Word
from backissue.search.highlight import Highlighter
from backissue.search.terms import term_of
from backissue.text.tokens import spans

PIECES = st.sampled_from(
    [
        "a", "b", "ab", "abc", "机", "器", "机器", "rust", "Rust’s", "naïve", "½", "C", "x_y", "한", "カ", "ﬁ", "ß", " ", "-",
        "_", "，", "1", "é",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=30), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join))


class NoIndex:
    """An index that knows no other words than the one typed."""

    def forms(self, word):
        return ()


def places_by_tokens(term, text):
    """Where the tokens of `term` stand in a row in `text`, overlapping places made one."""
    found = list(spans(text))
    joined = []
    for at in range(len(found) - len(term.tokens) + 1):
        run = found[at : at + len(term.tokens)]
        *firsts, last = [token for token, _, _ in run]
        if firsts == list(term.tokens[:-1]) and (last == term.tokens[-1] or (term.open and last.startswith(term.tokens[-1]))):
            start, end = run[0][1], run[-1][2]
            if joined and start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
    return joined


@given(TEXTS, TEXTS, st.booleans(), st.booleans())
@settings(max_examples=500)
def test_every_text_is_marked_as_its_tokens_say(text, query, typing, phrase):
    """Whatever the script and the signs, a text is marked just where its tokens are those of the query."""
    term = term_of(Phrase(query) if phrase else Word(query, typing=typing))
    if term.tokens and not term.literals:
        assert Highlighter(NoIndex(), [term]).places("title", text) == places_by_tokens(term, text)
