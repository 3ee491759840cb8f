"""The step that keeps the memory of a Python that has imported the app, which saves a page most of its start."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from setup import bytecode
from setup.files import APP, CONFIG, PACKAGE, browser_files, imported_names, listed
from setup.node import node_environment, node_program
from setup.step import LOCKS, LOG_NAME, NODE_MODULES, ROOT, RUNTIME, Failure, Step, run

MAKER = Path(__file__).with_suffix(".mjs")
MEMORY = RUNTIME / "snapshot.bin"
DESCRIPTION = RUNTIME / "snapshot.json"
# Parts of the browser, which only it has, and what the worker gets later.
OUTSIDE = ("js", "polyscript", "pyodide", "pyscript", "tools")
# What PyScript's own Python imports when a worker starts; found with tests/browser/test_snapshot.py.
OF_PYSCRIPT = ("asyncio", "base64", "html", "io", "inspect", "shutil", "typing", "tempfile", "tarfile")


def digest(files: Iterable[tuple[str, bytes]]) -> str:
    """One hash over names and contents, in their order; app/boot/snapshot.mjs and `backissue publish` make the same."""
    whole = hashlib.sha256()
    for name, data in files:
        whole.update(f"{name}\n{len(data)}\n".encode() + data)
    return whole.hexdigest()


def modules(files: dict[str, bytes], worker: str) -> list[str]:
    """What the memory holds: every module among the app's files, and whatever they and the worker's file import, or may."""
    programs = {name: data.decode() for name, data in files.items() if name.endswith(".py")}
    own = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in programs]
    imported = {name for source in (*programs.values(), worker) for name in imported_names(source)}
    return [*own, *sorted({name.partition(".")[0] for name in imported} - {PACKAGE, *OUTSIDE}), *OF_PYSCRIPT]


def _keep() -> str:
    for path in (MEMORY, DESCRIPTION):
        path.unlink(missing_ok=True)
    # Read once: what is edited meanwhile must not pass for what is in the memory.
    files = {name: (APP / name).read_bytes() for name in listed(CONFIG.read_text(encoding="utf-8"))}
    app = bytecode.zip_files("app_files.zip", files)
    names = modules(files, (APP / "worker.py").read_text(encoding="utf-8"))
    pyodide = NODE_MODULES / "pyodide" / "pyodide.mjs"
    parts = [str(part) for part in (MAKER, pyodide, bytecode.STDLIB, bytecode.PACKAGES, app, MEMORY)]
    try:
        made = json.loads(run([node_program(), *parts, *names], "start without it.", node_environment()))
    except Failure:
        DESCRIPTION.write_text("{}\n", encoding="utf-8")  # says to the page that there is none
        return f"cannot be made here, so pages start without it, and slower; why is in build/{LOG_NAME}"
    program = digest((f"app/{name}", data) for name, data in files.items())
    described = {**made, "sha256": hashlib.sha256(MEMORY.read_bytes()).hexdigest(), "program": program}
    DESCRIPTION.write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")
    return "kept"


STEP = Step(
    title="memory of the started app",
    made_from=lambda: [
        *(ROOT / "package-lock.json", LOCKS / "python.txt", CONFIG, APP / "worker.py"),
        *(Path(__file__), MAKER, MAKER.with_name("memory.py"), Path(bytecode.__file__), bytecode.COMPILER),
        *(part for name in browser_files(APP) for part in (name, APP / name)),
    ],
    makes=lambda: [MEMORY, DESCRIPTION],
    do=_keep,
)
