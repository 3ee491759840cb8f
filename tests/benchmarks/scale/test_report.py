"""The tables and pictures of growth."""

from xml.etree import ElementTree

from tests.benchmarks.scale.plot import picture
from tests.benchmarks.scale.report import Run, pictures, text


def run_of(items: int, seconds: float, interpreter: str = "pyodide") -> Run:
    """A run in which everything took so long."""
    times = {"first": seconds, "whole": seconds, "at once": seconds}
    queries = [{"kind": "rare", "text": "lantern", **times}, {"kind": "1 letter", "text": "l", **{name: 9.0 for name in times}}]
    found = {"index_s": seconds, "settled_s": seconds, "loaded_bytes": items, "peak_bytes": items * 100, "queries": queries}
    return Run(interpreter, items, items * 50, found)


def test_growth_is_told_and_a_million_is_judged() -> None:
    """Slopes stand in the text, and what is asked of a million items is kept or missed; one-letter beginnings are apart."""
    said = text([run_of(10_000, 0.01), run_of(1_000_000, 0.1)])
    assert "indexing time, pyodide: 0.50" in said
    assert "a million items, first: p95 100 ms, target 50: MISSED" in said
    assert "a million items, whole: p95 100 ms, target 500: kept" in said


def test_what_failed_is_told() -> None:
    """A run that ended early says why, and the others stand."""
    said = text([run_of(1_000, 0.01), Run("pyodide", 2_000, 1, {"failed": "out of memory"})])
    assert "pyodide, 2,000 items: out of memory" in said
    assert "1,000" in said


def test_pictures_are_drawn_with_slopes_and_scales() -> None:
    """Each picture is well-formed, has its title, its units and every line with its slope."""
    for title, unit, lines in pictures([run_of(1_000, 0.02), run_of(100_000, 2.0)]):
        drawn = picture(title, unit, lines)
        words = [element.text for element in ElementTree.fromstring(drawn).iter() if element.text and element.text.strip()]
        assert {title, unit, "items", "1k", "100k"} <= set(words)
        assert all(any(str(word).startswith(f"{name}, slope ") for word in words) for name in lines)
