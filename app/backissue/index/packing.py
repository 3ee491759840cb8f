"""Packs what an index is made of, so that it takes little room: on the disk for the next visit, and in memory.

What is packed is a pickle, since nothing that comes with Python reads so many small values as fast. A pickle can name any
function to be called, so only the classes of an index are allowed in these, and nothing that does more than hold values.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

from backissue.index.facets import ManyField, SingleField, Values
from backissue.index.rows import Rows

_PROTOCOL = 5
_CLASSES = {(each.__module__, each.__name__): each for each in (ManyField, SingleField, Values, Rows)}
_BUILT_IN = {("array", "array"), ("array", "_array_reconstructor"), ("builtins", "bytearray")}


class NotKept(Exception):
    """What was packed is damaged, or not of this index."""


class _Reading(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Returns the class of that name, if an index is made of it."""
        if (module, name) in _CLASSES:
            return _CLASSES[module, name]
        if (module, name) in _BUILT_IN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of an index")


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
