"""What ends the process that does it, hangs in it, or takes its time: for the tests of `cli.workers`."""

import os
import time


def act(thing: str) -> str:
    """Returns the thing in capitals, unless it says what else to do."""
    if thing == "die":
        os._exit(9)
    if thing == "hang":
        time.sleep(600)
    if thing == "large":
        return "L" * 10_000_000
    if thing == "slow":
        time.sleep(0.05)
    return thing.upper()


def failed(thing: str) -> str:
    """Returns what stands for a thing over which a process ended."""
    return f"{thing} failed"
