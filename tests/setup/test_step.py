"""Steps of the set-up: done once, done again when something changed, and clear when they fail."""

import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from setup.step import Failure, Step, carry_out, run


@dataclasses.dataclass
class Bakery:
    """A step that makes a loaf from flour, and counts how often."""

    folder: Path
    baked: int = 0

    @property
    def flour(self) -> Path:
        return self.folder / "flour"

    @property
    def loaf(self) -> Path:
        return self.folder / "loaf"

    def bake(self) -> str:
        self.baked += 1
        self.loaf.write_text("bread")
        return "baked"

    def step(self, do: Callable[[], str] | None = None) -> Step:
        return Step("a loaf", made_from=lambda: [self.flour, "water"], makes=lambda: [self.loaf], do=do or self.bake)

    def work(self) -> None:
        carry_out([self.step()], self.folder / "build")


@pytest.fixture
def bakery(tmp_path: Path) -> Bakery:
    (tmp_path / "flour").write_text("rye")
    return Bakery(tmp_path)


def test_done_once(bakery: Bakery, capsys: pytest.CaptureFixture[str]) -> None:
    """What is done already is not done again, and each step says in one line how it went."""
    bakery.work()
    bakery.work()
    assert bakery.baked == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("setup: a loaf - baked (")
    assert second == "setup: a loaf - ready"


def test_done_again_when_an_input_changes(bakery: Bakery) -> None:
    """Another input, and the step is done again."""
    bakery.work()
    bakery.flour.write_text("wheat")
    bakery.work()
    assert bakery.baked == 2


def test_done_again_when_what_it_made_is_gone(bakery: Bakery) -> None:
    """What somebody removed is made again."""
    bakery.work()
    bakery.loaf.unlink()
    bakery.work()
    assert bakery.baked == 2


def test_a_failure_is_not_remembered_as_done(bakery: Bakery) -> None:
    """A step that failed is tried again the next time, and the steps after it are not begun."""

    def burn() -> str:
        bakery.loaf.write_text("coal")
        raise Failure("the oven is too hot", "wait")

    with pytest.raises(Failure, match="too hot"):
        carry_out([bakery.step(burn), bakery.step()], bakery.folder / "build")
    assert bakery.baked == 0
    bakery.work()
    assert bakery.baked == 1


def test_a_program_that_fails_is_shown_with_what_to_do() -> None:
    """The last lines of a failed program, its exit code and the remedy stand in the message."""
    with pytest.raises(Failure, match=r"(?s)ended with 3.*no flour left.*What to do: buy some\..*build/setup\.log"):
        run([sys.executable, "-c", "print('no flour left'); raise SystemExit(3)"], "buy some.")


def test_a_program_that_is_not_there() -> None:
    """A program that cannot be started is named."""
    with pytest.raises(Failure, match="no-such-oven"):
        run(["no-such-oven"], "build one.")
