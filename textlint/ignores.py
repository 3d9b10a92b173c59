"""ignores – patterns as in .gitignore, compiled so that no pattern and no file name takes long.

pathspec translates a pattern; its own choice of a backend is not taken, since Hyperscan refuses long patterns
and names that are not UTF-8. Python's `re` takes both, but tries every way to divide a name among wildcards.
So a wildcard before another one takes the first place that fits, which is as good as any later one.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FOLDERS = "(?:/.+)?"  # how pathspec writes `/**` between two names
STAR = re.escape("[^/]*")  # and `*` in a name, where `?` is `[^/]`
FIXED = rf"(?:\[\^/\](?!\*)|(?!{STAR})[^/])+"  # what can't be longer or shorter
STAR_BEFORE_STAR = re.compile(rf"(?:{STAR})+({FIXED})(?={STAR})")

WILDCARD = re.compile(r"[*?\[\\]")


def compiled(lines: Iterable[str]) -> "GitIgnoreSpec":
    """Compiled patterns; lines that mean nothing are passed over, as git does."""
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - late: most runs have no patterns

    patterns = (_pattern(line) for line in lines)
    return GitIgnoreSpec([each for each in patterns if not isinstance(each, str)], backend="simple")


def problem(line: str) -> str | None:
    """What is wrong with a pattern."""
    pattern = _pattern(line)
    return pattern if isinstance(pattern, str) else None


def normal(line: str, folder: Path) -> str:
    """A pattern as git reads it, from one that is written as a path: `./docs`, `docs//`, `/texts/docs`.

    Git takes `.` and `..` for names. `folder` is what patterns are relative to. A `..` that leads out of it,
    or follows a wildcard, stays.

    >>> [normal(line, Path("/texts")) for line in ("./docs/", "/texts/docs", "!docs/./a/../b", "docs//", ".")]
    ['/docs/', '/docs', '!/docs/b', 'docs/', '/*']
    """
    sign = "!" if line.startswith("!") else ""
    path, inside = re.sub("/+", "/", line[len(sign) :]), folder.as_posix().rstrip("/")
    if inside and (path == inside or path.startswith(f"{inside}/")):
        path = f".{path[len(inside) :]}"
    names = path.split("/")
    if not {".", ".."} & {*names}:
        return sign + path
    kept: list[str] = []
    for name in names:
        if name == ".." and kept and not (kept[-1] == ".." or WILDCARD.search(kept[-1])):
            kept.pop()
        elif name not in ("", "."):
            kept.append(name)
    end = "/" if kept and names[-1] in ("", ".", "..") else ""
    return f"{sign}/{'/'.join(kept) or '*'}{end}"


def leads_out(line: str) -> bool:
    """Whether a pattern that is `normal` names something outside the folder that it is relative to."""
    return ".." in line.split("/")


def is_literal(line: str) -> bool:
    """Whether a pattern is the name of a file or folder."""
    return not (line.startswith(("!", "#")) or WILDCARD.search(line))


@lru_cache(maxsize=100_000)
def _pattern(line: str) -> Any:
    """A compiled pattern, or the problem with it."""
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern  # noqa: PLC0415

    try:
        expression, include = GitIgnoreSpecPattern.pattern_to_regex(line)
        if expression is None:
            return GitIgnoreSpecPattern(None)
        return GitIgnoreSpecPattern(re.compile(_quick(expression)), include)
    except (ValueError, re.error, OverflowError, RecursionError) as error:
        return " ".join(str(error).split()) or "too long"


def _quick(expression: str) -> str:
    """The same expression, in which nothing is tried twice.

    >>> _quick("^a[^/]*b[^/]*c$")
    '^a(?>[^/]*?b)[^/]*c$'
    """
    first, *more = (STAR_BEFORE_STAR.sub(r"(?>[^/]*?\1)", part) for part in expression.split(FOLDERS))
    if not more:
        return first
    *inner, last = more
    return "".join((first, *(f"(?>(?:/.+?)??{part}(?=/))" for part in inner), FOLDERS, last))
