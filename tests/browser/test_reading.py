"""Reading issues, rivers, posts and lists."""

from tests.browser.conftest import answered


def test_an_issue_opens_at_the_item_and_leads_on(reader):
    """From a hit to its issue with the words marked, on to the neighbour, and back to the hits where they were."""
    page = reader("#q=tide")
    answered(page, "tide", 2)
    hit = page.locator("#results [data-item]").first
    item = hit.get_attribute("data-item")
    hit.locator("[data-open]").first.click()
    page.wait_for_selector(f'#issue[data-issue="quay/2"] [data-item="{item}"][data-opened]')
    assert page.locator("#issue mark").count() >= 2
    assert page.evaluate("document.activeElement.dataset.item") == item
    assert page.title() == "Tides & knots · Port Archive"
    page.locator("[data-earlier]").click()
    page.wait_for_selector('#issue[data-issue="quay/1"]')
    page.go_back()
    page.wait_for_selector('#issue[data-issue="quay/2"]')
    page.go_back()
    page.wait_for_selector("body[data-view=search]")
    answered(page, "tide", 2)


def test_an_event_goes_into_a_calendar(reader):
    """The calendar file is made on the spot, without a request."""
    page = reader("#issue=quay/2")
    with page.expect_download() as download:
        page.get_by_text("add to calendar").click()
    text = download.value.path().read_text("utf-8")
    assert download.value.suggested_filename == "Knot-days.ics" and "SUMMARY:Knot days" in text


def test_a_river_is_read_day_by_day_and_a_post_in_full(reader):
    """The days before come while scrolling; a post unfolds in its place."""
    page = reader("#issue=planet-port/2026-02-02")
    page.wait_for_selector('[data-day="planet-port/2026-01-31"]')
    page.get_by_text("read it here").click()
    page.wait_for_selector(".post pre")
    assert "Deep hull notes" in page.locator(".post").inner_text()
    page.reload()
    page.wait_for_selector(".post pre", timeout=90_000)


def test_publications_and_their_issues(shipped):
    """The shipped archive lists its publications, their issues by year, and each issue opens."""
    page = shipped()
    page.get_by_role("link", name="Issues").click()
    page.wait_for_selector("body[data-view=publications]")
    assert page.locator(".publications h2").count() == 5
    page.locator(".publications h2 a", has_text="PyCoder").click()
    page.wait_for_selector(".year")
    page.locator(".issues a").first.click()
    page.wait_for_selector('#issue[data-issue="pycoders/739"]')
    assert page.locator("#issue h2", has_text="Events").count() == 1
    assert page.get_by_text("sponsor", exact=True).count() >= 1


def test_copied_link_is_the_address(reader, context):
    """ "Copy link" puts the address of the view on the clipboard."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader("#q=tide&section=Tools")
    page.locator("#bar [data-copy]").click()
    page.wait_for_function("document.querySelector('#bar [data-copy]').textContent === 'Copied'")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_preferences_are_kept(reader):
    """The theme and the wish for archived copies outlive a reload."""
    page = reader("#q=lantern")
    page.emulate_media(color_scheme="light")
    page.locator("[data-theme-switch]").click()
    page.get_by_label("Offer archived copies of links").check()
    page.wait_for_selector(".archived")
    page.reload()
    page.wait_for_selector(".archived", timeout=90_000)
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    assert page.locator(".archived").get_attribute("href") == "https://web.archive.org/web/20250106/https://example.org/lanterns"


def test_a_phone_shows_results_first(reader):
    """At a phone's width nothing is wider than the screen, and the filters stand behind one button."""
    page = reader()
    page.set_viewport_size({"width": 390, "height": 844})
    for fragment in ("#q=tide", "#issue=quay/2", "#view=publications", "#view=help"):
        page.evaluate("fragment => { location.hash = fragment }", fragment)
        page.wait_for_function(
            "fragment => decodeURIComponent(location.hash) === fragment && document.title !== ''", arg=fragment
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, fragment
    page.go_back()
    page.evaluate("location.hash = '#q=tide'")
    page.wait_for_selector("body[data-view=search]")
    answered(page, "tide", 2)
    assert not page.locator("#facets").is_visible()
    page.locator("#bar .filters").click()
    assert page.locator("#facets").is_visible() and page.locator("#bar .filters").get_attribute("aria-expanded") == "true"
    page.locator("#facets button[data-facet=publication]").first.click()
    page.wait_for_selector("#chips .chip")
    assert page.locator("#facets").is_visible() and page.locator("#facets li button").first.bounding_box()["height"] >= 44


def test_the_place_in_the_list_is_kept(shipped):
    """Back from an issue, and after a reload, the list stands where it was, with as many hits as were shown."""
    page = shipped()
    for count in (40, 60, 63):
        page.mouse.wheel(0, 20_000)
        page.wait_for_function("count => document.querySelectorAll('#results [data-item]').length >= count", arg=count)
    hit = page.locator("#results [data-item]").nth(45)
    hit.scroll_into_view_if_needed()
    page.wait_for_function("history.state?.scroll > 1000")
    hit.locator("[data-open]").first.click()
    page.wait_for_selector("#issue [data-opened]")
    page.go_back()
    page.wait_for_selector("body[data-view=search]")
    page.wait_for_function("scrollY > 1000")
    before = page.evaluate("scrollY")
    assert page.locator("#results [data-item]").count() == 63
    page.reload()
    page.wait_for_selector("body[data-archive=whole]", timeout=90_000)
    page.wait_for_function("Math.abs(scrollY - history.state.scroll) < 3 && scrollY > 1000")
    assert abs(page.evaluate("scrollY") - before) < 3 and page.locator("#results [data-item]").count() == 63
