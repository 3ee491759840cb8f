"""Lets a query begin with a hyphen, which argparse would take for an option. It is asked before any command is imported."""

from __future__ import annotations

_ACTING = ("export", "remove")
_FLAGS = frozenset(("--json", "--fold", "-h", "--help"))
_VALUED = frozenset(("--limit",))


def joined(arguments: list[str]) -> list[str]:
    """Returns `arguments` so that the query of a command which acts on one may begin with a hyphen.

    >>> joined(["export", "archive", "--query", "-word"])
    ['export', 'archive', '--query=-word']
    """
    if arguments[:1] and arguments[0] in _ACTING and "--query" in arguments[:-1]:
        place = arguments.index("--query")
        return [*arguments[:place], f"--query={arguments[place + 1]}", *arguments[place + 2 :]]
    return arguments


def sorted_out(arguments: list[str]) -> list[str]:
    """Returns `arguments` so that a query may begin with a hyphen: options first, then `--`, then the rest.

    >>> sorted_out(["search", "archive", "-word", "--json"])
    ['search', '--json', '--', 'archive', '-word']
    """
    if arguments[:1] != ["search"] or "--" in arguments:
        return arguments
    options: list[str] = []
    rest: list[str] = []
    words = iter(arguments[1:])
    for word in words:
        if word in _VALUED:
            options += [word, *([value] if (value := next(words, None)) is not None else [])]
        elif word in _FLAGS or word.partition("=")[0] in _VALUED:
            options.append(word)
        else:
            rest.append(word)
    return ["search", *options, "--", *rest]
