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

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isfinite
from typing import NamedTuple

from textlint.model import Applicability, Check, Document, Edit, Finding, Rule, Span, Table, Triggers
from textlint.segment import trimmed, whole_lines
from textlint.signs import (
    has_company,
    is_heading,
    is_label,
    is_own_date,
    may_be_text,
    neighbourhood,
    signs_of,
)

VALUES: tuple[str, ...] = ("signs",)

MOST_NAMED = 3  # signs in a message


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


class Weight(NamedTuple):
    weight: float
    called: str  # in a message; "" for what is not worth saying


def triggers(options: Options) -> Triggers | None:
    return Triggers(company=options.company, rules=options.rules, weak=options.weak)


def prepare(rule: Rule[Options]) -> Check:
    rows = (row.cells for row in rule.options.signs.rows)
    weights = {
        sign: Weight(float(weight), "".join(called) or _called(sign)) for sign, weight, *called in rows
    }
    return partial(check, rule, weights)


def check(
    rule: Rule[Options], weights: Mapping[str, Weight], document: Document, spans: Sequence[Span]
) -> Iterator[Finding]:
    options = rule.options
    around = neighbourhood(document, spans)
    is_page = around.text_before[-1] >= options.paragraphs
    for k, text in enumerate(around.texts):
        if around.is_text[k] or k == around.headline or len(text) > options.longest:
            continue
        named = [weights[sign] for sign in signs_of(around, k) if sign in weights]
        total = sum(each.weight for each in named)
        if around.found[k]:  # by another rule: here it can only become safe
            safe = total >= options.found and not (is_heading(around, k) or is_own_date(around, k))
        else:
            safe = total >= options.safe and not may_be_text(around, k)
        safe = safe and is_page and has_company(around, k) and not is_label(around, k)
        if safe or (total >= options.report and not around.found[k]):
            i = around.numbers[k]
            yield rule.flag(
                document,
                trimmed(document, i),
                [Edit(whole_lines(document, i, i + 1), "")],
                applicability=None if safe else Applicability.UNSAFE,
                signs=_named(named),
            )


def _called(sign: str) -> str:
    group, _, word = sign.partition(" ")
    return f"'{word}'" if group == "word" else ""


def _named(signs: Sequence[Weight]) -> str:
    """The weightiest signs, in words."""
    telling = sorted((each for each in signs if each.weight > 0 and each.called), reverse=True)
    return ", ".join(list(dict.fromkeys(each.called for each in telling))[:MOST_NAMED]) or "many small signs"


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False
