r"""score – lines of page furniture that no phrase tells: by the sum of many small signs.

    options:
      company: scraping           # only texts in which rules of this pack have found whole lines are read …
      rules: 2                    # … so many different ones …
      without: [scraping/share-word]   # … not counting these
      weak: [scraping/photo-credit]    # … and not these alone
      signs: page-line.tsv        # beside the rule: a sign, its weight, and what a message calls it
      report: 1.6                 # lines whose weights come to so much are found
      safe: 3.0                   # … and to so much are as safe to delete as the rule says
      found: 0.0                  # lines that another rule has found are so from here
      longest: 200                # code points; longer lines are not judged
      paragraphs: 3               # of running text; in a text with fewer no line is safe to delete

A weight is in favour of furniture if it is above 0. A sign that the table does not name weighs nothing; what
signs there are, `textlint/signs.py` says. The weights are those of a logistic regression
(`benchmarks/learn.py`), so that their sum is the logarithm of the odds. Paragraphs, lines of a hard-wrapped
one and what is taken for the headline are text and not judged; what may be text after all is never safe, nor
is what stands far from all that other rules have found.
"""

from dataclasses import dataclass
from math import isfinite

from textlint.model import Table

VALUES: tuple[str, ...] = ("signs",)


@dataclass(frozen=True, slots=True)
class Options:
    company: str
    signs: Table
    report: float
    safe: float
    found: float
    rules: int = 1
    without: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    longest: int = 200
    paragraphs: int = 0

    def __post_init__(self) -> None:
        seen = set[str]()
        for number, cells in self.signs.rows:
            where = f"{self.signs.path.name}:{number}"
            if len(cells) not in (2, 3) or not _is_number(cells[1]):
                found = "\t".join(cells)
                raise ValueError(f"{where}: expected a sign, its weight and perhaps a name, found {found!r}")
            if cells[0] in seen:
                raise ValueError(f"{where}: the sign {cells[0]!r} is there already")
            seen.add(cells[0])
        if self.rules < 1:
            raise ValueError(f"expected rules to be 1 or more, found {self.rules}")
        if self.safe < self.report:
            raise ValueError(f"expected safe to be at least report ({self.report}), found {self.safe}")


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False
