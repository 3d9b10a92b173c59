r"""lines – page furniture: whole lines, by what they say, where they stand and what stands around them.

    options:
      any_of: ["leave a reply", "cancel reply"]    # the whole line, whatever its case and decoration
      starts_with: ["this site uses akismet"]
      patterns: ['\d+ (comments?|replies)']        # the whole line, in any case
      match_case: true            # for the patterns
      unless: ['leave a reply on .+']              # lines that look alike and are left alone
      where: tail                 # head, tail, first-line, last-line, anywhere (the default)
      longest: 200                # code points; longer lines are not read
      run: 3                      # only where so many different ones follow one another
      family: 2                   # only where so many such lines stand in the region
      near: scraping/weather      # only within `distance` lines of a finding of that rule
      distance: 1
      extend: to-end              # flag all from the first such line to the end of the text
      items: '[-•*] ?\d+\. .+'   # with `extend: block`: what the lines under it look like
      recur: 0.5                  # … and the share of them that stands again as a line of its own

Lines of a hard-wrapped paragraph are not lines of their own and are not read. A finding is one line, or one
block. Its edit deletes lines with their breaks; the fixer tidies the blank lines around them. The head
reaches to the third paragraph of running text, the tail back to the third-last.
"""

from dataclasses import dataclass
from typing import Literal

from textlint.patterns import Pattern

VALUES: tuple[str, ...] = ()

LONGEST, LONGEST_OF_ALL = 300, 10_000  # code points of a line; boilerplate is short
LONGEST_PHRASE = 150  # code points of a line, decoration included, that is compared with phrases


@dataclass(frozen=True, slots=True)
class Options:
    any_of: tuple[str, ...] = ()
    starts_with: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    match_case: bool = False
    unless: tuple[Pattern, ...] = ()
    where: Literal["head", "tail", "first-line", "last-line", "anywhere"] = "anywhere"
    longest: int = LONGEST
    run: int = 1
    family: int = 1
    near: str | None = None
    distance: int = 1
    extend: Literal["line", "to-end", "block"] = "line"
    items: Pattern | None = None
    recur: float = 0.0

    def __post_init__(self) -> None:
        if not (self.any_of or self.starts_with or self.patterns):
            raise ValueError("expected at least one of any_of, starts_with, patterns")
        if (self.extend == "block") != (self.items is not None):
            raise ValueError("'items' goes with 'extend: block'")
        if not 1 <= self.longest <= LONGEST_OF_ALL:
            raise ValueError(f"expected longest from 1 to {LONGEST_OF_ALL}, found {self.longest}")
        for phrase in self.any_of:
            if len(phrase) > LONGEST_PHRASE:
                raise ValueError(f"expected phrases of at most {LONGEST_PHRASE} characters, found {phrase!r}")
        for name in ("run", "family", "distance"):
            if getattr(self, name) < 1:
                raise ValueError(f"expected {name} to be 1 or more, found {getattr(self, name)}")
