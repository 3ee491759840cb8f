"""What all tests share."""

import gc
import sys

import pytest
from hypothesis import settings

from tests.examples import examples

settings.register_profile("backissue", examples())
settings.load_profile("backissue")
# In words of Python's stack of frames: the next power of two that holds them has as many again for the frames of the tests.
_ROOM = 66_000


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector need not look through it again and again.

    Nor need it look so often: archives, pages and indexes are made of many values, few of which are garbage in a circle.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> object:
    """Runs the tests as pytest does, but below a frame that says that it is large.

    Python takes memory for frames from the system in pieces of 16 KB. A loop that calls a function just where one piece ends
    takes the next piece and gives it back with each call, and the frames of pytest and hypothesis alone fill more than one: a
    tenth of the time of all tests went there. The piece for a large frame is large, and has room for all that it calls.
    """
    rest = session.config.pluginmanager.subset_hook_caller("pytest_runtestloop", [sys.modules[__name__]])
    return rest(session=session)


pytest_runtestloop.__code__ = pytest_runtestloop.__code__.replace(co_stacksize=_ROOM)
