"""The steps that byte-compile what the start imports: half of the time until Python answers is compiling otherwise.

Pyodide itself compiles, in Node, since bytecode belongs to one version of Python.
"""

import json
import sysconfig
import zipfile
from pathlib import Path

from setup.files import APP, browser_files
from setup.node import node_environment, node_program
from setup.step import BUILD, LOCKS, NODE_MODULES, ROOT, RUNTIME, VENV, Step, run

COMPILER = Path(__file__).with_suffix(".mjs")
STDLIB = RUNTIME / "stdlib_pyc.zip"
PACKAGES = RUNTIME / "packages_pyc.zip"
APP_CODE = RUNTIME / "app_pyc.bin"
PYSCRIPT_CODE = RUNTIME / "pyscript_pyc.bin"
PYSCRIPT_SOURCES = NODE_MODULES / "@pyscript" / "core" / "src" / "stdlib" / "pyscript.js"

# The library's own __init__ imports its 35 languages; the reader stems English, and each module costs time at the start.
ENGLISH_ONLY = '''"""Snowball's English stemmer; the other languages are left out here, since each costs a page some time."""


def stemmer(lang):
    if lang.lower() != "english":
        raise KeyError(f"only English is here, not {lang!r}")
    from .english_stemmer import EnglishStemmer

    return EnglishStemmer()
'''


def site_packages(venv: Path = VENV) -> Path:
    """The folder of installed packages, whichever Python made the environment."""
    found = sorted((venv / "lib").glob("python3*/site-packages"))
    return found[0] if found else Path(sysconfig.get_path("purelib", vars={"base": str(venv), "platbase": str(venv)}))


def bundle_sources(packages: Path) -> dict[str, bytes]:
    """The Python files that the start imports, by their names in the bundle; MarkupSafe without its compiled part."""
    files = {}
    for package in ("jinja2", "markupsafe"):
        for path in sorted((packages / package).glob("*.py")):
            files[f"{package}/{path.name}"] = path.read_bytes()
    for name in ("among", "basestemmer", "english_stemmer"):
        files[f"snowballstemmer/{name}.py"] = (packages / "snowballstemmer" / f"{name}.py").read_bytes()
    files["snowballstemmer/__init__.py"] = ENGLISH_ONLY.encode()
    return files


def _compile(*jobs: tuple[str, Path, Path]) -> str:
    arguments = [str(part) for job in jobs for part in job]
    remedy = "remove node_modules and runtime, and run the same command again."
    run([node_program(), str(COMPILER), str(NODE_MODULES / "pyodide" / "pyodide.mjs"), *arguments], remedy, node_environment())
    return "compiled"


def zip_files(name: str, files: dict[str, bytes]) -> Path:
    """Writes files into a zip in the build folder, for Pyodide to read."""
    BUILD.mkdir(exist_ok=True)
    with zipfile.ZipFile(BUILD / name, "w") as bundle:
        for file, data in files.items():
            bundle.writestr(file, data)
    return BUILD / name


def _compile_libraries() -> str:
    packages = zip_files("packages.zip", bundle_sources(site_packages()))
    stdlib = RUNTIME / "pyodide" / "python_stdlib.zip"
    return _compile(("/lib/python314.zip/", stdlib, STDLIB), ("/lib/packages_pyc.zip/", packages, PACKAGES))


def _app_sources() -> list[Path]:
    return [APP / name for name in browser_files() if name.endswith(".py")]


def _compile_app() -> str:
    files = {path.relative_to(APP).as_posix(): path.read_bytes() for path in _app_sources()}
    return _compile(("beside", zip_files("app.zip", files), APP_CODE))


def _pyscript_sources() -> dict[str, bytes]:
    """PyScript's own Python, which it writes into the worker at each start."""
    listed = PYSCRIPT_SOURCES.read_text(encoding="utf-8")
    modules = json.loads(listed[listed.index("{") : listed.rindex("}") + 1])["pyscript"]
    return {f"pyscript/{name}": source.encode() for name, source in modules.items()}


def _compile_pyscript() -> str:
    return _compile(("beside", zip_files("pyscript.zip", _pyscript_sources()), PYSCRIPT_CODE))


LIBRARIES = Step(
    title="byte-compiled libraries",
    made_from=lambda: [ROOT / "package-lock.json", LOCKS / "python.txt", Path(__file__), COMPILER],
    makes=lambda: [STDLIB, PACKAGES],
    do=_compile_libraries,
)
# Only faster, never needed: what is older than its source is compiled again in the browser.
APPLICATION = Step(
    title="byte-compiled app",
    made_from=lambda: [ROOT / "package-lock.json", COMPILER, *_app_sources()],
    makes=lambda: [APP_CODE],
    do=_compile_app,
)
PYSCRIPT = Step(
    title="byte-compiled PyScript",
    made_from=lambda: [ROOT / "package-lock.json", COMPILER, PYSCRIPT_SOURCES],
    makes=lambda: [PYSCRIPT_CODE],
    do=_compile_pyscript,
)
