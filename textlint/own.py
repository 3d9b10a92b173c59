"""own – private data of the user: folders that no checkout can have filled, and the key that seals journals.

A sealed journal is undone without a question. So a folder in a git work tree or below the working folder does
not count, whatever a variable of the environment says: its content may have come with somebody else's files.
"""

import os
import secrets
import stat
from contextlib import suppress
from functools import cache
from pathlib import Path

KEY, KEY_LENGTH = "journal.key", 32
NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def why_foreign(folder: Path) -> str | None:
    """Why the content of a folder may be somebody else's, or None."""
    with suppress(OSError):
        return _why_foreign(folder, Path.cwd())
    return None


@cache
def _why_foreign(folder: Path, here: Path) -> str | None:
    """The same for a working folder. In the home folder, and above it, everything is the user's own."""
    home = _home()
    for path in (here / folder, (here / folder).resolve()):
        for around in (path, *path.parents):
            if around == home:
                break
            if os.path.lexists(around / ".git"):
                return f"in the git work tree {around}"
            if around == here.resolve() and not home.is_relative_to(around):
                return "below the working folder"
    return None


def _home() -> Path:
    """The home folder by the system's list of users: the variable HOME may name a checkout."""
    try:
        import pwd  # noqa: PLC0415 - not on Windows

        return Path(pwd.getpwuid(os.getuid()).pw_dir).resolve()
    except (ImportError, KeyError):
        return Path.home().resolve()


def key(*, make: bool = False) -> bytes | None:
    """The secret that seals this user's journals on this machine; None where there is none."""
    import platformdirs  # noqa: PLC0415

    try:
        folder = Path(platformdirs.user_state_dir("textlint", appauthor=False))
        if why_foreign(folder):
            return None
        if make and not os.path.lexists(folder / KEY):
            _make_key(folder)
        with open(os.open(folder / KEY, os.O_RDONLY | NO_LINK), "rb") as file:  # noqa: PTH123
            found, about = file.read(KEY_LENGTH + 1), os.fstat(file.fileno())
    except (OSError, RuntimeError):  # no home, or one that can't be written
        return None
    is_own = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o077)
    return found if len(found) == KEY_LENGTH and is_own and stat.S_ISREG(about.st_mode) else None


def _make_key(folder: Path) -> None:
    """Put a new key in its place, unless another process was first."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = folder / f"{KEY}-{secrets.token_hex(8)}"
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            file.write(secrets.token_bytes(KEY_LENGTH))
        with suppress(FileExistsError):
            os.link(temporary, folder / KEY)
    finally:
        temporary.unlink(missing_ok=True)
