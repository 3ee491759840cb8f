"""The text of a post becomes readable HTML again: code, lists, tables, headings; nothing is made up."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.importers.lines.code_lines import LIKELY, NO, SURE, code_runs, looks_like_code
from backissue.importers.lines.prose import to_html
from backissue.text.html import plain_text, sanitise


def html(*lines):
    return to_html(lines)[0]


@pytest.mark.parametrize(
    "line",
    [
        "def tide(hour):", "class Boat(Ship):", "from quay import rope", "import os", "@cache", "return ropes[0]", "x = [1, 2]",
        "boat.anchor()", "for boat in fleet:", 'if "oar" not in boat.kit:', ">>> 1 + 1", "$ pip install boats",
        "pip install boats",
        '{"boats": [', "const x = 1;", "SELECT name FROM boats;", "git clone https://example.org/boats.git",
        "self.boats: list[Boat] = []",
        "async def row():", "public static void main(String[] args) {", "<div class=\"boat\">", "count += 1", "print(",
        "except ValueError as e:",
    ],
)  # fmt: skip
def test_lines_of_code(line):
    """A line that only code looks like is code, in several languages."""
    assert looks_like_code(line) == SURE


@pytest.mark.parametrize(
    "line",
    [
        "A boat is a hole in the water.", "If you sail, sail early.", "For example, this one:",
        "Return to the harbour before dark.",
        "What You'll Build", "While we wait (for tea) we talk.", "with the following steps:", "Import duties rose by 3 %.",
        "import duties are a pain for all of us", "I ran f(x) and it worked.", "❌ BAD:", "URL resolvers (", "Who is this for?",
        "Class is over", "class sizes went up", "from here to there", "The answer = 42, as ever, and it will stay so.",
    ],
)  # fmt: skip
def test_lines_of_prose(line):
    """A sentence is no code, though it begins or ends as code may."""
    assert looks_like_code(line) == NO


def test_comments_and_arguments_count_only_beside_code():
    """What may be either is code where code stands beside it, and prose elsewhere."""
    assert looks_like_code("# why") == looks_like_code("request,") == looks_like_code(")") == LIKELY
    assert code_runs(["# A heading, perhaps", "Then prose follows it here."]) == []
    assert code_runs(["x = 1", "# why"]) == [(0, 2)]
    assert code_runs(["boat(", "request,", '"dashboard",', ")", "Prose."]) == [(0, 4)]


def test_code_keeps_its_lines_and_its_own_indentation():
    """Code stands in one block; indentation that is there stays, none is added."""
    assert html("It says:", "def f():", "    return 1", "", "f()", "Done, I think.") == (
        "<p>It says:</p><pre>def f():\n    return 1\n\nf()</pre><p>Done, I think.</p>"
    )
    assert html("```", "any thing <at> all", "```", "After it.") == "<pre>any thing &lt;at&gt; all</pre><p>After it.</p>"


def test_lists():
    """Bullets and running numbers are lists; a lone number stands in a heading."""
    assert html("- one", "• two", "* three & more") == "<ul><li>one</li><li>two</li><li>three &amp; more</li></ul>"
    assert html("1. one", "2. two") == "<ol><li>one</li><li>two</li></ol>"
    assert html("1. The first part", "Which is quite long, as first parts are.").startswith("<h4>1. The first part</h4><p>")


def test_bullets_that_were_broken_or_glued():
    """A bullet broken at a word in code is whole again; one glued to the bullet before it is its own."""
    assert html("It has:", "boats.Apps (all of them)- URL resolvers (", "patterns) - Oars", "- Ropes", "End of it.") == (
        "<p>It has:</p><ul><li>boats.Apps (all of them)</li><li>URL resolvers (patterns)</li><li>Oars</li><li>Ropes</li></ul>"
        "<p>End of it.</p>"
    )
    assert html("- it returns our", "Boat.", "- end") == "<ul><li>it returns our Boat.</li><li>end</li></ul>"
    assert html("- term - its meaning", "- other - its own") == "<ul><li>term - its meaning</li><li>other - its own</li></ul>"


def test_tables():
    """Rows between bars are a table; the row above the rule is its head; a broken row goes on in the next line."""
    table = html("| Hour | Height |", "|---|:-:|", "| six | 2 < 3 |", "noon |", "4 |", "Below the table.")
    assert table == (
        "<table><tr><th>Hour</th><th>Height</th></tr><tr><td>six</td><td>2 &lt; 3</td></tr>"
        "<tr><td>noon</td><td>4</td></tr></table><p>Below the table.</p>"
    )
    assert html("| a | b |", "| c | d |").count("<td>") == 4


def test_listings_that_are_lost():
    """Line numbers without their code leave a mark, and are counted."""
    assert to_html(["It looks like this:", "1 2 3 |", "|", "As you see."]) == (
        "<p>It looks like this:</p><pre>…</pre><p>As you see.</p>",
        1,
    )
    assert to_html(["7 3 |"]) == ("<p>7 3 |</p>", 0)


def test_headings():
    """A short line without an end mark above something longer is a heading; a last line is not."""
    assert html("Who is this for?", "- all", "Cover Picture by A. Lee") == (
        "<h4>Who is this for?</h4><ul><li>all</li></ul><p>Cover Picture by A. Lee</p>"
    )


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=60), max_size=12)
)
def test_no_word_is_lost(lines):
    """Whatever the lines are, the HTML is clean as it stands, and letters and digits come through in their order."""
    out, lost = to_html(lines)
    assert sanitise(out) == out

    def plain(text):
        return re.sub(r"[\W_\d]+", "", text)

    if not lost:
        assert plain(plain_text(out)) == plain(" ".join(lines))
