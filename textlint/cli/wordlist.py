"""wordlist – the dictionary that a project's own words are added to."""

from collections.abc import Sequence
from pathlib import Path

from textlint import files
from textlint.errors import InputError
from textlint.settings import Settings

NAME = ".textlint-words"  # where no dictionary is set


def file_for(settings: Settings) -> Path:
    """The dictionary that is named last, or one beside the settings that they don't name yet."""
    if settings.dictionary:
        return settings.dictionary[-1]
    return (settings.path.parent if settings.path else Path.cwd()) / NAME


def add(file: Path, words: Sequence[str]) -> None:
    """Write words behind those of a file, one in a line; it is made if it is not there. Raises InputError."""
    try:
        if not file.exists():
            with file.open("x", encoding="utf-8", newline="\n") as new:
                new.writelines(f"{word}\n" for word in words)
            return
        data, read = file.read_bytes(), file.stat()
    except OSError as error:
        raise InputError(f"can't be written: {error.strerror}", file) from None
    line_end = b"\r\n" if b"\r\n" in data else b"\n"
    if data and not data.endswith(b"\n"):
        data += line_end
    files.replace(file, data + b"".join(word.encode() + line_end for word in words), read)
