"""`<back-issues>` in somebody else's page: a page on another port, with the archive's frames in it."""

import pytest
from playwright.sync_api import expect

from backissue.archive import folder
from backissue.publish.options import Options
from backissue.publish.site import publish
from tests.browser.conftest import START_MS
from tests.browser.hosting import serve
from tests.unit.reader.client import files_of, sample_archive

SET = "(it, all) => Object.entries(all).forEach(([name, value]) => it.setAttribute(name, value))"
HOSTS = "tests/browser/hosts"
READER = "iframe:not([inert])"
# Gives the last event of a kind that a widget has told with such a detail, or waits for it; a message need only hold a part.
TOLD = """([widget, event, wanted, most]) => new Promise((resolve, reject) => {
  const agree = (key, given, value) => key === "message" ? given.includes(value) : given === value;
  const fits = (detail) => Object.entries(wanted).every(([key, value]) => agree(key, detail[key], value));
  const look = () => {
    const found = told.filter(([id, name, detail]) => id === widget && name === event && fits(detail)).at(-1);
    if (found) resolve(found[2]);
  };
  addEventListener("told", look);
  look();
  setTimeout(() => reject(new Error(`${widget} has not told of ${event}: ${JSON.stringify(told)}`)), most);
})"""


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """The sample archive's published site, which no test changes."""
    archive, out = (tmp_path_factory.mktemp(name) for name in ("archive", "published"))
    for name, data in files_of(sample_archive()).items():
        (archive / name).write_bytes(data)
    publish(archive, out)
    return out


@pytest.fixture
def host(watched, published, tmp_path, request):
    """Opens one of the pages in hosts/, served from a port of its own, with a site's address in it; events are kept in `told`."""

    def start(name, site=None, headers=None, **attributes):
        folder = tmp_path / "host"
        folder.mkdir()
        site = site or serve(request, published)
        text = (request.config.rootpath / HOSTS / f"{name}.html").read_text("utf-8").replace("SITE/", site)
        (folder / "index.html").write_text(text, "utf-8")
        (folder / "embed.js").write_bytes((published / "embed.js").read_bytes())
        watched.add_init_script(
            """window.told = [];
            for (const name of ["ready", "results", "select", "error"]) {
              const tell = ({ target, detail }) => {
                if (!target.matches?.("back-issues")) return;
                told.push([target.id, name, detail]);
                dispatchEvent(new Event("told"));
              };
              addEventListener(name, tell, { capture: true });
            }"""
        )
        watched.site = site
        watched.goto(serve(request, folder, headers))
        for attribute, value in attributes.items():
            watched.locator("back-issues").first.evaluate(
                "(it, [name, value]) => it.setAttribute(name, value)", [attribute, value]
            )
        watched.steps = watched.evaluate("history.length")
        return watched

    yield start
    # whatever is done in a frame, the page around it keeps its own history
    assert watched.evaluate("history.length") == getattr(watched, "steps", None)


def told(page, widget, event, **detail):
    """Waits until a widget has told of an event; returns its detail."""
    return page.evaluate(TOLD, [widget, event, detail, START_MS])


def frame(page, widget):
    """What is in a widget's frame."""
    return page.frame_locator(f"#{widget} {READER}")


def test_titles_come_first_and_a_touch_brings_the_reader(host):
    """Before it is touched a widget costs less than 30 KB and shows its publication; what is typed is typed on in the reader."""
    sizes = []
    page = host("plain")
    page.on("requestfinished", lambda request: sizes.append((request.url, request.sizes()["responseBodySize"])))
    page.reload()
    titles = frame(page, "one")
    titles.get_by_text("subscribe").wait_for()
    assert titles.locator("[data-item]:visible").count() == 3
    assert titles.locator("[data-item]:visible a[data-open]").first.inner_text() == "Quay Weekly 2"
    assert titles.locator("time:visible").first.inner_text() == "2. Februar 2026"
    assert titles.get_by_role("link", name="subscribe").get_attribute("href") == "https://quay.example/join"
    from_site = {url.removeprefix(page.site) for url, _ in sizes if url.startswith(page.site)}
    assert from_site == {"embed.js", "embed.html"} and sum(size for _, size in sizes) < 30_000
    page.locator("#one").evaluate(SET, {"publication": "nobody", "limit": "many"})
    assert "from 1 to 100" in told(page, "one", "error", message='limit="many"')["message"]
    told(page, "one", "error", message='publication="nobody" is not in this archive')
    assert titles.locator("[data-item]:visible").count() == 5
    page.evaluate("told.length = 0")
    page.locator("#one").evaluate(SET, {"publication": "quay", "limit": "3"})
    titles.locator("[type=search]").press_sequentially("tid")
    told(page, "one", "ready")
    reader = frame(page, "one")
    reader.locator("[type=search]:focus").wait_for()
    page.keyboard.type("e")
    assert told(page, "one", "results", query="tide")["total"] == 2
    assert reader.locator("[type=search]").input_value() == "tide"
    assert reader.locator("#about").get_by_role("link", name="subscribe").is_visible()
    assert not page.evaluate("told.some(([, name]) => name === 'error')")


def test_a_seen_widget_obeys_its_page(host):
    """Attributes act at once, methods search and open, events tell, and the widget is as high as what it holds."""
    page = host("plain", start="seen", publication="")
    page.evaluate("document.querySelector('#one').removeAttribute('publication')")
    assert told(page, "one", "results")["total"] == 10
    widget, reader = page.locator("#one"), frame(page, "one")
    hits = reader.locator("#results [data-item]")
    assert hits.count() == 3

    widget.evaluate(SET, {"publication": "planet-port", "limit": "2"})
    assert told(page, "one", "results", total=4) == {"query": "", "total": 4}
    widget.evaluate(SET, {"limit": "4"})
    reader.locator("#results [data-item]:nth-child(4)").wait_for()
    widget.evaluate(SET, {"publication": "", "query": "tide"})
    assert told(page, "one", "results", query="tide")["total"] == 2
    widget.evaluate(SET, {"theme": "dark", "lang": "fr", "style": "--backissue-accent: rgb(1, 2, 3); --backissue-paper: url(x)"})
    reader.locator("html[data-theme=dark][style*='--accent']").wait_for()
    assert reader.locator("a[data-out]").first.evaluate("it => getComputedStyle(it).color") == "rgb(1, 2, 3)"
    assert "url" not in reader.locator("html").get_attribute("style")
    assert "février" in reader.locator("#results time").first.inner_text()
    widget.evaluate("it => it.search('lantern')")
    assert told(page, "one", "results", query="lantern")["total"] == 1
    with page.context.expect_page() as opened:
        reader.locator("#results [data-out]").first.click()
    opened.value.close()
    chosen = told(page, "one", "select")
    assert chosen["url"] == "https://example.org/lanterns" and chosen["id"].startswith("quay/1/")
    widget.evaluate("(it, id) => it.open(id)", chosen["id"])
    reader.locator("#issue[data-issue='quay/1'] [data-opened]").wait_for()
    reader.get_by_role("link", name="Back to the search").click()
    reader.locator("#results [data-item]").first.wait_for()
    assert reader.get_by_role("link", name="Open the archive").get_attribute("href") == "index.html#q=lantern+"
    page.wait_for_function(
        "([...document.querySelector('#one').shadowRoot.querySelectorAll('iframe')].at(-1).clientHeight > 200)"
    )
    height = reader.locator("html").evaluate("it => Math.ceil(it.getBoundingClientRect().height)")
    page.wait_for_function("height => document.querySelector('#one').clientHeight === height", arg=height)
    assert page.evaluate("document.activeElement === document.body || document.activeElement.id === 'one'")


def test_a_widget_wears_what_its_page_does(host):
    """Colours, fonts and theme follow the page's own styles, also when they change, and only what was given changes."""
    page = host("magazine")
    titles, plain = frame(page, "one"), frame(page, "all")
    accent = "() => getComputedStyle(document.querySelector('.quiet:last-of-type a')).color"
    titles.locator("html[data-theme=light]").wait_for()
    assert titles.locator(":root").evaluate(accent) == "rgb(138, 31, 75)"
    assert "Georgia" in titles.locator("h3").first.evaluate("it => getComputedStyle(it).fontFamily")
    assert plain.locator(":root").get_attribute("style") in (None, "")
    assert not page.get_by_text("The archive on a page of its own").is_visible()
    page.emulate_media(color_scheme="dark")
    titles.locator("html[data-theme=dark]").wait_for()
    assert titles.locator(":root").evaluate(accent) == "rgb(240, 154, 191)"
    page.evaluate("document.documentElement.style.colorScheme = 'light'")
    for each in (titles, plain):
        each.locator("html[data-theme=light]").wait_for()


@pytest.mark.parametrize("attributes", [{}, {"sandbox": ""}], ids=["plain", "sandboxed"])
def test_the_titles_wear_the_theme_of_their_site(host, tmp_path, request, attributes):
    """What the page around says nothing of is as the site has it, in a frame without an origin too."""
    folder.write(tmp_path / "archive", sample_archive())
    theme = b":root { --accent: rgb(7, 77, 7) } h3 { letter-spacing: 3px }"
    publish(tmp_path / "archive", tmp_path / "site", Options(theme=theme))
    page = host("plain", site=serve(request, tmp_path / "site"), start="touched", **attributes)
    titles = frame(page, "one")
    expect(titles.locator("h3").first).to_have_css("letter-spacing", "3px", timeout=START_MS)
    expect(titles.locator(".quiet a").last).to_have_css("color", "rgb(7, 77, 7)")


def test_odd_messages_do_nothing(host):
    """Only the page around is heard by a frame, only its own frame by a widget, and neither takes what it does not know."""
    page = host("plain", start="seen")
    assert told(page, "one", "results")["total"] == 6
    page.evaluate(
        """() => {
          const odd = [null, 5, "go", [], {}, { backissue: "toString" }, { backissue: "go", fragment: 5 }, { backissue: "open" },
            { backissue: "type", text: 5 },
            { backissue: "search", text: "x".repeat(9000) }, { backissue: "wear", limit: -1, style: 7, lang: {}, theme: [] }];
          const inner = document.querySelector("#one").shadowRoot.querySelector("iframe").contentWindow;
          for (const message of odd) inner.postMessage(message, "*");
          // another window of the same origin as the holder's
          const stranger = document.body.appendChild(document.createElement("iframe"));
          stranger.contentWindow.eval("parent.frames").length;
          const script = stranger.contentDocument.createElement("script");
          stranger.contentWindow.inner = inner;
          script.textContent = "inner.postMessage({ backissue: 'search', text: 'stranger' }, '*')";
          stranger.contentDocument.body.append(script);
          // and to the widget: from the page itself, and from the stranger
          for (const from of [window, stranger.contentWindow]) {
            const tell = from.document.createElement("script");
            tell.textContent = `for (const message of [{ backissue: "height", height: 5 }, { backissue: "error", message: "no" }])
              parent.postMessage(message, "*");`;
            from.document.body.append(tell);
          }
          stranger.remove();
        }"""
    )
    page.evaluate("document.querySelector('#one').search('tide')")
    told(page, "one", "results", query="tide")
    asked = page.evaluate("told.filter(([, name]) => name === 'results').map(([, , { query }]) => query)")
    assert set(asked) <= {"", "tide"} and not page.evaluate("told.some(([, name]) => name === 'error')")
    assert page.locator("#one").evaluate("it => it.clientHeight") > 100


def test_several_live_beside_each_other_under_a_strict_policy(host):
    """Two widgets in a page that allows scripts and frames of the archive's site, and nothing else; on a narrow screen too."""
    page = host("strict")
    page.set_viewport_size({"width": 320, "height": 700})
    page.locator("#two").scroll_into_view_if_needed()
    told(page, "two", "ready")
    page.locator("#two").evaluate("it => it.search('boats')")
    told(page, "two", "results", query="boats")
    page.locator("#one").scroll_into_view_if_needed()
    told(page, "one", "results", query="tide")
    assert told(page, "two", "results")["query"] == "boats"
    for widget in ("one", "two"):
        assert frame(page, widget).locator("html").evaluate("it => it.scrollWidth <= it.clientWidth"), widget
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # each hears of its own frame only
    assert not page.evaluate("told.some(([id, , { query }]) => id === 'one' && query === 'boats')")
    page.set_viewport_size({"width": 320, "height": 200})
    frame(page, "one").locator("#results [data-open]").first.click()
    opened = frame(page, "one").locator("[data-opened]")
    opened.wait_for(timeout=10_000)
    expect(opened).to_be_in_viewport(timeout=10_000)


@pytest.mark.parametrize("allowed", [True, False], ids=["a host that lets others read", "a host that does not"])
def test_a_sandboxed_frame(host, published, request, allowed):
    """Without an origin the reader runs where its files may be read from anywhere; else the titles stay, with a link."""
    site = serve(request, published, {"Access-Control-Allow-Origin": "*"} if allowed else None)
    page = host("plain", site, sandbox="", start="seen")
    if allowed:
        page.locator("#one").evaluate("it => it.search('tide')")
        assert told(page, "one", "results", query="tide")["total"] == 2
    else:
        assert "must send `Access-Control-Allow-Origin: *`" in told(page, "one", "error", message="cannot start")["message"]
        titles = frame(page, "one")
        titles.get_by_text("The search cannot start in this place").wait_for()
        assert titles.locator("[data-item]:visible").count() == 3
        assert titles.get_by_role("link", name="Open the archive").get_attribute("href") == "index.html"
    page.faults.clear()


@pytest.mark.parametrize("gone", ["no server", "no such page", "no address"])
def test_a_source_that_is_gone(host, tmp_path, request, gone):
    """Where there is no archive a link stays that can be read, and an event says why."""
    empty = tmp_path / "empty"
    empty.mkdir()
    site = serve(request, empty)
    page = host("gone", site)
    src = {"no server": "http://127.0.0.1:9/archive/", "no such page": f"{site}archive/", "no address": "ftp://x"}[gone]
    page.locator("#one").evaluate("(it, src) => it.setAttribute('src', src)", src)
    message = told(page, "one", "error", message=src)["message"]
    assert "archive" in message
    assert page.locator("#one a").is_visible() and page.locator("#one iframe").count() == 0
    page.faults.clear()
