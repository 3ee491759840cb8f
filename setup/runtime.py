"""The step that copies what a browser needs of PyScript, Pyodide and idiomorph into `runtime/`."""

import shutil
from pathlib import Path

from setup.step import NODE_MODULES, ROOT, RUNTIME, Step

PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
# Parts of PyScript that it only fetches when a page uses them: editors, terminals, games, MicroPython, its package graph.
UNUSED = (
    *("codemirror", "deprecations-manager", "donkey", "index-", "mpy-", "py-editor", "py-game", "py-terminal"),
    *("pyodide_graph", "service-worker", "storage", "xterm", "zip-"),
)


def runtime_files() -> dict[str, Path]:
    """Where each file goes, below `runtime/`, and which file of the npm packages it is."""
    pyscript = NODE_MODULES / "@pyscript" / "core"
    files = {f"pyodide/{name}": NODE_MODULES / "pyodide" / name for name in PYODIDE}
    files["idiomorph/idiomorph.esm.js"] = NODE_MODULES / "idiomorph" / "dist" / "idiomorph.esm.js"
    files["pyscript/LICENSE"] = pyscript / "LICENSE"
    for chunk in sorted((pyscript / "dist").glob("*.js")):
        if not chunk.name.startswith(UNUSED):
            files[f"pyscript/{chunk.name}"] = chunk
    return files


def _copy() -> str:
    for folder in ("pyodide", "idiomorph", "pyscript"):
        shutil.rmtree(RUNTIME / folder, ignore_errors=True)
    files = runtime_files()
    for name, source in files.items():
        target = RUNTIME / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # mode and owner of the package's file are no part of a site
        target.write_bytes(source.read_bytes())
    return f"{len(files)} files copied"


STEP = Step(
    title="the browser's runtime",
    made_from=lambda: [ROOT / "package-lock.json", Path(__file__)],
    makes=lambda: [RUNTIME / name for name in (*(f"pyodide/{name}" for name in PYODIDE), "pyscript/core.js")],
    do=_copy,
)
