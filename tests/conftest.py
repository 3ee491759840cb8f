"""What all tests share."""

import gc

from hypothesis import settings

from tests.examples import examples

settings.register_profile("backissue", examples())
settings.load_profile("backissue")


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector need not look through it again and again.

    Nor need it look so often: archives, pages and indexes are made of many values, few of which are garbage in a circle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
