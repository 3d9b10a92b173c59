r"""repetition – words and paragraphs that stand twice, and lists of what stands below.

    options:
      of: words                   # the same word twice in a row; or paragraphs, anywhere in the text; or
                                  # contents, which stand again below
      only: [the, of, and]        # words: only these …
      codespell: [""]             # … and what these dictionaries of codespell correct to
      allow: [had, that, very]    # words: not these
      unless: ['\band and or\b']  # words: a finding that one of these overlaps is left alone
      fewest_words: 8             # paragraphs: shorter ones (headings, refrains) may well stand twice
      most_copies: 2              # paragraphs: what stands more often is a refrain, or made by a machine
      reach: 6                    # paragraphs: a copy stands at most so many behind the first one, or else …
                                  # … three copies stand in a row: manuals say things twice, far apart
      headings: [on this page]    # contents: the line above the items

A table of contents is made by a machine if most of its items are the first words of later lines, in their
order, and half of them are cut off there. One that lists whole headings is the author's.

The edit deletes the second one, or the table. A doubled word that is capitalised both times is a name
(Duran Duran). One at the end of a line and at the beginning of the next counts in wrapped text, and where
only a few words are sought. A word that is named (the word the, “the the”) may well be followed by itself.
Where a text has more than two doubled words or fillers (uh, er) no edit is safe, and with fillers it is
speech, where they are only mentioned. Without `only` and `codespell` any word counts, and every text has to
be read for it.
"""

from dataclasses import dataclass
from typing import Literal

from textlint.lexicon import require_dictionary
from textlint.patterns import Pattern

VALUES: tuple[str, ...] = ("line",)


@dataclass(frozen=True, slots=True)
class Options:
    of: Literal["words", "paragraphs", "contents"] = "words"
    only: tuple[str, ...] = ()
    codespell: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    unless: tuple[Pattern, ...] = ()
    fewest_words: int = 1
    most_copies: int = 1000
    reach: int | None = None
    headings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.of == "contents") != bool(self.headings):
            raise ValueError("'headings' goes with 'of: contents'")
        for name in self.codespell:
            require_dictionary(name)
