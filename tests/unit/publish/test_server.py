"""`backissue serve`: a plain static server, for this machine only."""

import contextlib
import gzip
import http.client
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from backissue.cli import main
from backissue.errors import UnreadableSource, UnusableTarget
from backissue.publish.server import HOST, open_server

PAGE = "<!doctype html><title>Site</title>" + "<p>Lanterns</p>" * 50


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files of many types, hidden ones, and something precious beside it."""
    parent = tmp_path_factory.mktemp("serve")
    folder = parent / "site"
    (folder / "app").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "app" / "index.html").write_text("<p>inner</p>", encoding="utf-8")
    for name in (
        "a.js",
        "a.mjs",
        "a.json",
        "a.css",
        "a.py",
        "a.toml",
        "a.wasm",
        "a.whl",
        "a.zip",
        "a.svg",
        "a.png",
        "a.unknown",
        "é ü.txt",
    ):
        (folder / name).write_bytes(b"text " * 100)
    (folder / ".hidden").write_text("secret", encoding="utf-8")
    (folder / ".git" / "config").write_text("secret", encoding="utf-8")
    (folder / "empty").mkdir()
    (parent / "secret.txt").write_text("secret", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def port(site: Path) -> Iterator[int]:
    """The port at which the folder is served."""
    with open_server(site) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def fetched(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """The status, the headers and the body of an answer; the path is sent as it is."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    with contextlib.closing(connection):
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def test_files_come_as_they_lie_there(port: int) -> None:
    """The page, a folder's page, and a name with spaces and accents are served whole."""
    assert fetched(port, "/")[2].decode() == PAGE
    assert fetched(port, "/index.html?q=x#y")[2].decode() == PAGE
    assert fetched(port, "/app/")[2] == b"<p>inner</p>"
    status, headers, _ = fetched(port, "/app?x=1")
    assert (status, headers["location"]) == (301, "/app/?x=1")
    assert fetched(port, "/%C3%A9%20%C3%BC.txt")[0] == 200


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.mjs", "text/javascript; charset=utf-8"),
        ("a.json", "application/json"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.wasm", "application/wasm"),
        ("a.svg", "image/svg+xml"),
        ("a.png", "image/png"),
        ("a.whl", "application/zip"),
        ("a.unknown", "application/octet-stream"),
    ],
)
def test_types_are_those_that_a_browser_needs(port: int, name: str, kind: str) -> None:
    """Modules, WebAssembly and data have the types without which a browser refuses them."""
    status, headers, _ = fetched(port, f"/{name}")
    assert (status, headers["content-type"], headers["x-content-type-options"]) == (200, kind, "nosniff")


def test_text_is_compressed_for_who_can_take_it(port: int) -> None:
    """What compresses well comes as gzip where that is accepted, and as it is otherwise; pictures always as they are."""
    _, plain, body = fetched(port, "/a.wasm")
    _, packed, small = fetched(port, "/a.wasm", Accept_Encoding="br, gzip")
    assert "content-encoding" not in plain
    assert packed["content-encoding"] == "gzip"
    assert gzip.decompress(small) == body
    assert int(packed["content-length"]) == len(small) < len(body)
    assert packed["vary"] == plain["vary"] == "Accept-Encoding"
    assert plain["etag"] != packed["etag"]
    assert "content-encoding" not in fetched(port, "/a.png", Accept_Encoding="gzip")[1]


def test_what_has_not_changed_is_not_sent_again(port: int, site: Path) -> None:
    """A file is sent again only after it was written again."""
    path = site / "changing.json"
    path.write_text("{}", encoding="utf-8")
    _, headers, _ = fetched(port, "/changing.json")
    status, again, body = fetched(port, "/changing.json", If_None_Match=headers["etag"])
    assert (status, again["etag"], again["vary"], body) == (304, headers["etag"], "Accept-Encoding", b"")
    path.write_text("[1]", encoding="utf-8")
    os.utime(path, ns=(1, 10**18))
    status, _, body = fetched(port, "/changing.json", If_None_Match=headers["etag"])
    assert (status, body) == (200, b"[1]")
    path.unlink()


def test_head_tells_what_get_would_send(port: int) -> None:
    """HEAD gives the same headers without the body, for what is missing, too."""
    status, headers, body = fetched(port, "/a.js", "HEAD")
    expected = fetched(port, "/a.js")[1]
    assert (status, body) == (200, b"")
    assert {name: headers[name] for name in ("content-length", "content-type", "etag")} == {
        name: expected[name] for name in ("content-length", "content-type", "etag")
    }
    assert fetched(port, "/absent", "HEAD")[0] == 404
    assert fetched(port, "/a.js", "POST")[0] == 501


@pytest.mark.parametrize(
    "path",
    [
        "/absent", "/empty/", "/../secret.txt", "/%2e%2e/secret.txt", "/app/../../secret.txt", "/..%2fsecret.txt",
        "/..%5csecret.txt", "/.hidden", "/.git/config", "/app/%2e%2e/%2e%2e/secret.txt", "/%00", "/a.js%00.html",
        "//../secret.txt", "/a.js/", "/" + "x" * 5000, "/%ff%fe", "/index.html/../../secret.txt", "/%2F%2e%2e%2Fsecret.txt",
    ],
)  # fmt: skip
def test_nothing_else_can_be_had(port: int, path: str) -> None:
    """Neither what lies outside of the folder nor what is hidden is served, however it is asked for."""
    status, _, body = fetched(port, path)
    assert status in (404, 414)
    assert b"secret" not in body.replace(b"secret.txt", b"")


def test_only_this_machine_is_served(site: Path) -> None:
    """The server listens on loopback alone."""
    with open_server(site) as server:
        assert server.server_address[0] == HOST == "127.0.0.1"


def test_a_taken_port_is_passed_over(site: Path) -> None:
    """Where the port is taken the next free one is used; where none is left, that is told."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with open_server(site, port) as server:
            assert port < server.server_port < port + 20
    with pytest.raises(UnusableTarget, match="no port from 65536 on is free; expected a free port"):
        open_server(site, 65_536)


def test_a_folder_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Serving what is no folder exits with 1 and says what was expected."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name in ("absent", "file"):
        with pytest.raises(UnreadableSource, match="is no folder; expected a folder with an index"):
            open_server(tmp_path / name)
        assert main(["serve", str(tmp_path / name)]) == 1
        assert f"{name}: is no folder" in capsys.readouterr().err
