"""readings – what the tests of all inputs for marked-up text ask of a reading."""

from itertools import pairwise

from textlint.markup import SIGNS, reading
from textlint.model import Document, Reading, Role

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
PARAGRAPH, HEADING, ITEM, CELL = Role.PARAGRAPH, Role.HEADING, Role.ITEM, Role.CELL


def read(text: str, form: str) -> Reading:
    """A text in a format as its parser sees it."""
    return reading(Document(text, None, form))


def blocks_of(text: str, read: Reading, runs: str = "¤") -> list[tuple[Role, str]]:
    """The blocks of a text as the checks read them, with single blanks.

    What stands in as a thing is a ¤; of a sign in `runs` several in a row are one.
    """
    assert_sound(text, read)
    found = []
    for start, end, role in read.blocks:
        body = read.prose[start:end].replace(OBJECT, "¤")
        for sign in runs:
            while sign * 2 in body:
                body = body.replace(sign * 2, sign)
        found.append((role, " ".join(body.split())))
    return found


def assert_sound(text: str, read: Reading) -> None:
    """The laws of a reading."""
    assert len(read.prose) == len(text)
    assert all(sign in (own, *SIGNS) for own, sign in zip(text, read.prose, strict=True))
    for start, end, _ in read.blocks:
        assert (
            read.prose[start:end].split("\n")[0].split("\r")[0]
            == read.prose[start:end].strip(" \t\r\n")
            != ""
        )
    for above, below in pairwise(read.blocks):
        assert above.end < below.start
        assert {"\n", "\r"} & set(read.prose[above.end : below.start])
    assert all(0 <= start <= end <= len(text) for start, end in read.comments)
