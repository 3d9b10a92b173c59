"""codespell – the dictionaries that the codespell package ships, read as data.

The package is found through its metadata and never imported: its code is GPL-2.0-only, its dictionaries are
CC BY-SA 3.0 (see NOTICE).
"""

from functools import cache
from typing import TYPE_CHECKING

from textlint.errors import expected

if TYPE_CHECKING:
    from importlib.metadata import PackagePath


@cache
def dictionaries() -> dict[str, "PackagePath"]:
    """The dictionaries that there are, by the ends of their names: "" is dictionary.txt."""
    from importlib.metadata import PackageNotFoundError, files  # noqa: PLC0415 - late: it takes its time

    try:
        found = files("codespell") or ()
    except PackageNotFoundError:
        found = ()
    named = (path for path in found if path.suffix == ".txt" and path.name.startswith("dictionary"))
    return {path.stem.removeprefix("dictionary"): path for path in named}


def require(name: str) -> None:
    """Raise ValueError for a dictionary that is not there."""
    if name not in dictionaries():
        raise ValueError(f"codespell has no dictionary{name}.txt{expected(name, dictionaries())}")


@cache
def entries(name: str) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """The entries of a dictionary: (wrong, candidates, whether the one candidate is sure).

    A line is `wrong->right`, `wrong->one, two,` or `wrong->right, a warning`; only the first is sure.
    """
    require(name)
    found = []
    for line in dictionaries()[name].read_text(encoding="utf-8").splitlines():
        wrong, _, rest = line.partition("->")
        listed, comma, _warning = rest.rpartition(",")
        candidates = tuple(each.strip() for each in (listed if comma else rest).split(","))
        found.append((wrong, candidates, not comma))
    return tuple(found)
