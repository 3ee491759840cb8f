"""The step that cuts the standard library down for the single file, where each byte is in every copy that is handed on."""

from pathlib import Path

from setup import bytecode, snapshot
from setup.files import APP, CONFIG, browser_files, listed
from setup.node import node_environment, node_program
from setup.step import LOCKS, NODE_MODULES, ROOT, RUNTIME, Step, run

CUTTER = Path(__file__).with_suffix(".mjs")
INSIDE = Path(__file__).with_name("cutting_inside.py")
SMALL = RUNTIME / "stdlib_small_pyc.zip"
# What the page's Python imports beside what is named in the app: it unpacks the app, and tells what went wrong in it.
BESIDE = ("shutil", "zipfile", "linecache", "tokenize", "encodings.idna", "encodings.ascii", "encodings.latin_1", "_strptime")


def _cut() -> str:
    files = {name: (APP / name).read_bytes() for name in listed(CONFIG.read_text(encoding="utf-8"))}
    app = bytecode.zip_files("cutting.zip", files)
    names = snapshot.modules(files, (APP / "worker.py").read_text(encoding="utf-8"))
    pyodide = NODE_MODULES / "pyodide" / "pyodide.mjs"
    parts = [str(part) for part in (CUTTER, pyodide, bytecode.STDLIB, bytecode.PACKAGES, app, SMALL)]
    remedy = "remove runtime, and run the same command again."
    count = run([node_program(), *parts, *names, *BESIDE], remedy, node_environment())
    return f"{count.strip()} modules left"


STEP = Step(
    title="cut-down library of single files",
    made_from=lambda: [
        *(ROOT / "package-lock.json", LOCKS / "python.txt", CONFIG, APP / "worker.py"),
        *(Path(__file__), CUTTER, INSIDE, Path(bytecode.__file__), Path(snapshot.__file__), bytecode.COMPILER),
        *(part for name in browser_files(APP) for part in (name, APP / name)),
    ],
    makes=lambda: [SMALL],
    do=_cut,
)
