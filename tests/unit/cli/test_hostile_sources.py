"""A folder of what was made to break an import: each file is told by name, and the good one beside them is imported."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from backissue.cli import main
from tests.unit.cli.test_importing import rows

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
_MAIL = (
    "From: weekly@example.org\nTo: jo@example.org\nDate: Mon, 1 Jun 2026 10:00:00 +0000\nSubject: Harbour Weekly 7\n"
    "List-Id: <w.example.org>\n"
)


def bomb(levels: int) -> bytes:
    """A zip file of some hundred megabytes of zeros, within another."""
    data = bytes(50_000_000)
    for _ in range(levels):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
            for number in range(4):
                file.writestr(f"{number}.zip", data)
        data = packed.getvalue()
    return data


def nested_mail(depth: int) -> bytes:
    """A mail whose parts lie in each other."""
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return (_MAIL + parts + "Content-Type: text/plain\n\nx\n").encode()


def made() -> dict[str, bytes]:
    """Each file by its name."""
    feed = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "{"ha" * 100}">{_LAUGHS}]><rss><channel>&l11;</channel></rss>'
    cut = _MAIL + 'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/html; charset='
    return {
        "bomb.zip": bomb(2),
        "entities.xml": feed.encode(),
        "deep.html": b"<html><body>" + b"<div>" * 100_000 + b"x",
        "deep.md": b"# x\n\n" + b"> " * 20_000 + b"x\n\n" + b"\n".join(b" " * n + b"- a" for n in range(1_500)),
        "deep.json": b"[" * 500_000,
        "deep.eml": nested_mail(3_000),
        "cut.eml": cut.encode(),
        "charset.eml": (_MAIL + "Content-Type: text/plain; charset=no-such\n\n").encode() + bytes(range(128, 256)) * 9,
        "cut.mbox": b"From jo@example.org Mon Jun  1 10:00:00 2026\n" + _MAIL.encode()[:60],
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        "cut.jsonl.gz": b"\x1f\x8b\x08\x00\x00\x00",
        "empty.md": b"",
        "one-line.html": b"<p>" + b"<a href=https://example.org/>x</a> " * 10_000,
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all of them, and with a good one."""
    path = tmp_path_factory.mktemp("hostile")
    for name, data in made().items():
        (path / name).write_bytes(data)
    rows(path / "good.jsonl", {})
    return path


def test_each_is_told_and_the_good_one_is_imported(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bombs, endless nesting, wrong charsets and cut-off files end nothing: each is read, left out or an error, by name."""
    assert main(["import", str(folder), "--into", str(tmp_path / "archive"), "--json", "--jobs", "1"]) == 0
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    report = json.loads(out)
    told = [file["name"] for file in report["files"] if file["sources"]]
    told += [each["name"] for each in report["omitted"]] + [each["where"] for each in report["errors"]]
    assert [name for name in sorted(path.name for path in folder.iterdir()) if not any(name in each for each in told)] == []
    assert any(file["name"].endswith("good.jsonl") and file["items"] == 1 for file in report["files"])


@pytest.mark.parametrize("name", ["bomb.zip", "picture.png", "cut.jsonl.gz", "empty.md"])
def test_one_that_was_named_is_refused(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """What cannot be read and was asked for by name is an error, and makes no archive."""
    assert main(["import", str(folder / name), "--into", str(tmp_path / "archive")]) == 1
    out, err = capsys.readouterr()
    assert (out, name in err, "Traceback" in err) == ("", True, False)
    assert not (tmp_path / "archive").exists()
