"""Tells lines of code from lines of prose in a text that has lost its layout."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

SURE, LIKELY, NO = 2, 1, 0

# What only code looks like. A line that starts as a sentence does (capital, many words, a full stop) is never sure.
_SURE = re.compile(
    r"""
      (?:async\ )?def\ \w+\(                                    # Python
    | class\ \w+\s*[(:{]
    | from\ [\w.]+\ import\ \S | import\ [\w.]+(?:\ as\ \w+)?(?:,\ *[\w.]+)*;?$
    | @[\w.]+(?:\(.*)?$
    | (?:return|yield|raise|await|assert|del|global|nonlocal)\ .*[(\[{=._"'] | (?:return|pass|break|continue);?$
    | (?:if|elif|while|for|with|match|case|except|async\ (?:for|with))\b.*[()\[\]{}=<>"'._].*:$
    | (?:for\ \w+(?:,\ *\w+)*\ in\ .+|if\ (?:not\ )?\w+|while\ \w+|except(?:\ \w+)?(?:\ as\ \w+)?|else|try|finally):$
    | >>>\ ?\S | \.\.\.\ +\S | In\ \[\d+\]:
    | [A-Za-z_$][\w.$]*(?:\[[^\]]*\])*(?::\ ?[\w.\[\], |]+)?\s(?:[-+*/%|&^@]|//|\*\*|:)?=\s\S   # assignment
    | [A-Za-z_$][\w.$]*\([^()]*(?:\([^()]*\)[^()]*)*\)[;,:]?$   # a call
    | .*\w\($ | .*[=:(,\[]\s?[\[{]$ | (?:\w+\ )*\w*\s?=>\ .* | .*[;{]$
    | (?:const|let|var|function|func|fn|pub|use|package|public|private|static|SELECT|INSERT|UPDATE|CREATE)\ .*[;({=*]
    | \$\ \S | \#!/ | <\?php | </?[a-z][\w-]*(?:\s[^<>]*)?>.*
    | (?:sudo\ )?(?:pip3?|uv|npm|npx|yarn|git|docker|apt|apt-get|brew|conda|poetry|cargo|python3?|pytest|curl|make)
      \ (?:install|add|run|clone|init|build|test|sync|push|pull|commit|-\S)\S*(?:\ \S+){0,8}$
    | [{\[]\s*["'].* | ["'][\w\ .-]+["']\s*:\s.*
    """,
    re.VERBOSE,
)
# What stands between lines of code and may as well be prose or a list.
_LIKELY = re.compile(
    r"""
      \#.* | //.* | /\*.* | \*/ | --\ .* | [)\]}]+[\s)\]},;:]*.{0,40} | \w+,$ | ["'].*["'],?$ | [\w.\[\]"']+=\S.*,?$
    | lambda\b.* | (?:else|try|finally|pass|return|break|continue)\b:?$ | \*{0,2}\w+,?$ | \.\w+\(.*
    """,
    re.VERBOSE,
)
_SENTENCE = re.compile(r"[A-Z][a-z’']*,?(?:\s\S+){4,}[.!?:]$")
_LINES_IN_BRACKETS = 40


def code_runs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Returns where code stands in `lines`, as half-open ranges.

    >>> code_runs(["It prints this:", "for boat in fleet:", "print(boat)", "# done", "That is all of it."])
    [(1, 4)]
    """
    runs: list[tuple[int, int]] = []
    place = 0
    while place < len(lines):
        end, sure = _run_end(lines, place)
        if sure:
            runs.append((place, end))
        place = max(end, place + 1)
    return runs


def looks_like_code(line: str) -> int:
    """Returns SURE, LIKELY or NO for a line by itself.

    >>> looks_like_code("x = [1]"), looks_like_code("# why"), looks_like_code("Why is that?")
    (2, 1, 0)
    """
    text = line.strip()[:500]
    indented = line.startswith(("    ", "\t"))
    if not text:
        return NO
    if _SURE.match(text) and not _SENTENCE.match(text):
        return SURE
    return LIKELY if indented or _LIKELY.fullmatch(text) else NO


def _run_end(lines: Sequence[str], start: int) -> tuple[int, bool]:
    """Returns where the run of lines ends that starts at `start` and may be code, and whether it is code for sure."""
    place, sure, indented = start, False, 0
    while place < len(lines):
        kind = looks_like_code(lines[place])
        if kind == NO:
            # a blank line within code, with more code right after it
            blank = not lines[place].strip() and place > start and place + 1 < len(lines)
            if not (blank and looks_like_code(lines[place + 1]) != NO):
                break
        indented += lines[place].startswith(("    ", "\t"))
        sure = sure or kind == SURE or indented > 1
        place = max(place, _closing(lines, place) if kind == SURE else 0) + 1
    return place, sure


def _closing(lines: Sequence[str], place: int) -> int:
    """Returns the line on which the brackets close that are open at the end of line `place`, or 0."""
    depth = _depth(lines[place])
    for end in range(place + 1, min(place + _LINES_IN_BRACKETS, len(lines))):
        if depth <= 0:
            return 0
        depth += _depth(lines[end])
        if depth <= 0:
            return end
    return 0


@functools.lru_cache(maxsize=256)
def _depth(line: str) -> int:
    plain = re.sub(r"\"[^\"]*\"|'[^']*'|#\s.*", "", line[:1000])
    return sum(plain.count(char) for char in "([{") - sum(plain.count(char) for char in ")]}")
