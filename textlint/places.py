r"""places – the lines on which the keys of a TOML text stand, which tomllib does not tell.

A place is the path to a value: ("overrides", 0, "ignore"). A text in a list has one, too, which ends with it.

>>> places('ignore = [\n  "spelling",\n]\n[[overrides]]\npaths = ["docs/**"]\n')[("ignore", "spelling")]
2
"""

import tomllib
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import regex

Place = tuple[str | int, ...]
Signs = list[tuple[str, int]]

TEXT = r"""\"{3}(?:\\.|[^\\])*?"{3,5}(?!")|'{3}.*?'{3,5}(?!')|"(?:\\.|[^"\\\n])*"|'[^'\n]*'"""
SIGN = regex.compile(
    rf"""(?s){TEXT}|(?P<remark>\#[^\n]*)|(?P<blank>[^\S\n]+)|[\[\]{{}}=,.\n]|[^\s\[\]{{}}=,.\#"']+"""
)


def places(text: str) -> Mapping[Place, int]:
    """The places of a text that tomllib has read, with their lines; counted from 1."""
    signs, line = Signs(), 1
    for match in SIGN.finditer(text):
        if match["remark"] is match["blank"] is None:
            signs.append((match[0], line))
        line += match[0].count("\n")
    signs.reverse()  # the next one is the last
    found: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    while signs:
        sign, line = signs[-1]
        if sign == "\n":
            signs.pop()
        elif sign == "[":
            table = _header(signs, counts)
            found.setdefault(table, line)
            if isinstance(table[-1], int):
                found.setdefault(table[:-1], line)
        else:
            _pair(signs, table, found)
    return found


def _header(signs: Signs, counts: dict[Place, int]) -> Place:
    """The place of the table that a header begins; one of several in a row has a number."""
    signs.pop()
    doubled = signs[-1][0] == "["
    if doubled:
        signs.pop()
    place: Place = ()
    names = _key(signs, until="]")
    for n, name in enumerate(names, 1):
        place = (*place, name)
        if doubled and n == len(names):
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    if doubled:
        signs.pop()
    return place


def _pair(signs: Signs, table: Place, found: dict[Place, int]) -> None:
    line = signs[-1][1]
    place = table
    for name in _key(signs, until="="):
        place = (*place, name)
        found.setdefault(place, line)
    _value(signs, place, found)


def _key(signs: Signs, until: str) -> list[str]:
    names = []
    while (sign := signs.pop()[0]) != until:
        if sign != ".":
            names.append(_text(sign) if sign[0] in "\"'" else sign)
    return names


def _value(signs: Signs, place: Place, found: dict[Place, int]) -> None:
    sign, _ = signs.pop()
    if sign == "[":
        numbers = count()
        _until(signs, "]", lambda: _item(signs, place, next(numbers), found))
    elif sign == "{":
        _until(signs, "}", lambda: _pair(signs, place, found))
    elif sign[0] not in "\"'":
        while signs and signs[-1][0] not in (",", "]", "}", "\n"):  # a number or date in parts
            signs.pop()


def _item(signs: Signs, place: Place, number: int, found: dict[Place, int]) -> None:
    sign, line = signs[-1]
    if sign[0] in "\"'":
        found.setdefault((*place, _text(sign)), line)
    _value(signs, (*place, number), found)


def _until(signs: Signs, end: str, item: Callable[[], Any]) -> None:
    while signs[-1][0] != end:
        if signs[-1][0] in (",", "\n"):
            signs.pop()
        else:
            item()
    signs.pop()


def _text(sign: str) -> str:
    return str(tomllib.loads(f"text = {sign}")["text"])
