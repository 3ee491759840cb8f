"""Writes the report page of a run: `bench.html`, in one file, with nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from tests.benchmarks import beside, report
from tests.benchmarks.budgets import Line
from tests.benchmarks.figures import Results
from tests.benchmarks.plots import TEMPLATES, Plot, draw
from tests.benchmarks.standing import KIND_NAMES, OUR_TITLE, TASK_NAMES, Figure, figures, sentences
from tests.benchmarks.table import table

_SEARCH = "search"


def plots(some: Sequence[Figure]) -> list[Plot]:
    """Returns the pictures that figures give: one for each question."""
    found = [Plot(each.picture, f"{each.what}, {each.unit}", _SEARCH, {each.what: each.values}) for each in some if each.picture]
    for task, name in TASK_NAMES.items():
        series = {
            each.what.removesuffix(", all"): each.values
            for each in some
            if each.question == f"query: {task}" and each.what.endswith(", all")
        }
        if series:
            # what is below a tick of the clock is drawn at it
            above = {what: {who: max(value, 0.05) for who, value in values.items()} for what, values in series.items()}
            found.append(
                Plot(f"How long does a question take: {name}?", "time in the worker, ms", _SEARCH, above, logarithmic=True)
            )
    for kind, name in KIND_NAMES.items():
        series = {
            f"within the {each.what}": each.values for each in some if each.question == f"found: {kind}" and each.unit == "%"
        }
        if series:
            found.append(Plot(f"How often is a known item found: {name}?", "items found, %", _SEARCH, series, percent=True))
    return found


def write_page(machine: Mapping[str, Any], archive: Mapping[str, Any], lines: Sequence[Line], results: Results) -> str:
    """Returns the page's HTML: where peers are ahead, the pictures, the tables, how it was measured."""
    some = figures(results)
    return TEMPLATES.get_template("bench.html").render(
        machine=machine,
        archive=archive,
        ahead=sentences(some),
        plots=[{"title": plot.title, "svg": Markup(draw(plot, OUR_TITLE))} for plot in plots(some)],
        tables=beside.tables(results) if some else [],
        budgets=table(lines),
        methods=[beside.METHOD, report.METHOD],
        failures=results.failures,
    )
