"""The query language: what is typed becomes a tree, and a tree can be written again."""

from backissue.query.fields import FIELDS, FILTERS
from backissue.query.parser import parse
from backissue.query.tree import TEXT_FIELDS, And, Filter, Node, Not, Or, Pattern, Phrase, Query, Value, Word

__all__ = [
    "FIELDS",
    "FILTERS",
    "TEXT_FIELDS",
    "And",
    "Filter",
    "Node",
    "Not",
    "Or",
    "Pattern",
    "Phrase",
    "Query",
    "Value",
    "Word",
    "parse",
]
