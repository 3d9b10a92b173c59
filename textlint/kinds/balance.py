"""balance – quotation marks, brackets and code fences without their partners.

    options:
      pairs: ["“”", "()", '""']   # opening and closing; a straight quotation mark is its own partner
      fences: true                # lines of three backquotes too
      around: true                # a fence for Markdown around the whole text

A paragraph is one room: what it opens, it closes. A quotation may run over several paragraphs, with an
opening mark before each or without; a mark that opens inside an open quotation is reported at the one left
open. What a straight mark does is told by the blanks beside it. Brackets and straight marks are judged
where a sentence ends, brackets in items of lists too, since in tables and code one alone is common. Where a
paragraph stops in mid-sentence the cut has taken the partner, and where signs are damaged one of them may
be it. A bracket may open one paragraph and close another; where several paragraphs begin with one that they
leave open, as stage directions do, that is how the text is written. Marks in the manner of another country
or century („…“, ‘‘…’’, ``…'') are left alone. A lone fence is deleted, unless it names a language and so
opens code.
"""

from dataclasses import dataclass

VALUES: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    pairs: tuple[str, ...] = ()
    fences: bool = False
    around: bool = False

    def __post_init__(self) -> None:
        if not (self.pairs or self.fences or self.around):
            raise ValueError("expected at least one of pairs, fences, around")
        for pair in self.pairs:
            if len(pair) != 2:
                raise ValueError(f"expected an opening and a closing sign, found {pair!r}")
