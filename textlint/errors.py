"""errors – what can be said in one line to the person who can mend it."""

import os
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

CLEAN, FINDINGS, FAILED = 0, 1, 2  # exit codes
LIES_ELSEWHERE = "; what was found is not shown, since the file lies outside of this project"
UNREAD = 141  # the one of a shell for a program that wrote into a pipe which nobody reads: 128 + SIGPIPE
FEW = 40  # choices that an error still lists


class TextlintError(Exception):
    """the tool can't do what it was asked; the message names place, what was found and what was expected"""

    def __init__(self, problem: str, path: Path | str | None = None, line: int | None = None) -> None:
        place = "" if path is None else f"{path}: " if line is None else f"{path}:{line}: "
        super().__init__(place + problem)
        self.problem, self.path, self.line = problem, path, line


class RuleError(TextlintError):
    """a rule file is wrong"""


class SettingsError(TextlintError):
    """settings or flags are wrong; `keys` lead to what is wrong where the settings file has to be asked"""

    def __init__(
        self,
        problem: str,
        path: Path | str | None = None,
        line: int | None = None,
        *,
        keys: tuple[str, ...] = (),
    ) -> None:
        super().__init__(problem, path, line)
        self.keys = keys


class InputError(TextlintError):
    """a file can't be read or written"""


class CheckError(TextlintError):
    """a check has failed, which is a fault of textlint; other documents can be checked"""


def is_in(path: Path, folder: Path) -> bool:
    """Whether a file is really in the project of a folder: its git work tree, or the folder itself.

    What is wrong in others is not quoted: a link in a checkout may lead to a secret of whoever runs textlint,
    and its lines into a public log.
    """
    home = folder.resolve()
    top = next((each for each in (home, *home.parents) if os.path.lexists(each / ".git")), home)
    return path.resolve().is_relative_to(top)


def expected(found: str, choices: Iterable[str]) -> str:
    """The second half of an error: the nearest choice if one is near, otherwise all, if they are few.

    >>> expected("anywere", ["anywhere", "head"])
    "; did you mean 'anywhere'?"
    >>> expected("x", ["head", "tail"])
    '; expected one of head, tail'
    >>> expected("x", [])
    '; there are none'
    """
    known = sorted(choices)
    if not known:
        return "; there are none"
    near = get_close_matches(found, known, n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; expected one of {', '.join(known)}" if len(known) <= FEW else ""
