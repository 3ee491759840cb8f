"""What is copied into runtime/: whole, and no more than a page needs."""

import re

from setup.runtime import runtime_files


def test_no_copied_script_misses_another() -> None:
    """Every script that a copied script of PyScript imports at once is copied too."""
    files = {name: source for name, source in runtime_files().items() if name.startswith("pyscript/") and name.endswith(".js")}
    assert "pyscript/core.js" in files
    for name, source in files.items():
        for imported in re.findall(r'\bfrom ?"\./([^"]+)"', source.read_text(encoding="utf-8")):
            assert f"pyscript/{imported}" in files, f"{name} imports {imported}"


def test_no_editors_and_games() -> None:
    """What PyScript only fetches for other kinds of page stays out."""
    assert not [name for name in runtime_files() if re.search("codemirror|xterm|editor|game|mpy|\\.map$", name)]
