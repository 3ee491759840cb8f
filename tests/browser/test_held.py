"""A large archive in a real browser: fewer years held, the rest searched on demand."""

from tests.browser.conftest import READY, START_MS, answered
from tests.large import large_archive

ITEMS, SHARDS = 2_400, 24


def test_fewer_years_are_held_and_the_rest_is_searched_on_demand(reader):
    """Whoever wants it lighter holds two years; that is remembered; a search of all years still finds everything."""
    fetched = []
    files = large_archive(ITEMS, SHARDS)[1]
    page = reader("#q=bebe", files)
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    whole = page.locator("#results").get_attribute("data-total")
    page.get_by_text("How much is kept in memory").click()
    page.get_by_role("button", name="2 years", exact=True).click()
    page.wait_for_selector("body[data-archive=loading]")
    page.wait_for_selector(f"{READY} #results[data-query=bebe][data-complete=false]", timeout=START_MS)
    assert page.get_by_text(f"{ITEMS - 3 * ITEMS // SHARDS:,} older links are not loaded").is_visible()
    assert len([name for name in fetched if name.endswith(".words.json")]) == 0
    page.get_by_role("button", name="Search them too").click()
    answered(page, "bebe", whole)
    page.locator("#facets button[data-facet=year][data-value='2022']").click()
    page.wait_for_selector("#facets [data-value='2022'][aria-pressed=true]")
    page.wait_for_selector(f"#results[data-complete=true]:not([data-total='{whole}'])")
    page.reload()
    page.wait_for_selector(READY, timeout=START_MS)
    assert page.get_by_text("older links are not loaded").is_visible(), "the choice is kept"
