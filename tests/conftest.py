"""What all tests share."""

import gc

from hypothesis import settings

from tests.examples import examples

settings.register_profile("backissue", examples())
settings.load_profile("backissue")


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
