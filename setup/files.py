"""Which of the app's files Python in the browser gets, at once or later, and the tables of them: pyscript.toml, later.toml."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from setup.step import ROOT

APP = ROOT / "app"
CONFIG = ROOT / "pyscript.toml"
LATER = APP / "later.toml"
# What app/worker.py starts with, and what it imports only when somebody imports or exports something.
WORKER, TOOLS = "worker.py", "tools.py"
PACKAGE = "backissue"
HEADER = "[files]\n"
# Where statements hold others.
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


@functools.cache
def imported_names(source: str) -> tuple[str, ...]:
    """The dotted names that a file imports, early or late, each once; what stands under `if TYPE_CHECKING` is never run."""
    names: list[str] = []
    pending: list[ast.AST] = [ast.parse(source)]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        only_types = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        # an import is a statement, and no expression holds one
        for part in ("orelse",) if only_types else _BLOCKS:
            pending.extend(getattr(node, part, ()))
    return tuple(dict.fromkeys(names))


def _files_of(name: str, app: Path) -> Iterator[Path]:
    """The files that importing a dotted name runs: the packages on the way, and the module."""
    parts = name.split(".")
    for end in range(1, len(parts) + 1):
        place = app.joinpath(*parts[:end])
        yield from (file for file in (place / "__init__.py", place.with_suffix(".py")) if file.is_file())


def browser_files(app: Path = APP) -> list[str]:
    """The files that app/worker.py needs, named from the app's folder: all that it imports, however far, and templates."""
    return _needed(app, WORKER)


def later_files(app: Path = APP) -> list[str]:
    """The files that app/tools.py needs beside those, itself among them."""
    return sorted({TOOLS, *_needed(app, TOOLS)}.difference(browser_files(app)))


def _needed(app: Path, program: str) -> list[str]:
    needed: set[Path] = set()
    followed: set[str] = set()
    pending = [app / program]
    while pending:
        for name in imported_names(pending.pop().read_text(encoding="utf-8")):
            if name.partition(".")[0] == PACKAGE and name not in followed:
                followed.add(name)
                found = [file for file in _files_of(name, app) if file not in needed]
                needed.update(found)
                pending.extend(found)
    templates = {path for file in needed for path in file.parent.glob("templates/*.html")}
    return sorted(path.relative_to(app).as_posix() for path in needed | templates)


def table(names: list[str]) -> str:
    """The lines of the table: address, below the page = path, below the worker's working folder, which is on sys.path."""
    return "".join(f'"./app/{name}" = "./{name}"\n' for name in names)


def listed(config: str) -> list[str]:
    """The files that a configuration's text lists, in its order."""
    return re.findall(r'^"\./app/(.+)" = "\./\1"$', config, flags=re.MULTILINE)


def write_tables(config: Path = CONFIG, later: Path = LATER) -> None:
    """Writes the tables anew, and leaves what stands above them."""
    for path, names in ((config, browser_files()), (later, later_files())):
        above, _, _ = path.read_text(encoding="utf-8").partition(HEADER)
        path.write_text(above + HEADER + table(names), encoding="utf-8")
        print(f"wrote the files of {path.name}")
