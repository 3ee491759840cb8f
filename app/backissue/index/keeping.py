"""A built index in parts, to be kept and gone on from: to read them takes a tenth of the time that building it takes.

The parts are pickles, since nothing that comes with Python reads so many small values as fast. A pickle can name any function
to be called, so only the classes of an index are allowed in these, and nothing that does more than hold values.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from backissue.archive.manifest import Manifest
from backissue.index.facets import ManyField, SingleField, Values
from backissue.index.index import Index
from backissue.index.rows import Rows
from backissue.index.store import Store

Raw = dict[str, Any]
_PROTOCOL = 5
_ISSUES_AT_ONCE = 10
_CLASSES = {(each.__module__, each.__name__): each for each in (ManyField, SingleField, Values, Rows)}
_BUILT_IN = {("array", "array"), ("array", "_array_reconstructor"), ("builtins", "bytearray")}


class NotKept(Exception):
    """The parts are not those of an index, or of another one."""


class _Reading(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Returns the class of that name, if an index is made of it."""
        if (module, name) in _CLASSES:
            return _CLASSES[module, name]
        if (module, name) in _BUILT_IN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an index")


def pack(index: Index, shards: Mapping[str, Sequence[Raw]]) -> Iterator[bytes]:
    """Yields a settled index in parts of some hundred kilobytes; `shards` are the parsed issues it was made from, by path.

    The parts are small, so that they find room in what memory there is. Nothing may be added to the index meanwhile.
    """
    yield from map(packed, index.state())
    yield packed(None)
    yield from map(packed, index.store.pages())
    for path, issues in shards.items():
        for first in range(0, max(len(issues), 1), _ISSUES_AT_ONCE):
            yield packed((path, issues[first : first + _ISSUES_AT_ONCE]))


def unpack(manifest: Manifest, parts: Iterable[bytes]) -> tuple[Index, dict[str, list[Raw]]]:
    """Returns the index that was packed, and the issues of its shards; `manifest` is that of the archive it was made from.

    Raises:
        NotKept: if the parts are damaged, or not of that archive.
    """
    try:
        read = map(unpacked, parts)
        state = dict(iter(lambda: next(read), None))
        index = Index(manifest, store=Store(read))
        shards: dict[str, list[Raw]] = {}
        for path, issues in read:
            shards.setdefault(path, []).extend(issues)
        index.go_on_from(state, [shards[entry.path] for entry in manifest.shards])
    except NotKept:
        raise
    except Exception as error:  # whatever damage does: what was kept is no loss
        raise NotKept(f"{type(error).__name__}: {error}") from error
    return index, shards


def packed(value: object) -> bytes:
    """Returns a value made of texts, numbers and the classes of an index as one part."""
    return pickle.dumps(value, _PROTOCOL)


def unpacked(part: bytes) -> Any:
    """Returns the value that was packed.

    Raises:
        NotKept: if the part is damaged, or names anything that an index is not made of.
    """
    try:
        return _Reading(io.BytesIO(part)).load()
    except Exception as error:  # damage can raise almost anything
        raise NotKept(f"{type(error).__name__}: {error}") from error
