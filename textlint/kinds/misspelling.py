r"""misspelling – words that nobody uses, one slip away from a word that many use.

    options:
      codespell: [""]             # misspellings that these dictionaries have are left to other rules
      shortest: 3                 # words with fewer letters are left alone
      enough: 1.3                 # what the gain must reach in words of so many letters or more …
      long: 11
      each_letter: 0.22           # … and how much more for each letter less
      derived: 1.0                # so much more for what may be derived or compounded of known words …
      again: 1.0                  # … and each time that the word stands in the text again
      lead: 0.4                   # a second word that gains nearly as much leaves no correction
      around: 3                   # of so many words on either side all must be known, but for one name
      allow: [kwargs, mutex]      # words that are right

The gain is by how many powers of ten the word that is meant is used more than the one that stands there, less
the cost of the slip (see `slips`). Only words in lower case count, in prose, between known words: names are
spelled in all ways, and what stands among unknown words is jargon, dialect or another language. What
dictionaries have, what is used and derived, and what the document capitalises elsewhere, is no misspelling.
"""

from dataclasses import dataclass

from textlint.lexicon import require_dictionary

VALUES: tuple[str, ...] = ("expected",)


@dataclass(frozen=True, slots=True)
class Options:
    enough: float
    long: int
    each_letter: float
    derived: float
    again: float
    lead: float
    around: int
    shortest: int = 3
    codespell: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.codespell:
            require_dictionary(name)
