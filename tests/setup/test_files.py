"""The tables of Python files for the browser: what the worker imports, at once or later, all of it and nothing else."""

from pathlib import Path

from setup.files import CONFIG, LATER, browser_files, imported_names, later_files, listed, table, write_tables


def test_the_table_is_up_to_date() -> None:
    """Each table lists just the files that the browser needs; `python3 setup --files` writes them anew."""
    assert listed(CONFIG.read_text(encoding="utf-8")) == browser_files()
    assert listed(LATER.read_text(encoding="utf-8")) == later_files()


def test_importing_and_exporting_cost_the_start_nothing() -> None:
    """Importers and exporters come later, and nothing comes twice."""
    late = ("backissue/importers/", "backissue/exporters/")
    assert not [name for name in browser_files() if name.startswith(late)]
    assert {"tools.py", "backissue/importers/__init__.py", "backissue/exporters/__init__.py"} <= set(later_files())
    assert not set(later_files()) & set(browser_files())


def test_nothing_of_cpython_goes_to_the_browser() -> None:
    """Commands, publishing and what writes to a disk are not fetched by a page."""
    names = browser_files() + later_files()
    assert "backissue/reader/__init__.py" in names
    assert not [name for name in names if name.startswith(("backissue/cli", "backissue/publish", "backissue/archive/folder"))]


def test_imports_are_followed(tmp_path: Path) -> None:
    """Early, late and indirect imports are followed with their packages and templates; what only types need is not."""
    files = {
        "worker.py": "import json\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import backissue.shape\n"
        "def handle():\n    from backissue.shop.till import ring\n",
        "backissue/__init__.py": "",
        "backissue/shape.py": "",
        "backissue/alone.py": "",
        "backissue/shop/__init__.py": "",
        "backissue/shop/till.py": "from backissue import coin\n",
        "backissue/shop/templates/bill.html": "<p>",
        "backissue/coin.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert browser_files(tmp_path) == [
        "backissue/__init__.py",
        "backissue/coin.py",
        "backissue/shop/__init__.py",
        "backissue/shop/templates/bill.html",
        "backissue/shop/till.py",
    ]


def test_imported_names() -> None:
    """Every form of import is seen."""
    assert set(imported_names("import a.b, c\nfrom d import e as f\nfrom . import g\n")) == {"a.b", "c", "d", "d.e"}


def test_imports_are_found_wherever_a_statement_may_stand() -> None:
    """In classes, conditions, loops, attempts with all their parts, and cases; what only types need is none."""
    source = """
class A:
    async def b(self):
        with c:
            import d
try:
    import e
except F:
    import g
else:
    import h
finally:
    import i
while j:
    for k in l:
        import m
match n:
    case o:
        import p
if TYPE_CHECKING:
    import q
else:
    import r
"""
    assert sorted(imported_names(source)) == ["d", "e", "g", "h", "i", "m", "p", "r"]


def test_writing_keeps_what_stands_above(tmp_path: Path) -> None:
    """Only the tables are written anew."""
    config, later = tmp_path / "pyscript.toml", tmp_path / "later.toml"
    config.write_text('# mine\ninterpreter = "x"\n\n[files]\n"./app/old.py" = "./old.py"\n')
    later.write_text("# also mine\n[files]\n")
    write_tables(config, later)
    above, _, below = config.read_text().partition("[files]\n")
    assert above == '# mine\ninterpreter = "x"\n\n'
    assert below == table(browser_files())
    assert later.read_text() == "# also mine\n[files]\n" + table(later_files())
