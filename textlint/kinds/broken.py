r"""broken – words that a hyphen or a blank parts, and words that have lost the blank between them.

    options:
      of: line-end                # the last word of a line goes on in the next one: `inter-⏎national`
      wrapped: true               # line-end: only in hard-wrapped text; without it, only in other text
      of: hyphen                  # a hyphen and a blank inside a word: `inter- national`
      of: blank                   # a blank inside a word: `govern ment`
      of: joined                  # two words: `ofthe`
      unless: ['\bvis a vis\b']   # a finding that one of these overlaps is left alone

What is meant is told by how often words are used. A broken word is one that dictionaries have and that is far
commoner than its pieces would be side by side by chance; two words are joined where the pair is far commoner
than the whole. What may be written with a hyphen (`long-⏎standing`) is left alone, and so are blanks in texts
that are full of code, where letters and made-up names are usual.
"""

from dataclasses import dataclass
from typing import Literal

from textlint.patterns import Pattern

VALUES: tuple[str, ...] = ("expected",)


@dataclass(frozen=True, slots=True)
class Options:
    of: Literal["line-end", "soft-hyphen", "hyphen", "blank", "joined"]
    wrapped: bool = False
    unless: tuple[Pattern, ...] = ()

    def __post_init__(self) -> None:
        if self.wrapped and self.of != "line-end":
            raise ValueError("'wrapped' is for 'of: line-end'")
