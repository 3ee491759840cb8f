"""The tree that a query is parsed into; `str(node)` writes it in the query language again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

TEXT_FIELDS = ("title", "summary", "content")


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word as typed. `prefix`: it stands for every word that begins so. `typing`: its end may be missing yet."""

    text: str
    field: str = ""
    prefix: bool = False
    typing: bool = dataclasses.field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{self.field}:{self.text}{'*' * self.prefix}" if self.field else self.text + "*" * self.prefix


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exact words in a row."""

    text: str
    field: str = ""

    def __str__(self) -> str:
        return f'{self.field}:"{self.text}"' if self.field else f'"{self.text}"'


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a filter; an exact one must be equal, another may also stand as whole words inside of it."""

    text: str
    exact: bool = False

    def __str__(self) -> str:
        return f'"{self.text}"' if self.exact else self.text


@dataclass(frozen=True, slots=True)
class Filter:
    """A field that must have one of some values."""

    name: str
    values: tuple[Value, ...]

    def __str__(self) -> str:
        return f"{self.name}:{','.join(map(str, self.values))}"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression over title and summary; `text` is without its slashes."""

    text: str

    def __str__(self) -> str:
        return f"/{self.text}/"


@dataclass(frozen=True, slots=True)
class Not:
    """All but `part`."""

    part: Node

    def __str__(self) -> str:
        return f"NOT {_grouped(self.part)}"


@dataclass(frozen=True, slots=True)
class And:
    """Every one of `parts`, two at least."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(f"({part})" if isinstance(part, Or) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Any one of `parts`, two at least."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))


Leaf = Word | Phrase | Filter | Pattern
Node = Leaf | Not | And | Or


def _grouped(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: the tree (None for everything), the order asked for, and notes on what was left out."""

    tree: Node | None = None
    sort: str = ""
    notes: tuple[str, ...] = dataclasses.field(default=(), compare=False)

    def __str__(self) -> str:
        order = f"sort:{self.sort}" if self.sort else ""
        if self.tree is None:
            return order
        return f"{f'({self.tree})' if order and isinstance(self.tree, Or) else self.tree} {order}".rstrip()

    def leaves(self) -> Iterator[tuple[Leaf, bool]]:
        """Yields each leaf of the tree with whether it stands under a negation."""
        if self.tree is not None:
            yield from _leaves(self.tree, False)


def _leaves(node: Node, negated: bool) -> Iterator[tuple[Leaf, bool]]:
    if isinstance(node, Not):
        yield from _leaves(node.part, not negated)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _leaves(part, negated)
    else:
        yield node, negated


def join_and(parts: list[Node]) -> Node | None:
    """Returns `parts` side by side: groups of the same kind are opened, a single part stands for itself."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else [part])
    return And(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def join_or(parts: list[Node]) -> Node | None:
    """Returns `parts` as alternatives, as `join_and`."""
    flat: list[Node] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Or) else [part])
    return Or(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def negate(part: Node) -> Node:
    """Returns all but `part`; twice is not at all."""
    return part.part if isinstance(part, Not) else Not(part)
