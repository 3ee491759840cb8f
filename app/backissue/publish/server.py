"""A plain static server on loopback: files as they lie there, with the right types, compressed as a usual host does."""

from __future__ import annotations

import errno
import functools
import gzip
import http.server
import os
import socketserver
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, unquote, urlsplit

from backissue.errors import UnreadableSource, UnusableTarget

HOST = "127.0.0.1"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".py": "text/x-python; charset=utf-8",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".whl": "application/zip",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
# What static hosts compress; archives of files are compressed already.
_COMPRESSED = frozenset(
    (".css", ".html", ".js", ".json", ".mjs", ".py", ".svg", ".toml", ".txt", ".wasm", ".webmanifest", ".xml")
)
_ATTEMPTS = 20


@functools.lru_cache(maxsize=256)
def _packed(path: str, stamp: tuple[int, int]) -> bytes:
    """The file compressed; `stamp` tells one state of it from the next."""
    return gzip.compress(Path(path).read_bytes(), 6, mtime=0)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # a head and a body in two packets would wait for each other's acknowledgement
    wbufsize = -1
    disable_nagle_algorithm = True
    root: ClassVar[Path]

    def do_GET(self) -> None:
        """Answers with the file."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answers as GET, without the file itself."""
        self._answer(with_body=False)

    def _answer(self, with_body: bool) -> None:
        path = self._path()
        try:
            if path and path.is_dir():
                if not urlsplit(self.path).path.endswith("/"):
                    return self._move(urlsplit(self.path).path + "/")
                path = path / "index.html"
            elif path and urlsplit(self.path).path.endswith("/"):  # a file is no folder
                path = None
            if not path or not path.is_file():
                return self.send_error(HTTPStatus.NOT_FOUND)
            self._send(path, with_body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        except PermissionError:
            self.send_error(HTTPStatus.FORBIDDEN)
        except OSError:  # such as a name that is too long to be one
            self.send_error(HTTPStatus.NOT_FOUND)

    def _move(self, place: str) -> None:
        query = urlsplit(self.path).query
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", quote(unquote(place)) + (f"?{query}" if query else ""))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _path(self) -> Path | None:
        """The file asked for, if it lies in the folder and no part of its path is hidden."""
        parts = [part for part in unquote(urlsplit(self.path).path).split("/") if part]
        if any(part.startswith(".") or "\\" in part or "\x00" in part for part in parts):
            return None
        return self.root.joinpath(*parts)

    def _send(self, path: Path, with_body: bool) -> None:
        status = path.stat()
        packs = path.suffix in _COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
        tag = f'"{status.st_mtime_ns:x}-{status.st_size:x}{"-gz" if packs else ""}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.send_header("ETag", tag)
            self.send_header("Cache-Control", "no-cache")
            self.send_header("Vary", "Accept-Encoding")
            self.end_headers()
            return
        body = _packed(str(path), (status.st_mtime_ns, status.st_size)) if packs else path.read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", _TYPES.get(path.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", formatdate(status.st_mtime, usegmt=True))
        self.send_header("ETag", tag)
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        if packs:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the browser's own tools show each request."""


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128


def open_server(folder: str | os.PathLike[str], port: int = 0) -> http.server.HTTPServer:
    """Returns a server of `folder` on loopback, at `port` or the next free one after it; 0 is any free one.

    Raises:
        UnreadableSource: if `folder` is no folder.
        UnusableTarget: if no port can be had.
    """
    root = Path(folder).resolve()
    if not root.is_dir():
        raise UnreadableSource(
            "is no folder", where=str(folder), expected="a folder with an index.html", advice="publish an archive into it first"
        )
    handler = type("_HandlerOfFolder", (_Handler,), {"root": root})
    for candidate in range(port, port + _ATTEMPTS if port else 1):
        try:
            return _Server((HOST, candidate), handler)
        except OverflowError:
            break
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
    raise UnusableTarget(f"no port from {port} on is free", expected="a free port below 65,536", advice="name one with --port")
