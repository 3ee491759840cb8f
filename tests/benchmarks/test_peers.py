"""Each peer is asked by the same protocol and answers what is asked: the adapters, in Node."""

import json
import subprocess

import pytest

from setup.node import node_program
from tests.benchmarks.peers import PEERS
from tests.benchmarks.peers.site import HERE

NAMES = [peer.name for peer in PEERS if "build" in peer.ways]
QUERIES = ["lantern", "harbour lan", "tid", "how", "harbour", "lanern"]


def document(number, title, summary, **more):
    """An item as `documents.js` makes it."""
    texts = dict.fromkeys(("section", "url", "date", "publication", "kind", "source", "year"), "")
    return {"id": f"shore/{number}", "title": title, "summary": summary, **texts, "author": [], "tag": [], **more}


DOCUMENTS = [
    document(1, "A lantern for the harbour", "It burns at night.", publication="shore", tag=["light"], year="2026"),
    document(2, "Ropes", "How to tie a <rope> near a lantern & a pier", publication="shore", author=["Ada"], year="2025"),
    document(3, "Harbour tides", "A table of tides", publication="sea", section="Tables", year="2026"),
]


@pytest.fixture(scope="module")
def answers():
    """What each adapter answers."""
    asked = json.dumps({"names": NAMES, "documents": DOCUMENTS, "queries": QUERIES})
    command = [node_program(), str(HERE / "ask.mjs")]
    return json.loads(subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout)


def found(answers, name, query):
    """What an adapter answers to one of the questions."""
    return answers[name]["built"][QUERIES.index(query)]


@pytest.mark.parametrize("name", NAMES)
def test_words_and_beginnings_are_found(answers, name):
    """One word finds all that hold it, the title's first; two words those that hold both, the last one as a beginning."""
    assert found(answers, name, "lantern")["ids"] == ["shore/1", "shore/2"]
    assert found(answers, name, "harbour lan")["ids"] == ["shore/1"]
    assert found(answers, name, "tid")["ids"] == ["shore/3"]


@pytest.mark.parametrize("name", NAMES)
def test_all_three_depths_agree(answers, name):
    """Ids, results, the total and the page show as many; totals are exact."""
    assert found(answers, name, "harbour")["total"] == 2
    for answer in answers[name]["built"]:
        assert len(answer["ids"]) == len(answer["hits"]) == answer["total"] == answer["counted"] == answer["plain"]


@pytest.mark.parametrize("name", NAMES)
def test_results_are_marked_and_escaped(answers, name):
    """Words of the question are marked in title and summary, and what looks like markup is text."""
    title = found(answers, name, "harbour lan")["hits"][0]["title"].lower()
    assert "<mark>lan" in title and "<mark>harbour</mark>" in title
    summary = found(answers, name, "how")["hits"][0]["summary"]
    assert "<mark>how</mark>" in summary.lower() and "<rope>" not in summary


@pytest.mark.parametrize("name", NAMES)
def test_facets_are_counted(answers, name):
    """The counts of a publication's items are those of what was found, and not of the archive."""
    counted = json.dumps(found(answers, name, "lantern")["facets"])
    assert '"shore", 2' in counted or '"shore": 2' in counted
    assert '"sea"' not in counted.replace('"sea": 0', "") and '"light"' in counted


@pytest.mark.parametrize("name", NAMES)
def test_an_index_that_was_built_ahead_answers_alike(answers, name):
    """What is stored and loaded again gives the same answers."""
    assert answers[name]["loaded"] == answers[name]["built"]


@pytest.mark.parametrize("name", NAMES)
def test_who_needs_no_documents_says_so(answers, name):
    """The archive lies beside the pages of those that need it, and of no other."""
    assert next(peer.alone for peer in PEERS if peer.name == name) == answers[name]["alone"]


@pytest.mark.parametrize("name", NAMES)
def test_who_forgives_slips_says_so(answers, name):
    """A letter left out finds nothing strictly; where a peer forgives it, the item is found."""
    assert found(answers, name, "lanern")["ids"] == []
    forgiven = answers[name]["forgiven"]
    typos = next(peer.typos for peer in PEERS if peer.name == name)
    assert (forgiven is None) == (not typos)
    if forgiven:
        assert "shore/1" in forgiven[QUERIES.index("lanern")]
