"""consistency – one word in two spellings within a document.

    options:
      groups: ["dialogue / dialog", "adviser / advisor"]

The spelling that is rarer in the document is reported, on a tie the one that comes later. Which of the two
is right is for the writer to say, so there is no edit. Capitalised words in mid-sentence are names, and a
quotation keeps the spelling of the one who is quoted.
"""

from dataclasses import dataclass

from textlint.phrases import is_phrase

VALUES: tuple[str, ...] = ("other",)


@dataclass(frozen=True, slots=True)
class Options:
    groups: tuple[str, ...]

    def __post_init__(self) -> None:
        for group in self.groups:
            if len(_spellings(group)) < 2:
                raise ValueError(f"expected spellings parted by ' / ', found {group!r}")
            for spelling in _spellings(group):
                if not is_phrase(spelling):
                    raise ValueError(f"expected words parted by single blanks, found {spelling!r}")


def _spellings(group: str) -> tuple[str, ...]:
    return tuple(spelling.strip() for spelling in group.split(" / "))
