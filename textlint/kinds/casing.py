r"""casing – words that should be capitalised and are not.

    options:
      of: names                   # the default; or frames, strangers, sentences, paragraphs, titles
      names: [Israel, West Bank]  # as they are written when they are right
      table: cities.tsv           # more of them, one in a row
      ambiguous: true             # small letters may be right too (turkey, may): only on evidence
      unless: ['\bthe west bank of the\b']   # a finding that one of these overlaps is left alone
      not_after: [approx, etc]    # sentences: abbreviations that end with a full stop
      small: [of, the, and]       # titles: words that stay small
      frames: ['\bon (?P<name>may) \d']   # frames: what is called "name" in a match has a capital

A name is wrong where one of its words is written in small letters altogether: `hamas`, `west Bank`, `nato`;
what the table writes small may be small (`al-Qaeda`). For a rule in English words the words around it must be
common ones of English.
Evidence is the document itself: it writes the name as it should be in mid-sentence, twice and twice as often
as not; for a name of several words once is enough. With evidence a
correction is as safe as the rule says; without it is unsafe, and an ambiguous name draws nothing.

A stranger is a word in small letters that no dictionary has, behind one of the names, which are given names,
or behind a hyphen and a word with a capital. A paragraph is looked at if it is running text that begins with
a common word, behind a full sentence or a heading. Where more than a few sentences or paragraphs begin with
small letters, that is how the text is written.
"""

from dataclasses import dataclass
from typing import Literal

from textlint.model import Table
from textlint.patterns import Pattern, groups
from textlint.phrases import is_phrase

VALUES: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    of: Literal["names", "frames", "strangers", "sentences", "paragraphs", "titles"] = "names"
    names: tuple[str, ...] = ()
    table: Table | None = None
    ambiguous: bool = False
    unless: tuple[Pattern, ...] = ()
    not_after: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    frames: tuple[Pattern, ...] = ()

    def __post_init__(self) -> None:
        if self.of == "strangers" and not (self.names or self.table):
            raise ValueError("given names are needed for 'of: strangers'")
        if self.of != "strangers" and (self.of == "names") != bool(self.names or self.table):
            raise ValueError("names are needed for 'of: names', and only there")
        if (self.of == "frames") != bool(self.frames):
            raise ValueError("frames are needed for 'of: frames', and only there")
        for frame in self.frames:
            if "name" not in groups(frame):
                raise ValueError(f"expected a group (?P<name>…), found {frame!r}")
        for name in listed(self):
            if not is_phrase(name):
                raise ValueError(f"expected words parted by single blanks, found {name!r}")


def listed(options: Options) -> tuple[str, ...]:
    """All names of a rule."""
    return (*options.names, *(row.cells[0] for row in (options.table.rows if options.table else ())))
