"""Pages that stand by themselves: read without scripts, and a way into the reader."""

from tests.browser.conftest import READY


def test_from_a_page_into_the_reader(watched, published_site):
    """The search of a plain page is answered by the reader, and an issue opens there as it stood on its page."""
    _, address = published_site
    watched.goto(f"{address}issues/quay/2.html")
    assert watched.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith("ui-serif")
    watched.fill("input[name=q]", "tide")
    watched.press("input[name=q]", "Enter")
    watched.wait_for_selector(READY)
    watched.wait_for_selector('#results[data-query="tide"][data-complete=true] [data-item]')
    watched.goto(f"{address}issues/quay/2.html")
    watched.click("nav.turn >> text=Open in the reader")
    watched.wait_for_selector('#issue[data-issue="quay/2"]')
    watched.wait_for_selector(READY)


def test_read_without_scripts(browser, published_site):
    """With scripts switched off one gets from the start to an issue, its neighbour, and a post in full."""
    _, address = published_site
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.click("noscript a")
    page.click("text=Planet Port")
    page.click("ol.issues a >> nth=1")
    assert page.text_content(".post").startswith("Deep hull notes")
    page.click("a[rel=next]")
    page.click("text=open this issue here")
    assert page.text_content("h1") == "Tides & knots"
    assert all(url.startswith((address, "data:")) for url in asked)
    context.close()
