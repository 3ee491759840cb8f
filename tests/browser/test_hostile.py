"""An archive full of attacks, in a real browser."""

from tests.browser.conftest import answered
from tests.unit.reader.test_hostile import hostile_files


def test_a_hostile_archive_is_harmless(reader, watched):
    """Scripts in titles, `javascript:` links and broken markup are shown as text, in every view, and nothing runs."""
    watched.add_init_script("globalThis.alert = () => { console.error('an attack ran') }")
    page = reader("#q=script", files=hostile_files())
    answered(page, "script")
    unsafe = "a[href^='javascript:' i], #main :is(img, script, iframe, svg, style, [onclick], [onerror])"
    assert page.locator("#results [data-item]").count() == 4 and page.locator(unsafe).count() == 0
    assert "<script>alert(1)</script>" in page.locator("#results h3").first.inner_text()
    page.locator("#results [data-open]").first.click()
    page.wait_for_selector("#issue .post")
    assert page.locator(unsafe).count() == 0
    page.get_by_role("link", name="Issues").click()
    page.wait_for_selector("body[data-view=publications] .publications")
    assert page.locator(unsafe).count() == 0
