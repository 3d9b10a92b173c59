"""talk – places where a misspelling may be meant: talk about spelling, and names of things in software."""

import regex

from textlint.model import Span

NEAR, FAR = 60, 150  # code points on either side
THINGS = (
    "branch|host|parameter|variable|method|function|class|option|command|package|module|keyword|attribute"
)
ON_SPELLING = regex.compile(
    r"(?i)\b(?:typos?|mis-?spell\w*|misspelt|spell(?:ing|ings|ed|s)?|spelt|sic|verbatim|transcri\w+|grammar)\b"
    r"|\b(?:spot|find|fix|mark|correct|which) (?:the|is the|of the|word\w*|sentence\w*|mistake\w*|error\w*)\b"
    r"|\b(?:did|do) you mean\b|\b(?:common(?:est)?|frequent) (?:error|mistake)\w*|\bas written\b"
)
CALLED = regex.compile(
    rf"(?i)\b(?:called|named|titled|entitled|words?|terms?|file|folder|librar(?:y|ies)|install(?:s|ed)?|import"
    rf"|search(?:ed|es)? for|(?:{THINGS})s?)(?: (?:is|are|the))? [“\"‘'`]?$"
)
IS_THING = regex.compile(rf"(?i)[”\"’'`]? (?:(?:as|is) (?:the|a) )?(?:library|{THINGS})\b")


def may_mean(text: str, place: Span) -> bool:
    """Whether the words around a misspelling speak of spelling, or call something so.

    >>> [may_mean(text, Span(7, 15)) for text in ("Branch seperate.", "We use seperate rooms.")]
    [True, False]
    """
    before, after = text[max(0, place.start - NEAR) : place.start], text[place.end : place.end + NEAR]
    if CALLED.search(before) or IS_THING.match(after):
        return True
    return ON_SPELLING.search(text, max(0, place.start - FAR), place.end + FAR) is not None
