"""The import rules of the design, checked on every file: who may import whom, and what the browser never loads."""

import ast
import functools
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not (ROOT / "app" / "worker.py").exists(), reason="only the package is here, not the page")

# Part of the package -> the parts that it may import, beside itself. Importing late, inside a function, is importing too.
BASE = {"errors", "text"}
MODEL = BASE | {"model"}
INDEX = MODEL | {"query", "archive"}
SEARCH = INDEX | {"index"}
MAY_IMPORT = {
    "": set(),
    "errors": set(),
    "text": {"errors"},
    "model": BASE,
    "query": BASE,
    "archive": MODEL,
    "index": INDEX,
    "search": SEARCH,
    "reader": SEARCH | {"search"},
    "importers": MODEL | {"archive"},
    "exporters": MODEL | {"archive"},
    "publish": MODEL | {"archive", "importers", "exporters", "reader"},
    "cli": SEARCH | {"search", "importers", "exporters", "publish"},
    "__main__": {"cli"},
    "worker": MODEL | {"archive", "reader"},
    "tools": MODEL | {"reader", "importers", "exporters"},
}
# Package of the importers -> the other packages there that it may import; the formats beside these packages may import all.
IMPORTERS = {
    "facts": set(),
    "lines": {"facts"},
    "general": {"facts", "lines"},
    "plain_text": {"facts", "lines", "general"},
    "weeklies": {"facts", "lines"},
    "mails": {"facts", "lines"},
    "tables": {"facts"},
    "feeds": {"facts", "lines", "tables"},
    "bundles": {"facts"},
}
# What every one of these packages may import from beside them: what a source is, what comes of it, what is known beforehand.
BESIDE_IMPORTERS = {"source", "imported", "known"}
# Libraries that a part may use beside Python's own.
LIBRARIES = {
    "text": {"snowballstemmer"},
    "archive": {"jsonschema"},
    "reader": {"jinja2", "markupsafe"},
    "importers": {"bs4", "dateutil", "feedparser", "markdown_it"},
    "exporters": {"icalendar"},
    "publish": {"brotli", "jinja2", "markupsafe"},
    "cli": {"dask", "distributed", "rich"},
    "worker": {"js", "polyscript", "pyodide", "tools"},
    "tools": {"js", "micropip", "pyodide"},
}
ONLY_THE_WORKER = {"js", "micropip", "polyscript", "pyodide", "pyscript", "pyodide_js"}
IN_THE_WORKER = ("worker", "tools")
# What is not in a browser, or would wait there, or tells where it runs.
NOT_IN_THE_BROWSER = {
    "asyncio", "brotli", "concurrent", "fcntl", "http", "jsonschema", "multiprocessing", "platform", "rich", "select", "socket",
    "socketserver", "ssl", "subprocess", "threading", "typer",
}  # fmt: skip
CORE = ("errors", "text", "model", "query", "archive", "index", "search", "reader")
WAITING_OR_ASKING = ("time.sleep", "sys.platform", "os.uname", "platform.system")


def sources() -> dict[str, str]:
    """Every Python file under app/, by its name there without `.py`."""
    return dict(_sources())


@functools.cache
def _sources() -> dict[str, str]:
    app = ROOT / "app"
    files = [app / "worker.py", app / "tools.py", *sorted((app / "backissue").rglob("*.py"))]
    return {path.relative_to(app).as_posix().removesuffix(".py"): path.read_text(encoding="utf-8") for path in files}


def part_of(name: str) -> str:
    """The part of the package that a file or a dotted name belongs to.

    >>> part_of("backissue/text/html/tags"), part_of("backissue.model"), part_of("backissue/__init__"), part_of("worker")
    ('text', 'model', '', 'worker')
    """
    parts = re.split(r"[./]", name)
    if parts[0] != "backissue":
        return parts[0]
    return parts[1] if len(parts) > 1 and parts[1] != "__init__" else ""


def nodes_of(source: str) -> list[ast.AST]:
    """Returns every part of a file's syntax, the outer ones first."""
    return list(ast.walk(ast.parse(source)))


def dotted(node: ast.AST) -> str:
    """Returns a name with what is asked of it, as `time.sleep`, or "" for anything else."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@functools.cache
def imports_of(source: str) -> list[tuple[str, bool]]:
    """Returns each dotted name that a file imports with whether it does so late, by whatever way it can be told."""
    nodes = nodes_of(source)
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    late = {id(node) for outer in functions for node in ast.walk(outer)}
    found = []
    for node in nodes:
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call) and dotted(node.func) in ("importlib.import_module", "import_module", "__import__"):
            first = node.args[0]
            names = [str(first.value) if isinstance(first, ast.Constant) else "something unknown"]
        found += [(name, id(node) in late) for name in names]
    return found


@functools.cache
def uses_of(source: str) -> set[str]:
    """Returns each dotted name that a file reads, and `async` where it waits."""
    nodes = nodes_of(source)
    waiting = {"async" for node in nodes if isinstance(node, ast.AsyncFunctionDef | ast.Await)}
    return waiting | {dotted(node) for node in nodes if isinstance(node, ast.Attribute)}


@functools.cache
def broken_in(name: str, source: str) -> list[str]:
    """Returns a line for each rule that a file breaks by what stands in it."""
    broken = []
    part = part_of(name)
    for imported, late in imports_of(source):
        first = imported.partition(".")[0]
        target = part_of(imported) if part_of(imported) in MAY_IMPORT else ""
        if first == "backissue":
            if target != part and target not in MAY_IMPORT[part] and target:
                broken.append(f"{name} imports {imported}")
        elif part == "worker" and first == "tools" and not late:
            broken.append(f"{name} imports {imported} before it is needed")
        elif first in ONLY_THE_WORKER and part not in IN_THE_WORKER:
            broken.append(f"{name} imports {imported}, which only the worker may")
        elif first not in sys.stdlib_module_names and first not in LIBRARIES.get(part, ()) and first != "__future__":
            broken.append(f"{name} imports {imported}")
    if part in CORE:
        used = uses_of(source) | {imported for imported, _ in imports_of(source)}
        broken += [f"{name} uses {each}" for each in sorted(used.intersection((*WAITING_OR_ASKING, "async")))]
    return broken


def broken_rules(files: Mapping[str, str]) -> list[str]:
    """Returns a line for each rule that a file breaks."""
    broken = [line for name, source in files.items() for line in broken_in(name, source)]
    for name in loaded_by_the_worker(files):
        for imported, _ in imports_of(files[name]):
            if imported.partition(".")[0] in NOT_IN_THE_BROWSER:
                broken.append(f"{name}, which the browser loads, imports {imported}")
    return broken


def loaded_by_the_worker(files: Mapping[str, str]) -> set[str]:
    """Returns the files that app/worker.py loads, at once or later, however far; and all importers and exporters."""
    found: set[str] = set()
    pending = ["worker", "tools", *(name for name in files if part_of(name) in ("importers", "exporters"))]
    while pending:
        name = pending.pop()
        if name in found or name not in files:
            continue
        found.add(name)
        for imported, _ in imports_of(files[name]):
            parts = imported.split(".")
            if parts[0] == "backissue":
                paths = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
                pending += [*paths, *(f"{path}/__init__" for path in paths)]
    return found


def test_every_file_keeps_the_rules() -> None:
    """No file imports what its part may not, and the core and the reader neither wait nor ask where they run."""
    files = sources()
    assert len(files) > 50
    assert broken_rules(files) == []


def arrows_back(files: Mapping[str, str]) -> list[str]:
    """Returns a line for each module in a package of the importers that imports a format, or a package that builds on its own.

    Asking the registry itself is no such arrow: mails and feeds hold sources of other formats.
    """
    found = []
    for name, source in files.items():
        _, _, own = name.partition("backissue/importers/")
        package = own.partition("/")[0] if "/" in own else ""
        for imported, _ in imports_of(source) if package else ():
            _, _, rest = imported.partition("backissue.importers.")
            target, _, inner = rest.partition(".")
            named = bool(inner) or target in IMPORTERS
            if named and target not in {package} | IMPORTERS[package] | BESIDE_IMPORTERS:
                found.append(f"{name} imports {imported}")
    return found


def test_arrows_between_the_importers_packages_go_one_way() -> None:
    """No package of the importers imports a format, or a package that builds on it; each package has its place in the table."""
    files = sources()
    packages = {name.split("/")[2] for name in files if name.startswith("backissue/importers/") and name.count("/") > 2}
    assert packages == set(IMPORTERS)
    assert arrows_back(files) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("backissue/importers/facts/marks", "from backissue.importers.lines.flow import Line"),
        ("backissue/importers/lines/flow", "from backissue.importers.general import parts"),
        ("backissue/importers/general/parts", "from backissue.importers.newsletter_html import read"),
        ("backissue/importers/mails/kind", "def f():\n    from backissue.importers.feeds import nature"),
    ],
)
def test_an_arrow_back_is_seen(name: str, line: str) -> None:
    """A line that leads from a package to one that builds on it, or to a format, is told, wherever it stands."""
    files = sources()
    files[name] += f"\n{line}\n"
    assert len(arrows_back(files)) == 1


def test_what_the_browser_loads_is_followed() -> None:
    """The worker's files are found through imports, late ones too, and no command is among them."""
    found = loaded_by_the_worker(sources())
    assert {"worker", "backissue/reader/app", "backissue/search/ranking", "backissue/text/stems", "backissue/errors"} <= found
    assert not any(part_of(name) in ("cli", "publish", "__main__") for name in found)
    assert not any(name in found for name in ("backissue/archive/folder", "backissue/archive/schema", "backissue/archive/check"))


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("backissue/errors", "from backissue.text.dates import period", "errors imports backissue.text"),
        ("backissue/model", "import backissue.query", "model imports backissue.query"),
        ("backissue/query/lexer", "def f():\n    from backissue.model import Item", "query/lexer imports backissue.model"),
        ("backissue/archive/shards", "from backissue.index import Index", "archive/shards imports backissue.index"),
        ("backissue/index/rows", "from backissue.search import search", "index/rows imports backissue.search"),
        ("backissue/search/terms", "from backissue import reader", "search/terms imports backissue.reader"),
        ("backissue/reader/app", "def f():\n    import backissue.importers.feed", "reader/app imports backissue.importers"),
        ("backissue/importers/feed", "from backissue.reader import Reader", "importers/feed imports backissue.reader"),
        ("backissue/publish/site", "from backissue.search import search", "publish/site imports backissue.search"),
        ("backissue/text/tokens", "import js", "which only the worker may"),
        ("backissue/reader/app", "def f():\n    from pyodide.ffi import to_js", "which only the worker may"),
        ("backissue/index/store", "import typer", "index/store imports typer"),
        ("backissue/importers/feed", "import subprocess", "which the browser loads, imports subprocess"),
        ("backissue/reader/render", "def f():\n    __import__('rich')", "which the browser loads, imports rich"),
        ("backissue/archive/manifest", "import jsonschema", "which the browser loads, imports jsonschema"),
        ("backissue/text/stems", "import importlib\nimportlib.import_module(name)", "imports something unknown"),
        ("backissue/search/search", "import time\ntime.sleep(1)", "uses time.sleep"),
        ("backissue/reader/app", "import sys\nif sys.platform == 'x': pass", "uses sys.platform"),
        ("backissue/reader/app", "async def f(): pass", "uses async"),
        ("worker", "from tools import bring_tools", "before it is needed"),
        ("worker", "def f():\n    from backissue.importers import read", "worker imports backissue.importers"),
        ("tools", "from backissue.search import search", "tools imports backissue.search"),
        ("worker", "from backissue.search import search", "worker imports backissue.search"),
        ("backissue/cli/main", "from backissue.reader import Reader", "cli/main imports backissue.reader"),
    ],
)
def test_a_broken_rule_is_seen(name: str, line: str, words: str) -> None:
    """A line put into any file that breaks a rule is told, whether it imports early or late."""
    files = sources()
    files[name] += f"\n{line}\n"
    assert any(words in each for each in broken_rules(files))
