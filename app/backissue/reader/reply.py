"""What the reader answers to one event, as it crosses to the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from backissue.reader.state import State


@dataclass(slots=True)
class Reply:
    """An answer in the making. `history` is `push`, `replace` or `none`; `next` is an event to send when nothing newer waits.

    Effects ask the page or the worker's edge for what the reader cannot do itself:
    `fetch` (path, fresh) a file of the archive; `body` (name, value) an attribute of the page's body; `progress` (done, of,
    words) of loading; `box` (text, caret) what the search box holds; `scroll` (to: an item's id, `top`, or `kept`);
    `store` (name, value) an option to remember; `restart` to begin anew in a worker whose memory is empty; `equip` what
    imports and exports; `keep` what was imported; `forget` (numbers) files that will not be read again; `download` (name, url)
    a file to be saved. `next` may name a `patience_ms`, the time that it may take longer than a search.
    """

    id: Any
    state: State
    patches: list[dict[str, str]] = field(default_factory=list)
    history: str = "none"
    title: str = ""
    announce: str = ""
    focus: str = ""
    effects: list[dict[str, Any]] = field(default_factory=list)
    next: dict[str, Any] | None = None
    complete: bool = True
    error: str = ""

    def patch(self, target: str, html: str, mode: str = "morph") -> None:
        """Adds a patch: `html` is the element `target` itself, or with `append` what is put at its end."""
        self.patches.append({"target": target, "html": html, "mode": mode})

    def effect(self, do: str, /, **values: Any) -> None:
        """Asks for something to be done."""
        self.effects.append({"do": do, **values})

    def to_json(self) -> dict[str, Any]:
        """Returns the answer as plain JSON."""
        return {
            "id": self.id,
            "state": self.state.to_json(),
            "patches": self.patches,
            "url": self.state.fragment(),
            "history": self.history,
            "title": self.title,
            "announce": self.announce,
            "focus": self.focus,
            "effects": self.effects,
            "next": self.next,
            "complete": self.complete,
            "error": self.error,
        }
