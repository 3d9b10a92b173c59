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

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

import regex

from textlint import fences
from textlint.model import Check, Document, Edit, Finding, Rule, Span, Triggers
from textlint.segment import (
    CLOSERS_AND_BLANKS,
    END_MARKS,
    PROSE_WORDS,
    WIDEST,
    Paragraph,
    block_around,
    contents,
    ends_sentence,
    in_prose,
    indexes_in,
    line,
    line_at,
    lines_in,
    once,
    paragraph_at,
    paragraphs,
    starts,
    trimmed,
    whole_lines,
)

VALUES: tuple[str, ...] = ()

# What closes and was not opened: a bracket that numbers an item ("a)", "1)") or ends an emoticon, a mark for
# inches or seconds.
ITEM = regex.compile(r"(?:^|[\s(])(?:\p{L}|\d{1,3}|[ivxIVX]{1,5})$|[#.:;,!?]\d{1,3}$|[:;=8][\-^']?[)\]]*$")
INCHES = regex.compile(r"\d\s?$|[¼½¾⅓⅔⅛⅜⅝⅞]$")
# What a quotation mark may have become: a wrong decoding, a lost character, an entity, a question mark.
DAMAGED = regex.compile(
    r"[ÃâÂ][\x80-\xBF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|‚Ä|[\uFFFD\x80-\x9F]|&(?:amp;)*(?:[lr]dquo|quot|#\w{2,6});"
    r"|(?<![^\s(])\?(?=\p{L})|,\?(?=\s)"
)
# Quotation marks of another country or century; “ may close there.
OTHER_MARKS = regex.compile(r"[„‟«»‹›〝〞]|[‘’‚]{2}|,,(?=\w)|''|``")
# Who said it stands outside of a quotation: ", said Jane Doe", ", she says.".
SAID = regex.compile(
    r",\s+(?:(?:said|says|added|adds)\s+(?:the\s+)?\p{Lu}"
    r"|(?:he|she|they|(?:the\s+)?\p{Lu}[\w.’'-]*(?:\s+\p{Lu}[\w.’'-]*){0,3})(?<!I)\s+"
    r"(?:said|says|added|adds|told|wrote|writes|explained|explains|continued)(?=[.,]|\s+(?:in|on|at|of)\b))"
)
ATTRIBUTED = regex.compile(
    r"\b(?:said|says|added|adds|told|tells|wrote|writes|explained|explains|asked|asks|replied|replies|argued|argues)\b"
)
INSIDE, FEWEST_INSIDE = regex.compile(r"\"(?<=\p{L}.)\p{Ll}"), 3

FENCE = regex.compile(r"[ \t]*```[ \t]*[\w+#.-]{0,20}[ \t]*")
PLAIN_FENCE = regex.compile(r"[ \t]*```[ \t]*(?i:html|markdown|md|te?xt|plaintext)?[ \t]*")
LIST_ITEM = regex.compile(r"\s*(?:[-•–·]|\d{1,3}[.)])\s+\S")
CODE = regex.compile(r"[{}\\|=<>;`_$#/~]|\w\(|\]\(|--")
# A sign that is spoken of: between quotation marks or blanks, behind a backslash, or one of several.
NAMED = regex.compile(
    r"(?:(?<=\").(?=\")|(?<=').(?=')|(?<=`).(?=`)|(?<=‘).(?=’)|(?<=“).(?=”)|(?<!\S).(?!\S)|(?<=[\\^]|(?<!\d)%).)"
    r"(?<=[()\[\]{}])|[(\[{](?=[(\[{]{1,3}['/,.\s])|(?<=[(\[{])[(\[{](?=['/,.\s])"
    r"|(?<=[\s(])\](?=\S)|(?<=\S)\[(?=[\s.,;:)]|$)"  # intervals: ]0, 1[
    r"|(?<=[:;=8][\-^'o]?[(\[]*)[(\[](?=[(\[]*(?:\s|$))|(?<!\S)[(\[](?=[\-^']?[:;=8](?:\s|$))"  # emoticons
    r"|(?<=['`‘])\"(?=['`’])|(?<=\()\"(?=\))|(?<=\\)\"(?=[,\s])"
)
BRACKETS, EVERY_BRACKET = "([{", regex.compile(r"[()\[\]{}]")
BEFORE_OPENING = " \t([—–-/=$@‘'"
FEWEST_WORDS = 4  # of a list item or a line by itself
ITEM_REACH = 8  # code points
LONGEST_CUT = 40  # code points
LONGEST_WORD = 30  # code points that a finding takes in behind an opening mark
FEWEST_LEFT_OPEN = 2  # paragraphs that begin with a bracket without a partner, as a habit
LONGEST_QUOTATION = 3000  # code points between two marks, the paragraphs between having none


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


def triggers(options: Options) -> Triggers | None:
    patterns = [each for pair in options.pairs for each in _unbalanced(pair)]
    if options.fences or options.around:
        patterns.append("^[ \t]*```")
    return Triggers(patterns=tuple(patterns))


def _unbalanced(pair: str) -> tuple[str, ...]:
    """What a line holds that does not open and close by turns."""
    opening, closing = regex.escape(pair[0]), regex.escape(pair[1])
    if opening == closing:
        return (opening,)
    others = f"[^{opening}{closing}]*"
    return f"{opening}{others}(?:{opening}|$)", f"(?:^|{closing}){others}{closing}"


def prepare(rule: Rule[Options]) -> Check:
    return partial(check, rule)


def check(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    text = document.text
    if rule.options.fences:
        yield from _fences(rule, document, spans)
    if rule.options.around and (lines := fences.around(text)):
        first, last = (line_at(document, line.start) for line in lines)
        if first in indexes_in(document, spans):
            edits = [Edit(whole_lines(document, i, i + 1), "") for i in (first, last)]
            yield rule.flag(document, lines[0], edits)
    pairs = [pair for pair in rule.options.pairs if pair[0] in text or pair[1] in text]
    if not pairs:
        return
    for paragraph in dict.fromkeys(paragraph_at(document, each.start) for each in lines_in(document, spans)):
        if paragraph:
            for pair in pairs:
                for position in _lonely(document, paragraph, pair):
                    yield rule.flag(document, _with_word(text, position, paragraph.end))


def _fences(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    """The last of an odd number of fences; of more than one it can't be told which is too many."""
    every = contents(document)
    found = [i for i, text in enumerate(every) if text.lstrip().startswith("```")]
    if len(found) % 2 == 0 or not all(FENCE.fullmatch(every[i]) for i in found):
        return
    last = found[-1]
    if last in indexes_in(document, spans):
        alone = len(found) == 1 and PLAIN_FENCE.fullmatch(every[last])
        edits = [Edit(whole_lines(document, last, last + 1), "")] if alone else []
        yield rule.flag(document, trimmed(document, last), edits)


def _lonely(document: Document, paragraph: Paragraph, pair: str) -> Sequence[int]:
    """Positions of the signs in a paragraph that have no partner."""
    body = document.text[paragraph.start : paragraph.end]
    every = [match.start() for match in _signs(pair).finditer(body)]
    if not every or (pair[0] != pair[1] and "".join(body[i] for i in every) == pair * (len(every) // 2)):
        return ()
    if pair[0] in BRACKETS:
        return _brackets(document, paragraph, pair)
    if pair[0] == pair[1] and _by_turns(body, every):
        return ()
    if pair[0] == pair[1] and (
        not ends_sentence(body) or body.rstrip().endswith(("...", "…", '…"')) or _are_accents(document)
    ):
        return ()  # lists, labels, code, tables, and what has been shortened
    # Where straight and curly marks stand in one paragraph, which belong together can't be told.
    is_mixed = '"' in body and ("“" in body or "”" in body or '""' in body)
    if is_mixed or DAMAGED.search(body) or OTHER_MARKS.search(body):
        return ()
    return _quotes(document, paragraph, pair)


@once
def _are_accents(document: Document) -> bool:
    """Whether straight marks stand inside of words, for accents and umlauts as dictionaries type them."""
    return len(INSIDE.findall(document.text)) >= FEWEST_INSIDE


def _by_turns(body: str, every: Sequence[int]) -> bool:
    """Whether every other straight mark stands behind a blank: a first look that settles most."""
    return len(every) % 2 == 0 and all(
        (i == 0 or body[i - 1] in BEFORE_OPENING) == (n % 2 == 0) for n, i in enumerate(every)
    )


@cache
def _signs(pair: str) -> regex.Pattern[str]:
    return regex.compile(f"[{regex.escape(pair)}]")


def _places(document: Document, start: int, end: int, pair: str) -> list[int]:
    """Where the signs of a pair stand in prose."""
    every = (match.start() for match in _signs(pair).finditer(document.text, start, end))
    return [i for i in every if not NAMED.match(document.text, i) and in_prose(document, (i, i + 1))]


def _brackets(document: Document, paragraph: Paragraph, pair: str) -> Sequence[int]:
    text, (start, end) = document.text, paragraph[:2]
    block, ended = block_around(document, paragraph), ends_sentence(text[start:end])
    if not ended and not _is_item(text[start:end], len(block)):
        return ()
    if not _is_room(document, paragraph):  # it may be part of a list, or raggedly wrapped
        start, end = block[0].start, block[-1].end
    lonely, waiting = list[int](), list[int]()
    for i in _places(document, start, end, pair):
        if text[i] == pair[0]:
            waiting.append(i)
        elif waiting:
            waiting.pop()
        elif not ITEM.search(text[max(start, i - ITEM_REACH) : i]) and not _ends_interval(text, i):
            lonely.append(i)
    reach = 0 if ended else LONGEST_CUT  # behind a bracket that a cut has left open
    lonely += [i for i in waiting if paragraph.end - i > reach and not _is_interval(text, i, pair)]
    return [
        i
        for i in sorted(lonely)
        if paragraph.start <= i < paragraph.end
        and not _is_across(document, paragraph, pair, i)
        and not (_begins(text, paragraph, i) and _left_open(document)[pair[0]] >= FEWEST_LEFT_OPEN)
    ]


def _begins(text: str, paragraph: Paragraph, i: int) -> bool:
    return not text[paragraph.start : i].strip()


@once
def _left_open(document: Document) -> Counter[str]:
    """How many paragraphs begin with each bracket and leave it open."""
    found = Counter[str]()
    for paragraph in paragraphs(document):
        body = document.text[paragraph.start : paragraph.end].lstrip()
        closing = {"(": ")", "[": "]", "{": "}"}.get(body[:1])
        if closing and body.count(body[0]) > body.count(closing):
            found[body[0]] += 1
    return found


def _is_across(document: Document, paragraph: Paragraph, pair: str, i: int) -> bool:
    """Whether a bracket begins a paragraph and its partner ends a later one, or the other way round."""
    text, partner = document.text, None
    if text[i] == pair[0]:
        signs = _places(document, paragraph.end, min(len(text), paragraph.end + LONGEST_QUOTATION), pair)
        partner = _unpaired_bracket(text, signs, pair[0])
    else:
        signs = _places(document, max(0, paragraph.start - LONGEST_QUOTATION), paragraph.start, pair)
        partner = _unpaired_bracket(text, signs[::-1], pair[1])
    if partner is None:
        return False
    opening, ending = min(i, partner), max(i, partner)
    first, last = line(document, line_at(document, opening)), line(document, line_at(document, ending))
    return not (
        text[first.start : opening].strip()
        or text[ending + 1 : last.end].strip(CLOSERS_AND_BLANKS + END_MARKS)
    )


def _unpaired_bracket(text: str, signs: Sequence[int], same: str) -> int | None:
    """The first bracket of the other kind that is not a partner of one among these."""
    depth = 0
    for i in signs:
        depth += 1 if text[i] == same else -1
        if depth < 0:
            return i
    return None


def _is_item(body: str, lines: int) -> bool:
    """Whether a line without an end mark is an item of a list in words, or stands by itself."""
    words = body.split(maxsplit=FEWEST_WORDS)
    return len(words) >= FEWEST_WORDS and bool(lines == 1 or LIST_ITEM.match(body)) and not CODE.search(body)


def _is_interval(text: str, i: int, pair: str) -> bool:
    """Whether another kind of bracket closes, as in [0, 1)."""
    partner = EVERY_BRACKET.search(text, i + 1, i + LONGEST_CUT)
    return partner is not None and partner[0] in ")]}" and partner[0] != pair[1]


def _ends_interval(text: str, i: int) -> bool:
    """Whether another kind of bracket was opened, as in (0, 1]."""
    opened = max(text.rfind(sign, max(0, i - LONGEST_CUT), i) for sign in BRACKETS)
    return opened > max(text.rfind(sign, max(0, i - LONGEST_CUT), i) for sign in ")]}")


def _is_room(document: Document, paragraph: Paragraph) -> bool:
    """Whether the lines before and behind a paragraph are no part of it."""
    every = contents(document)
    before = every[paragraph.first - 1].strip() if paragraph.first else ""
    here = every[paragraph.first].lstrip()
    behind = every[paragraph.last].lstrip() if paragraph.last < len(every) else ""
    if paragraph.end - paragraph.start > WIDEST:
        return not (before and here[:1].islower()) and not behind[:1].islower()
    if LIST_ITEM.match(here):
        return not behind or bool(LIST_ITEM.match(behind))
    return not before and not behind


def _is_cut(rest: str, whole: str) -> bool:
    """Whether a paragraph has been cut off behind an opening sign: that is another defect."""
    long = len(whole.split(maxsplit=PROSE_WORDS)) >= PROSE_WORDS
    return (long or len(rest) <= LONGEST_CUT) and not ends_sentence(rest)


def _quotes(document: Document, paragraph: Paragraph, pair: str) -> Sequence[int]:
    text, places = document.text, _places(document, *paragraph[:2], pair)
    straight = pair[0] == pair[1]
    lonely = _unpaired(text, places, pair)
    if lonely and straight:
        if not _is_room(document, paragraph) and _is_even(document, paragraph, pair):
            return ()
        # Perhaps the marks behind numbers are for inches and seconds, or a quotation holds another one.
        others = [i for i in places if not INCHES.search(text[max(0, i - 2) : i])]
        if not _unpaired(text, others, pair):
            return ()
    if not lonely or _is_nested(text, places, pair):
        return ()
    first, last = places[0], places[-1]
    if lonely[0] == first and not _opens(text, first, pair) and _comes_from_above(text, paragraph, pair):
        lonely = lonely[1:]
    if lonely and lonely[0] == first and _is_in_tale(document, paragraph, pair, first):
        lonely = lonely[1:]
    if lonely and lonely[-1] == last and _opens(text, last, pair) is not False:
        rest, whole = text[last : paragraph.end], text[paragraph.start : paragraph.end]
        if not SAID.search(rest) and (_is_cut(rest, whole) or _goes_on(document, paragraph, pair)):
            lonely = lonely[:-1]
    return lonely


def _is_even(document: Document, paragraph: Paragraph, pair: str) -> bool:
    """Whether the lines up to the next blank ones hold the partner: the paragraph may be a part of them."""
    block = block_around(document, paragraph)
    return document.text.count(pair[0], block[0].start, block[-1].end) % 2 == 0


def _unpaired(text: str, places: Sequence[int], pair: str) -> list[int]:
    """The quotation marks that are left over if the others open and close by turns."""
    lonely, waiting = list[int](), None
    for i in places:
        opens = _opens(text, i, pair)
        if opens or (opens is None and waiting is None):
            if waiting is not None:
                lonely.append(waiting)
            waiting = i
        elif waiting is not None:
            waiting = None
        elif not INCHES.search(text[max(0, i - 2) : i]):
            lonely.append(i)
    return lonely if waiting is None else [*lonely, waiting]


def _is_nested(text: str, places: Sequence[int], pair: str) -> bool:
    """Whether the marks balance as brackets do."""
    depth = 0
    for i in places:
        depth += 1 if _opens(text, i, pair) else -1
        if depth < 0:
            return False
    return depth == 0


def _opens(text: str, i: int, pair: str) -> bool | None:
    """Whether a quotation mark opens: a curly one unless it is the wrong one; None if it may do either."""
    before, behind = text[i - 1 : i], text[i + 1 : i + 2]
    free_before = not before or before.isspace() or before in BEFORE_OPENING
    free_behind = not behind or behind.isspace() or behind in ".,;:!?)]—–-/’'"
    if pair[0] == pair[1]:
        return None if free_before == free_behind else free_before
    if text[i] == pair[0]:
        return free_before or not free_behind
    return free_before and behind.isalnum()


def _goes_on(document: Document, paragraph: Paragraph, pair: str) -> bool:
    """Whether a quotation that is open at the end of a paragraph is taken up below, or closed there."""
    text, every = document.text, contents(document)
    below = (every[i].lstrip() for i in range(paragraph.last, len(every)))
    if next(filter(None, below), "")[:1] == pair[0]:
        return True
    found = _signs(pair).search(text, paragraph.end, paragraph.end + LONGEST_QUOTATION)
    return found is not None and _opens(text, found.start(), pair) is False


def _is_in_tale(document: Document, paragraph: Paragraph, pair: str, first: int) -> bool:
    """Whether a paragraph begins with a mark that it leaves open, as the one above or below it does.

    A straight mark alone that nobody's name follows opens a paragraph of a longer quotation, as in news.
    """
    text, every = document.text, contents(document)
    if text[paragraph.start : first].strip():
        return False
    rest = text[first + 1 : paragraph.end]
    if pair[0] == pair[1] and pair[0] not in rest and not ATTRIBUTED.search(rest):
        return True
    above = (i for i in range(paragraph.first - 1, -1, -1) if every[i].strip())
    below = (i for i in range(paragraph.last, len(every)) if every[i].strip())
    for i in (next(above, None), next(below, None)):
        other = None if i is None else paragraph_at(document, starts(document)[i])
        body = "" if other is None else text[other.start : other.end].strip()
        opened = body.count(pair[0]) % 2 if pair[0] == pair[1] else body.count(pair[0]) > body.count(pair[1])
        if body.startswith(pair[0]) and opened:
            return True
    return False


def _comes_from_above(text: str, paragraph: Paragraph, pair: str) -> bool:
    """Whether a quotation was open already when a paragraph began."""
    start = max(0, paragraph.start - LONGEST_QUOTATION)
    found = max(text.rfind(sign, start, paragraph.start) for sign in pair)
    return found >= 0 and bool(_opens(text, found, pair))


def _with_word(text: str, position: int, end: int) -> Span:
    """The mark and the word at it, so that a reader sees which one is meant."""
    stop = position + 1
    while stop < min(end, position + LONGEST_WORD) and not text[stop].isspace():
        stop += 1
    return Span(position, stop)
