"""Drives Firefox and WebKitGTK by what they bring themselves: Marionette, and Debian's WebKitWebDriver.

Both speak WebDriver's commands, the one over a socket and the other over HTTP; neither needs a package of Python's, nor a
program that Debian does not have (geckodriver).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Protocol

STARTS_SECONDS = 60
WAITS_SECONDS = 90
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # WebDriver's name for a reference to an element
# No traffic of its own, and no pages of its own.
FIREFOX_PREFERENCES = {
    "marionette.port": 0,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}


class Absent(Exception):
    """The browser is not on this machine, and why."""


class Wire(Protocol):
    """How commands reach a browser."""

    def send(self, command: str, **given: Any) -> Any:
        """Returns what the browser answers to a command of `Engine`."""


class Engine:
    """A browser of one engine with one page."""

    def __init__(self, wire: Wire, stop: list[subprocess.Popen[bytes]]) -> None:
        self._wire = wire
        self._stop = stop

    def open(self, address: str) -> None:
        """Goes to an address."""
        self._wire.send("open", url=address)

    def run(self, script: str, *arguments: object) -> Any:
        """Returns what the body of a function returns in the page."""
        return self._wire.send("run", script=script, args=list(arguments))

    def type(self, selector: str, text: str) -> None:
        """Presses the keys of `text` in an element."""
        self._wire.send("type", element=self._find(selector), text=text)

    def click(self, selector: str) -> None:
        """Clicks an element."""
        self._wire.send("click", element=self._find(selector))

    def wait(self, selector: str) -> None:
        """Waits until there is such an element, and fails with the page's text where none comes."""
        end = time.monotonic() + WAITS_SECONDS
        while not self.run("return document.querySelector(arguments[0]) !== null", selector):
            assert time.monotonic() < end, f"no {selector}: {self.run('return document.body.innerText')[:400]}"
            time.sleep(0.05)

    def close(self) -> None:
        """Ends the browser and what came with it."""
        for process in self._stop:
            _end(process)

    def _find(self, selector: str) -> str:
        return str(self._wire.send("find", using="css selector", value=selector)[ELEMENT])


class Marionette:
    """Firefox's own socket: each message is its length, a colon, and `[kind, number, command, parameters]`."""

    _COMMANDS = {  # noqa: RUF012 - it stays as it is
        "open": "WebDriver:Navigate", "run": "WebDriver:ExecuteScript", "find": "WebDriver:FindElement",
        "type": "WebDriver:ElementSendKeys", "click": "WebDriver:ElementClick", "begin": "WebDriver:NewSession",
    }  # fmt: skip

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=WAITS_SECONDS)
        self._file = self._socket.makefile("rb")
        self._number = 0
        self._read()  # it says who it is

    def send(self, command: str, **given: Any) -> Any:
        if "element" in given:
            given["id"] = given.pop("element")
        self._number += 1
        data = json.dumps([0, self._number, self._COMMANDS[command], given]).encode()
        self._socket.sendall(b"%d:%s" % (len(data), data))
        _, _, error, result = self._read()
        assert not error, error
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def _read(self) -> Any:
        digits = b""
        while (digit := self._file.read(1)) != b":":
            assert digit, "Firefox has ended"
            digits += digit
        return json.loads(self._file.read(int(digits)))


class WebDriver:
    """A driver's HTTP interface, with one session."""

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        self._base = f"http://127.0.0.1:{port}/session"
        self._base += "/" + self._post("", {"capabilities": {"alwaysMatch": capabilities}})["sessionId"]

    def send(self, command: str, **given: Any) -> Any:
        element = given.pop("element", "")
        path = {
            "open": "/url", "run": "/execute/sync", "find": "/element",
            "type": f"/element/{element}/value", "click": f"/element/{element}/click",
        }[command]  # fmt: skip
        return self._post(path, given)

    def _post(self, path: str, given: dict[str, Any]) -> Any:
        request = urllib.request.Request(self._base + path, json.dumps(given).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=WAITS_SECONDS) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode("utf-8", "replace")[:500]) from None


def firefox(folder: Path) -> Engine:
    """Starts Firefox with a new profile in `folder`."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        raise Absent("Firefox is not installed (on Debian: apt install firefox-esr)")
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in FIREFOX_PREFERENCES.items()]
    (folder / "user.js").write_text("\n".join(lines), "utf-8")
    process = _start([program, "--headless", "--no-remote", "--marionette", "--profile", str(folder)], folder)
    try:
        port = _awaited(lambda: int((folder / "MarionetteActivePort").read_text("utf-8")), process)
        wire = Marionette(port)
        wire.send("begin", strictFileInteractability=False)
    except BaseException:
        _end(process)
        raise
    return Engine(wire, [process])


def webkit(folder: Path) -> Engine:
    """Starts WebKitGTK's MiniBrowser, on a screen that is not there."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browser = next(iter(sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))), None)
    if not (driver and screen and browser):
        raise Absent("WebKitGTK's driver is not installed (on Debian: apt install webkit2gtk-driver xvfb)")
    shown, saying = os.pipe()
    xvfb = _start([screen, "-displayfd", str(saying), "-screen", "0", "1280x900x24", "-nolisten", "tcp"], folder, saying)
    os.close(saying)
    stop = [xvfb]
    try:
        with open(shown, encoding="ascii") as file:
            display = file.readline().strip()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        stop.insert(0, _start([driver, f"--port={port}"], folder, DISPLAY=f":{display}", HOME=str(folder)))
        options = {"binary": str(browser), "args": ["--automation"]}
        wire = _awaited(lambda: WebDriver(port, {"webkitgtk:browserOptions": options}), stop[0])
    except BaseException:
        for process in stop:
            _end(process)
        raise
    return Engine(wire, stop)


def _start(command: list[str], folder: Path, *handed: int, **environment: str) -> subprocess.Popen[bytes]:
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command, stdout=log, stderr=log, pass_fds=handed, env={**os.environ, **environment}, start_new_session=True
        )


def _awaited(get: Any, process: subprocess.Popen[bytes]) -> Any:
    """Returns what `get` returns as soon as it can."""
    end = time.monotonic() + STARTS_SECONDS
    while True:
        try:
            return get()
        except (OSError, ValueError):
            assert process.poll() is None, "the browser ended at its start"
            assert time.monotonic() < end, "the browser does not start"
            time.sleep(0.05)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process with all that it started: each leads a session of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
