"""The step that makes one file of each script of a published site: a host is asked once, and not for each module."""

import hashlib
import json
from pathlib import Path

from setup.node import node_environment, node_program
from setup.step import ROOT, RUNTIME, Step, run

BUNDLER = Path(__file__).with_suffix(".mjs")
FOLDER = RUNTIME / "scripts"
DESCRIPTION = FOLDER / "scripts.json"
# What each is called in runtime/scripts/, and where it begins.
ENTRIES = {"page.js": "app/page/page.js", "boot.mjs": "app/boot/pyodide.mjs", "sw.js": "app/page/sw.js"}
# What other pages embed, which neither imports nor exports.
PLAIN_ENTRIES = {"embed.js": "app/page/embed.js", "titles.js": "app/page/titles.js"}
# The same for a single file, where app/boot/standalone.js and what it starts stand in PyScript's place.
SINGLE_ENTRIES = {"single_page.js": "app/page/page.js", "single_worker.js": "app/boot/standalone_worker.mjs"}
SOURCES = ("app/boot", "app/page", "runtime/idiomorph")


def sources(root: Path = ROOT) -> list[Path]:
    """Every script that may go into one of them."""
    return sorted(path for folder in SOURCES for path in (root / folder).glob("*.*js"))


def digest(root: Path = ROOT) -> str:
    """One hash over the names and contents of the sources; `backissue publish` makes the same, and takes no others."""
    whole = hashlib.sha256()
    for path in sources(root):
        whole.update(path.relative_to(root).as_posix().encode() + b"\n" + path.read_bytes() + b"\n")
    return whole.hexdigest()


def _bundle() -> str:
    DESCRIPTION.unlink(missing_ok=True)
    made_of = digest()  # what is edited meanwhile must not pass for what is in them
    remedy = "remove node_modules and run the same command again."
    kinds = (ENTRIES, PLAIN_ENTRIES, SINGLE_ENTRIES)
    jobs, plain, single = ([f"{name}={entry}" for name, entry in each.items()] for each in kinds)
    run([node_program(), str(BUNDLER), str(FOLDER), *jobs, "--plain", *plain, "--single", *single], remedy, node_environment())
    DESCRIPTION.write_text(json.dumps({"sources": made_of}) + "\n", encoding="utf-8")
    return "bundled"


STEP = Step(
    title="scripts of published sites",
    made_from=lambda: [ROOT / "package-lock.json", Path(__file__), BUNDLER, *sources()],
    makes=lambda: [DESCRIPTION, *(FOLDER / name for name in (*ENTRIES, *PLAIN_ENTRIES, *SINGLE_ENTRIES))],
    do=_bundle,
)
