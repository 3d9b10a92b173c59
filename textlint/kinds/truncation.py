"""truncation – text that stops before its sentence ends.

    options:
      of: document                # the last paragraph before the page furniture; or paragraph: each one; or
                                  # word: the last word of each, if nobody uses it and a word begins with it
      function_words: [the, and]  # no paragraph ends with these
      open_words: [of, is, just]  # a heading may end with these, but no paragraph of `usual` words
      fewest_words: 5             # shorter paragraphs are headings, labels or list items
      unmarked: 15                # so many words without an end mark are a sign where nearly all other long
                                  # paragraphs have one; in a paragraph that is not the last one only behind
                                  # a full sentence
      usual: 12                   # … and so many where the lines around have end marks, too; fewer behind a
                                  # full sentence, and in a paragraph that is not the last one only behind
                                  # one, or with an open word at its end
      cut: true                   # an edit that cuts back to the last full sentence, if there is one

A paragraph without an end mark is cut off where it ends with a function word, a comma or a hyphen, or
inside an open bracket or quotation. The missing end mark alone is no sign: abstracts, posts and lists do
without. A dash at the end breaks speech off, a semicolon ends an item or a verse, and a comma a greeting.
The finding is on the last words.
"""

from dataclasses import dataclass
from typing import Literal

VALUES: tuple[str, ...] = ("sign",)


@dataclass(frozen=True, slots=True)
class Options:
    function_words: tuple[str, ...] = ()
    open_words: tuple[str, ...] = ()
    of: Literal["document", "paragraph", "word"] = "document"
    fewest_words: int = 5
    unmarked: int = 0
    usual: int = 0
    cut: bool = False
