"""codespell – the dictionaries that the codespell package ships, read as data.

The package is found through its metadata and never imported: its code is GPL-2.0-only, its dictionaries are
CC BY-SA 3.0 (see NOTICE).
"""

from functools import cache
from importlib.metadata import PackageNotFoundError, files

from textlint.errors import TextlintError


@cache
def dictionary(name: str) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """The entries of `dictionary<name>.txt`: (wrong, candidates, whether the one candidate is sure).

    A line is `wrong->right`, `wrong->one, two,` or `wrong->right, a warning`; only the first is sure.
    """
    wanted = f"dictionary{name}.txt"
    try:
        path = next(path for path in files("codespell") or () if path.name == wanted)
        lines = path.read_text(encoding="utf-8").splitlines()
    except (PackageNotFoundError, StopIteration, OSError):
        raise TextlintError(
            f"codespell's {wanted} is missing; expected it in the package codespell"
        ) from None
    entries = []
    for line in lines:
        wrong, _, rest = line.partition("->")
        listed, comma, _warning = rest.rpartition(",")
        candidates = tuple(each.strip() for each in (listed if comma else rest).split(","))
        entries.append((wrong, candidates, not comma))
    return tuple(entries)
