"""Reading without a network: a published site is kept whole, a new version comes whole, and what fails leaves the page usable."""

import dataclasses
import threading

import pytest

from backissue.archive import folder
from backissue.publish.options import Options
from backissue.publish.server import open_server
from backissue.publish.site import publish
from tests.browser.conftest import READY, START_MS, answered
from tests.unit.reader.client import sample_archive

KEPT = f"{READY}[data-offline=kept]"
FAILED = f"{READY}[data-offline=failed]"
PLACE = "shelf/harbour/"
# Only reading other formats needs it, so that nobody but the service worker fetches it.
LATE = "/micropip-"
QUAYS = '{"newsletter": "Quay Letter", "issue": 7, "date": "2026-02-01", "title": "Moored", "url": "https://example.org/moored"}'


class Host:
    """A static host of one folder that counts what it sends, can break off in the middle of a file, and can be gone."""

    def __init__(self, root):
        self.sent, self.broken, self.broke, self.is_gone = [], "", threading.Event(), False
        host, server = self, open_server(root)
        plain = server.RequestHandlerClass

        class Handler(plain):
            def do_GET(self):
                if host.is_gone:
                    self.close_connection = True
                else:
                    super().do_GET()

            def send_response(self, code, message=None):
                host.sent.append((self.path.removeprefix("/" + PLACE), int(code)))
                super().send_response(code, message)

            def _send(self, path, with_body):
                if host.broken and host.broken in self.path:
                    self.send_response(200)
                    self.send_header("Content-Length", str(path.stat().st_size))
                    self.end_headers()
                    self.wfile.write(path.read_bytes()[: path.stat().st_size // 2])
                    self.close_connection = True
                    host.broke.set()
                else:
                    super()._send(path, with_body)

        server.RequestHandlerClass = Handler
        self._server = server
        self.address = f"http://127.0.0.1:{server.server_port}/{PLACE}"
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop(self):
        if not self.is_gone:
            self.is_gone = True
            self._server.shutdown()
            self._server.server_close()

    def bodies(self):
        """What was sent, not counting "as you have it"."""
        return [path for path, code in self.sent if code == 200]


@pytest.fixture
def release(tmp_path):
    """Publishes the sample archive under a sub-path, with another title on demand; gives the site's folder."""

    def publish_it(title="First", **options):
        folder.write(tmp_path / title, dataclasses.replace(sample_archive(), title=title))
        publish(tmp_path / title, tmp_path / "root" / PLACE, Options(**options))
        return tmp_path / "root" / PLACE

    return publish_it


@pytest.fixture
def host(release, tmp_path):
    """The site's first version, served."""
    release()
    host = Host(tmp_path / "root")
    yield host
    host.stop()


def opened(page, address, wait=KEPT):
    page.goto(address)
    page.wait_for_selector(wait, timeout=START_MS)
    return page


def reopened(page, wait=KEPT):
    page.reload()
    page.wait_for_selector(wait, timeout=START_MS)


def comes_true(page, check, given=None):
    """Asks an asynchronous `check` again and again; `wait_for_function` would take its promise for a yes."""
    page.evaluate(
        f"""async ([given, patience]) => {{
          for (const began = performance.now(); !(await ({check})(given)); ) {{
            if (performance.now() - began > patience) throw new Error("it does not come true");
            await new Promise(requestAnimationFrame);
          }}
        }}""",
        [given, START_MS],
    )


def kept_addresses(page):
    """The addresses of all files that are kept, in all versions, but for the lists."""
    listed = (
        "(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()))))"
    )
    addresses = page.evaluate(listed + ".flat().map(({ url }) => url))()")
    return [address for address in addresses if not address.endswith("/kept-files.json")]


def spoil(page, part):
    """Damages what is kept of the file whose address contains `part`."""
    page.evaluate(
        """async (part) => {
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              if (!request.url.includes(part)) continue;
              const { headers } = await cache.match(request);
              await cache.put(request, new Response("damaged", { headers: { "content-type": headers.get("content-type") } }));
            }
          }
        }""",
        part,
    )


def mended(page):
    """Has the service worker compare all that is kept with its hashes; gives how many files it fetched anew."""
    return page.evaluate(
        """() => new Promise((answer) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => answer(data);
          navigator.serviceWorker.controller.postMessage({ backissue: "mend" }, [port2]);
        })"""
    )


def _is_cacheable(path):
    """Says whether a private window's cache, which is in memory, takes a file: it must be below an eighth of 50 MiB."""
    return path.stat().st_size < 6_000_000


def test_everything_opens_without_a_network(watched, host, tmp_path):
    """After one visit the host may be gone: the page opens at each of its addresses, searches and imports; nothing came twice."""
    opened(watched, host.address)
    came = [path for path in host.bodies() if path != "sw.js"]
    assert [path for path in came if came.count(path) > 1 and _is_cacheable(tmp_path / "root" / PLACE / path)] == []
    host.stop()
    failed = []
    watched.on("requestfailed", lambda request: failed.append(request.url))
    reopened(watched)
    watched.locator("[type=search]").fill("tide")
    answered(watched, "tide", 2)
    opened(watched, host.address + "index.html?q=lantern")
    answered(watched, "lantern")
    watched.goto(host.address + "#view=import")
    watched.wait_for_selector("body[data-view=import]")
    watched.locator("#import .paste summary").click()
    watched.locator("#import textarea").fill(QUAYS)
    watched.locator("#import .paste button").click()
    watched.wait_for_selector("#import[data-busy=''] [data-file='pasted text'] >> text=Quay Letter", timeout=START_MS)
    # only the look for a newer version was in vain
    assert {address.rpartition("/")[2] for address in failed} == {"sw.js"}
    watched.faults = [fault for fault in watched.faults if "ERR_FAILED" not in fault]


def test_a_broken_download_goes_on_where_it_was(watched, host, tmp_path):
    """Cut in the middle of a file nothing is half kept; the next visit fetches only what is missing."""
    host.broken = LATE
    opened(watched, host.address, FAILED)
    watched.locator("[type=search]").fill("tide")
    answered(watched, "tide", 2)
    host.broken, before = "", set(host.bodies())
    host.sent.clear()
    reopened(watched)
    again = set(host.bodies()) & before
    assert {path for path in again if LATE not in path and _is_cacheable(tmp_path / "root" / PLACE / path)} <= {"sw.js"}
    host.stop()
    reopened(watched)
    watched.faults.clear()


def test_a_new_version_comes_whole(watched, context, host, release):
    """While version 1 is open in two tabs, version 2 waits for one of them to switch; the other goes on with its own files."""
    first, second = opened(watched, host.address), opened(context.new_page(), host.address)
    (old,) = [address for address in kept_addresses(first) if "archive.json" in address]
    release("Second")
    host.broken = "data/archive.json"
    reopened(first)
    assert host.broke.wait(20)
    comes_true(first, "async () => !(await navigator.serviceWorker.getRegistration()).installing")
    assert first.title() == second.title() == "First"
    assert first.locator("#newer").is_hidden()
    host.broken = ""
    reopened(first)
    for page in (first, second):
        page.wait_for_selector("#newer:not([hidden])", timeout=START_MS)
        assert page.title() == "First"
    reopened(second)
    assert second.title() == "First"
    second.wait_for_selector("#newer:not([hidden])", timeout=START_MS)
    first.locator("[data-newer=now]").click()
    first.wait_for_function("document.title === 'Second'", timeout=START_MS)
    first.wait_for_selector(KEPT, timeout=START_MS)
    second.locator("[type=search]").fill("tide")
    answered(second, "tide", 2)
    assert old in kept_addresses(first)
    host.stop()
    second.locator("[data-newer=now]").click()
    second.wait_for_function("document.title === 'Second'", timeout=START_MS)
    second.wait_for_selector(KEPT, timeout=START_MS)
    comes_true(second, "async (old) => !(await caches.match(old))", old)
    watched.faults.clear()


def test_damage_is_mended(watched, host):
    """A damaged script is fetched anew before it is used; a damaged machine is told, and the next start is right."""
    opened(watched, host.address)
    spoil(watched, "app/page/page.")
    reopened(watched)
    assert mended(watched) == 2
    assert mended(watched) == 0
    spoil(watched, "pyodide.asm.")
    watched.reload()
    watched.wait_for_selector("body[data-state=failed] >> text=has been fetched anew", timeout=START_MS)
    watched.locator("[data-reload]").click()
    watched.wait_for_selector(KEPT, timeout=START_MS)
    host.stop()
    reopened(watched)
    watched.faults.clear()


def test_a_full_storage_is_no_harm(watched, context, host):
    """Without room nothing is kept and nothing is broken, and the page says so."""
    session = context.new_cdp_session(watched)
    origin = host.address.removesuffix("/" + PLACE)
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 3_000_000})
    opened(watched, host.address, FAILED)
    watched.locator("[type=search]").fill("tide")
    answered(watched, "tide", 2)
    assert kept_addresses(watched) == []
    assert "could not keep" in watched.locator("#offline").inner_text()
    reopened(watched, FAILED)
    watched.faults.clear()


@pytest.mark.parametrize("end", ["published without", "gone from the host"])
def test_a_site_that_is_no_longer_kept_leaves_nothing(watched, host, release, end):
    """Published without, or gone from the host: the next visit takes away what was kept, and the one after is the host's own."""
    opened(watched, host.address)
    site = release("Second", offline=False)
    if end == "gone from the host":
        (site / "sw.js").unlink()
    watched.reload()
    watched.wait_for_selector(READY, timeout=START_MS)
    comes_true(watched, "async () => !(await navigator.serviceWorker.getRegistration()) && !(await caches.keys()).length")
    watched.reload()
    watched.wait_for_selector(READY, timeout=START_MS)
    assert watched.title() == "Second"
    watched.faults.clear()
