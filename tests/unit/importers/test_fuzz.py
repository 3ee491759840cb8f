"""Hostile and broken sources: whatever is fed to an importer, it ends soon, with a result or with our own error."""

import pathlib
import random
import time

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from backissue import importers
from backissue.errors import BackissueError
from backissue.importers import FORMATS, Imported, Source
from backissue.model import Archive
from tests.examples import examples

SAMPLES = pathlib.Path(__file__).parents[2] / "samples"
BYTES = {name: [path.read_bytes() for path in sorted((SAMPLES / name).glob("*")) if path.suffix != ".json"] for name in FORMATS}
NAMES = [name for name in FORMATS if BYTES[name]]
SECONDS = 20  # for what takes well below one; a quadratic step would take minutes
REPEATED_SECONDS = 5  # for a tenth of one
PIECES = [
    *(b"<", b">", b"<a href=", b'"', b"<!--", b"-->", b"<![CDATA[", b"<![x[", b"]]>", b"&#", b"&lt;", b"<h6>", b"</h5>", b"<br>"),
    *(b"<script>", b"</td>", b"<em><a href=''>", b"\n", b"\r", b"\x00", b"\x1b", b"\xe2\x80\xa8", b"\xff", b"\xed\xa0\x80"),
    *(b"\n- ", b" | ", b"|---|", b"\n1 2 3 |\n|\n", b"\n16 Jun 2026 7:30pm GMT\n", b"\n16 Jun 2026\n", b"31 Feb 2026"),
    *(b"June 99, 2026", b"December 31, 9999 to January 1, 2026", b"0001-01-01", b"#739 - JUNE 16, 2026\n", b"Issue #99999999999"),
    *(b"REAL PYTHON course\n", b"Events\n", b"Articles & Tutorials\n", b"\xe2\x80\xa2 Shared by ", b"##### **Section**\n"),
    *(b"###### [x](javascript:alert(1))\n", b"[" * 30, b"(" * 30, b'{"title": 1e999}\n', b'{"url": []}\n', b"[[[[", b"\\ud800"),
    *(b"http://[::1", b"https://example.org:99999/", b"x" * 5000, b"<pubDate>Wed, 32 Foo 2025 25:61:61 +9999</pubDate>"),
]
# So many that one step for each pair of them takes seconds, and deeper than Python calls.
TIMES = 1_500
REPEATED = [b"<a ", b"<!--", b"<![CDATA[", b"<div>", b"<p><em><a href='", b"[", b"x ", b"- a\n", b"f(\n", b"# a\n", b"| a\n"]


def understood(source: Source, name: str) -> Imported | None:
    try:
        imported = importers.read(source, format=name)
    except BackissueError as error:
        assert source.name in str(error)
        return None
    for _, _, item in Archive(issues=imported.issues).items():
        assert item.title and "<script" not in item.content
        assert item.url.startswith(("http://", "https://", "mailto:")) or not item.url
    return imported


@pytest.mark.parametrize("name", NAMES)
@examples(20, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes(name, data):
    """Any bytes at all give a result or an error that names the source."""
    understood(Source("fuzz.bin", data), name)


@pytest.mark.parametrize("name", NAMES)
@examples(20, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_mutated_samples(name, data):
    """A good source with pieces cut out, doubled and put in between gives a result or an error that names it."""
    sample = bytearray(data.draw(st.sampled_from(BYTES[name])))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(sample)))
        end = min(len(sample), start + data.draw(st.integers(0, 200)))
        sample[start:end] = data.draw(st.sampled_from([*PIECES, b"", bytes(sample[start:end] * 2)]))
    understood(Source("fuzz.bin", bytes(sample)), name)


@pytest.mark.parametrize("name", NAMES)
def test_samples_cut_off_anywhere(name):
    """A source that is cut off at any place gives a result or an error that names it."""
    dice = random.Random(7)
    for sample in BYTES[name]:
        for _ in range(8):
            understood(Source("cut.bin", sample[: dice.randrange(len(sample))]), name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("piece", REPEATED)
def test_long_lines_and_deep_nesting(name, piece):
    """A piece repeated very often after the beginning of a good source is passed in seconds."""
    started = time.process_time()
    understood(Source("long.bin", BYTES[name][0][:600] + piece * TIMES), name)
    assert time.process_time() - started < REPEATED_SECONDS


@pytest.mark.parametrize("name", ["items-jsonl", "planet-text", "python-weekly-beehiiv"])
def test_a_line_of_five_megabytes(name):
    """A line of five million characters, within a good source, is passed in seconds."""
    started = time.process_time()
    sample = BYTES[name][0]
    middle = sample.find(b"\n", len(sample) // 2)
    understood(Source("line.bin", sample[:middle] + b"word " * 1_000_000 + sample[middle:]), name)
    assert time.process_time() - started < SECONDS
