"""Searching, as a person does it."""

from tests.browser.conftest import READY, START_MS, answered


def box(page):
    return page.locator("form[role=search] input[type=search]")


def test_type_filter_share_back_reload(reader, context):
    """Typing answers, a filter narrows, the address can be shared, back and reload give the same view."""
    page = reader()
    answered(page, "", 10)
    box(page).press_sequentially("tide")
    answered(page, "tide", 2)
    assert page.url.endswith("#q=tide") and page.locator("#results mark").count() >= 2
    page.locator("#facets details[data-facet=section] > summary").click()
    page.locator("#facets [data-facet=section][data-value=Tools]").click()
    page.wait_for_selector("#chips .chip")
    assert page.url.endswith("#q=tide&section=Tools")
    assert page.locator("#facets [data-value=Tools]").get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.activeElement.dataset.value") == "Tools", "the pressed button keeps the focus"
    shown = page.locator("#results").inner_text()
    other = context.new_page()
    other.goto(page.url)
    other.wait_for_selector(READY, timeout=START_MS)
    answered(other, "tide", 2)
    assert other.locator("#results").inner_text() == shown and box(other).input_value() == "tide"
    other.close()
    page.reload()
    page.wait_for_selector(READY, timeout=START_MS)
    answered(page, "tide", 2)
    assert page.locator("#results").inner_text() == shown
    page.locator("#chips .chip").click()
    page.wait_for_selector("#chips:not(:has(li))", state="attached")
    page.go_back()
    page.wait_for_selector("#chips .chip")
    assert page.url.endswith("#q=tide&section=Tools")


def test_completions_are_taken_by_keyboard(reader):
    """A field's name and then its value are completed with the arrow keys and Enter."""
    page = reader()
    box(page).press_sequentially("kin")
    page.wait_for_selector("#suggestions [role=option]")
    assert box(page).get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert box(page).get_attribute("aria-activedescendant") == "option-1"
    page.keyboard.press("Enter")
    page.wait_for_selector('#suggestions [data-text="kind:video "]')
    assert box(page).input_value() == "kind:"
    page.keyboard.type("v")
    page.wait_for_selector('#suggestions li:first-child[data-text="kind:video "]')
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    answered(page, "kind:video ", 1)
    assert box(page).get_attribute("aria-expanded") == "false"


def test_enter_finishes_the_word(reader):
    """While typing the last word is a beginning; Enter makes it whole, in the box and in the address."""
    page = reader()
    box(page).fill("lant")
    answered(page, "lant", 1)
    box(page).press("Enter")
    answered(page, "lant ", 0)
    assert page.url.endswith("#q=lant+") and box(page).input_value() == "lant "
    assert "Nothing found for “lant”" in page.locator("#notes").inner_text()
    page.go_back()
    answered(page, "lant", 1)


def test_the_whole_reader_by_keyboard(reader):
    """Every key does what the help says, and the focus can always be seen."""
    page = reader()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("tide")
    answered(page, "tide", 2)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("#results [data-item]").first
    assert first.get_attribute("aria-current") == "true" and first.evaluate("e => e === document.activeElement")
    assert first.evaluate("e => getComputedStyle(e).outlineStyle") != "none"
    item = first.get_attribute("data-item")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#issue [data-item="{item}"][data-opened]')
    page.keyboard.press("Escape")
    page.wait_for_selector("body[data-view=search]")
    answered(page, "tide", 2)
    page.keyboard.press("?")
    page.wait_for_selector("body[data-view=help] #reading h1")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.keyboard.press("Escape")
    page.wait_for_selector("body[data-view=search]")
    page.route("https://example.org/**", lambda route: route.fulfill(body="there"))
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url("https://example.org/**")
    page.faults = [fault for fault in page.faults if "example.org" not in fault]


def test_an_ordinary_anchor_is_left_alone(reader):
    """A fragment without `=` belongs to the page that holds the reader."""
    page = reader("#q=tide")
    page.evaluate("location.hash = 'chapter'")
    page.locator("form[role=search] input").fill("lantern")
    answered(page, "lantern", 1)
    page.evaluate("location.hash = 'q=tide&unknown=kept'")
    answered(page, "tide", 2)
    box(page).fill("tides")
    answered(page, "tides")
    assert page.url.endswith("#q=tides&unknown=kept")


def test_an_old_address_with_a_question_mark_is_understood(reader):
    """`index.html?q=...` shows the same as its fragment, and is rewritten to it."""
    page = reader("index.html?q=tide&section=Tools")
    answered(page, "tide", 2)
    assert page.url.endswith("index.html#q=tide&section=Tools")


def test_dates_and_numbers_are_in_the_readers_locale(reader):
    """What stands in the page as ISO is shown as the reader writes it."""
    page = reader("#q=tides")
    answered(page, "tides")
    assert "2 February 2026" in page.locator("#results").inner_text()
    page.goto(page.url.split("#")[0] + "#issue=quay/2")
    page.wait_for_selector("#issue")
    shown = page.locator("#issue time[data-until]").inner_text()
    assert "".join(shown.split()) == "19–22June2026"


def test_nothing_that_is_typed_leaves_the_page(shipped):
    """From the start to an opened post no request goes to another host, and none says what was typed."""
    page = shipped()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    box(page).press_sequentially("python sandb")
    answered(page, "python sandb")
    page.locator("#results [data-open]").first.click()
    page.wait_for_selector("#issue")
    assert not [url for url in asked if not url.startswith("blob:") and "content.json" not in url], asked
