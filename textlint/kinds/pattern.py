r"""pattern – flag what a regular expression finds, and rewrite it if the rule says how.

    options:
      find: '(?<=\w)\.\.(?=\s|$)'
      replace: '.'            # \1 and \g<name> work; left out, the rule only reports
      unless: ['\w\.\.\w']    # a match that one of these overlaps is left alone
      ignore_case: true
      anywhere: true          # look into addresses, code and tags too
      most: 20                # where a text has more such places, they are how it is written
      habit: '\w\.\.(?= \p{Ll})' # what shows a habit of the text …
      habit_from: 2           # … if it has so many such places, …
      instead_of: '\w\.\.\. '  # … and more of them than of these
      sure: '\.\.(?= \p{Lu})'  # what matches where a match begins if its edit is safe; others are unsafe
      once: '\w\.\.(?=\s|$)'   # a text with more than one such place gets no safe edit

The pattern sees one line at a time, without its break: `^` and `$` are the line's ends. Of more places than
`most` only the first is found, and nothing is rewritten. So it is with a habit, which is only mentioned.
"""

from dataclasses import dataclass

from textlint.patterns import Pattern, require_replacement

VALUES: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    find: Pattern
    replace: str | None = None
    unless: tuple[Pattern, ...] = ()
    ignore_case: bool = False
    anywhere: bool = False
    most: int | None = None
    habit: Pattern | None = None
    habit_from: int = 2
    instead_of: Pattern | None = None
    sure: Pattern | None = None
    once: Pattern | None = None

    def __post_init__(self) -> None:
        if self.most is not None and self.most < 1:
            raise ValueError(f"expected most to be 1 or more, found {self.most}")
        if self.replace is not None:
            require_replacement(self.find, self.replace)
