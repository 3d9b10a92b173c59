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

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

import regex

from textlint.model import Check, Document, Edit, Finding, Role, Rule, Span, Triggers
from textlint.patterns import searched
from textlint.segment import (
    NARROWEST,
    OPENERS,
    PROSE_WORDS,
    WIDEST,
    Paragraph,
    among,
    block_around,
    contents,
    ends_sentence,
    in_prose,
    is_running_text,
    is_title_case,
    last_paragraphs,
    line,
    once,
    paragraph_at,
    paragraphs,
    role_at,
    starts,
    unmarked,
)
from textlint.vocabulary import Vocabulary, read

VALUES: tuple[str, ...] = ("sign",)

FRAGMENT = regex.compile(r"\p{Ll}{2,}")
CODE = regex.compile(r"[{}\\|=<>;`_$#/~]|\w\(|--")
UNUSED, KNOWN = 2.0, 2.5  # on Zipf's scale: a fragment that few use, and the words that may begin with it

LAST_WORDS = regex.compile(r"(?:\S+\s+)?\S+\s*$")
SENTENCE_END = regex.compile(
    r"[.!?…](?<=[\p{L}\p{N}]{2}[.!?…])[.!?…]*[”’\"')\]]*(?=\s+[“‘\"'(\[]*[\p{Lu}\p{N}])"
)
OPEN_QUOTATION = regex.compile(r"“[^“”]*$")
ANY_QUOTE = regex.compile(r"[“”]")
# What prose has a few of in so many words, and a heading, a caption or a list of names has not.
SMALL_WORD = regex.compile(
    r"(?<![\w’'-])(?:a|an|the|and|or|but|of|to|in|on|for|with|from|by|as|at|is|are|was|were|be|been|has|have|had"
    r"|that|which|who|it|its|this|these|they|their|you|your|we|our|he|his|she|her|not|can|will|would|than|when|if)"
    r"(?![\w’'-])"
)
FEWEST_SMALL_WORDS = 3
ITEM = regex.compile(r"\s*(?:[-•*–·|>#©+]|\(?\d{1,3}[.):]|\(?[a-z][.)]\s)")
# The words of a link.
LINK = regex.compile(
    r"(?:Learn|Read|See|Find|Click|Sign|Log|Discover|Check|Explore|Get|Watch|Shop|View|Visit|Join|Subscribe|Share"
    r"|Download|Contact|Follow|Try|Start|Book|Buy|Order|Call|Browse|Listen|Register|Request)\b"
)
# Who signs, or the number of a note.
SIGNED = regex.compile(r"[–—-]\s*\p{Lu}[\w.’'-]*(?:\s+\p{Lu}[\w.’'-]*){0,3}$|[.!?…]\S*\s+[^\s\p{L}]{1,3}$")
BEGINNING = regex.compile(r"[“\"'‘]|\d{1,2}[.)]\s+\p{Lu}")  # of a quotation or a numbered heading
HYPHEN, COMMA = "-", ","
DANGLING = HYPHEN + COMMA
BROKEN_OFF = regex.compile(r"[-–—]{2,}$|\s[-–—]+$|[–—]$")  # a dash where speech stops
# What follows the last full sentence of a letter, and who signs it: "Thanks and regards,", "Jane Doe".
GREETING, SIGNATURE = 5, 6  # words at most
OWNER = regex.compile(r"©|\(c\)|\bCopyright\b|®|™")
SOURCE = regex.compile(r"\s*(?:--|[–—-])\s*[\p{Lu}“\"]")  # whose words they are
BETWEEN_ITEMS = regex.compile(r"[,;] (?:and|or)$|\);$")
SPEECH = regex.compile(r"\s*[“\"‘'«]")
# The least share of the other long paragraphs that have end marks: to report a long paragraph, a shorter one.
MOST, MARKED = 0.5, 0.85
BEHIND_SENTENCE = 4  # words that may be fewer behind a full sentence
FEWEST_MARKED = 1  # other long paragraphs with end marks
SHORT_FRAGMENT = 4  # letters; fewer may be an abbreviation where nobody sets end marks
LABEL = range(3, 7)  # so many words, no small one among them, are no sentence
LONGEST_OPEN_BRACKET = 40  # code points; a longer one has been left open by mistake, not by a cut
FEWEST_VERSES = 4
LONGEST_LAST_WORDS = 200  # code points
LONGEST_LAST_LINE = 2000  # code points of it that are looked at first


@dataclass(frozen=True, slots=True)
class Options:
    function_words: tuple[str, ...] = ()
    open_words: tuple[str, ...] = ()
    of: Literal["document", "paragraph", "word"] = "document"
    fewest_words: int = 5
    unmarked: int = 0
    usual: int = 0
    cut: bool = False


def triggers(options: Options) -> Triggers | None:
    return None  # which lines have no end mark, and which paragraph is the last, is seen at a glance


def prepare(rule: Rule[Options]) -> Check:
    if rule.options.of == "word":
        words = read()
        return partial(check_words, rule, words, _usual(words))
    return partial(check, rule)


def check(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    text, options, sound = document.text, rule.options, _is_sound(document)
    if options.of == "document" and sound:
        return
    last = next(last_paragraphs(document), None) if sound else _last(document, options)
    if last is None or not _may_be_cut(document, last.last - 1):
        return
    if options.of == "document":
        chosen = [last]
    else:
        touched = dict.fromkeys(
            paragraph_at(document, starts(document)[i]) for i in _unmarked(document, options, spans)
        )
        chosen = [paragraph for paragraph in touched if paragraph and paragraph.first < last.first]
    for paragraph in chosen:
        body = text[paragraph.start : paragraph.end].rstrip()
        sign = _sign_of(document, paragraph, options)
        if sign and not _goes_on(document, paragraph, options):
            yield _cut(rule, document, paragraph, body, sign)


def check_words(
    rule: Rule[Options], words: Vocabulary, usual: Sequence[str], document: Document, spans: Sequence[Span]
) -> Iterator[Finding]:
    text = document.text
    for i in _unmarked(document, rule.options, spans):
        start, end, _ = line(document, i)
        tail = text[max(start, end - LONGEST_LAST_WORDS) : end].rstrip()
        word = tail.rpartition(" ")[2].lstrip(OPENERS)
        if words.lists(word) or not FRAGMENT.fullmatch(word) or not _begins_one(usual, word):
            continue
        paragraph = paragraph_at(document, start)
        if paragraph is None or paragraph.end != end:
            continue
        body = text[paragraph.start : end].rstrip()
        here = Span(paragraph.start + len(body) - len(word), paragraph.start + len(body))
        if (
            len(body.split(maxsplit=rule.options.fewest_words)) >= rule.options.fewest_words
            and not CODE.search(body)
            and (len(word) >= SHORT_FRAGMENT or _others_are_marked(document, paragraph, MARKED))
            and in_prose(document, here)
            and (words.frequency(word) < UNUSED or len(SMALL_WORD.findall(body)) >= FEWEST_SMALL_WORDS)
            and not _goes_on(document, paragraph, rule.options)
        ):
            yield rule.flag(document, here, sign=f"ends with '{word}'")


def _unmarked(document: Document, options: Options, spans: Sequence[Span]) -> Iterator[int]:
    """The lines without an end mark that are no headings or labels by their length, or by what they are."""
    every = contents(document)
    for i in among(document, unmarked(document), spans):
        if every[i].count(" ") >= options.fewest_words - 1 and _may_be_cut(document, i):
            yield i


def _may_be_cut(document: Document, i: int) -> bool:
    """Whether a line may be cut prose: not where markup says that it is an item, a heading or a cell."""
    at = starts(document)[i] + len(contents(document)[i].rstrip())
    return role_at(document, at) in (None, Role.PARAGRAPH)


def _usual(words: Vocabulary) -> tuple[str, ...]:
    """The words that a fragment may be the beginning of, in order."""
    every = (entry[:-2].decode() for drawer in words.drawers for entry in drawer.split(b"\n") if entry)
    return tuple(sorted(word for word in every if words.lists(word) and words.frequency(word) >= KNOWN))


def _begins_one(usual: Sequence[str], fragment: str) -> bool:
    following = bisect_left(usual, fragment)
    return following < len(usual) and usual[following].startswith(fragment)


@once
def _is_sound(document: Document) -> bool:
    """A first look at the last line: a full sentence ends the text. Nearly every text is done with here."""
    end = document.text.rstrip()
    start = max(end.rfind("\n", -LONGEST_LAST_LINE), end.rfind("\r", -LONGEST_LAST_LINE))
    return is_running_text(end[start + 1 :] if start >= 0 else end[-LONGEST_LAST_LINE:])


def _last(document: Document, options: Options) -> Paragraph | None:
    """The last paragraph that is more than furniture; the last one if none is."""
    first_seen = None
    for paragraph in last_paragraphs(document):
        first_seen = first_seen or paragraph
        body = document.text[paragraph.start : paragraph.end]
        if is_running_text(body) or _sign_of(document, paragraph, options):
            return paragraph
    return first_seen


def _sign_of(document: Document, paragraph: Paragraph, options: Options) -> str | None:
    """What shows that a paragraph has been cut off, in words for the message."""
    body = document.text[paragraph.start : paragraph.end].rstrip()
    if SOURCE.match(body, max(body.rfind("\n"), body.rfind("\r")) + 1) or BETWEEN_ITEMS.search(body):
        return None
    if ends_sentence(body) or len(body.split(maxsplit=options.fewest_words)) < options.fewest_words:
        return None
    found = _sign(body, options)
    if found and not (body[-1] == COMMA and _is_greeting(document, paragraph, body)):
        return found
    if _is_quoting(document, paragraph, body):
        return "ends inside a quotation"
    if _is_unmarked(document, paragraph, body, options):
        return "ends without an end mark"
    return None


def _sign(body: str, options: Options) -> str | None:
    """The signs that need no more than the last words."""
    words = body.split()
    last = words[-1].strip("“‘\"'(")
    if last in options.function_words:
        return f"ends with '{last}'"
    opened = body.rfind("(")
    if opened > max(body.rfind(")"), 0) and len(body) - opened <= LONGEST_OPEN_BRACKET:
        return "ends inside a bracket"
    if body[-1] not in DANGLING or len(words) < PROSE_WORDS or ITEM.match(body) or BROKEN_OFF.search(body):
        return None
    return f"ends with '{body[-1]}'"


def _is_greeting(document: Document, paragraph: Paragraph, body: str) -> bool:
    """Whether a comma ends the greeting or the closing of a letter."""
    every, last = contents(document), _rest(body)
    below = next((every[i] for i in range(paragraph.last, len(every)) if every[i].strip()), "")
    is_signature = len(below.split(maxsplit=SIGNATURE)) < SIGNATURE and not ends_sentence(below)
    return len(last.split(maxsplit=GREETING)) < GREETING or (is_signature and bool(below))


def _rest(body: str) -> str:
    """What follows the last full sentence of a paragraph; all of it where there is none."""
    sentences = searched(SENTENCE_END, body)
    return body[sentences[-1].end() :].strip() if sentences else body


def _is_quoting(document: Document, paragraph: Paragraph, body: str) -> bool:
    """Whether a quotation is open at the end of a paragraph, and the next ones don't go on with it."""
    if not (body[-1].isalnum() or body[-1] in DANGLING) or not OPEN_QUOTATION.search(body):
        return False
    found = ANY_QUOTE.search(document.text, paragraph.end)
    goes_on = found and (found[0] == "”" or not document.text[paragraph.end : found.start()].strip())
    return not goes_on and len(body.split()) >= PROSE_WORDS


def _is_unmarked(document: Document, paragraph: Paragraph, body: str, options: Options) -> bool:
    """Whether a paragraph is so long that it should have an end mark, as the others of its text have."""
    words, end = body.split(), paragraph.start + len(body)
    fewest = (options.usual - BEHIND_SENTENCE, options.unmarked, len(body))
    if len(words) < min(number for number in fewest if number > 0):
        return False
    if not (body[-1].isalnum() or body[-1] == "%") or not in_prose(document, (end - 1, end)):
        return False
    rest = _rest(body)
    sentences = rest != body
    if len(SMALL_WORD.findall(body)) < FEWEST_SMALL_WORDS or _is_label(rest) or OWNER.search(rest):
        return False
    whole = options.of == "document"
    if options.unmarked and len(words) >= options.unmarked and (sentences or whole):
        return _others_are_marked(document, paragraph, MOST)
    return bool(
        options.usual
        and len(words) >= options.usual - BEHIND_SENTENCE * sentences
        and (sentences or whole or words[-1] in options.open_words)
        and not (ITEM.match(body) or SIGNED.search(body))
        and _others_are_marked(document, paragraph, MARKED)
        and _stands_among_prose(document, paragraph, below=not sentences)
    )


def _is_label(rest: str) -> bool:
    """Whether what stands behind the last full sentence is a link, a label or a name."""
    if LINK.match(rest) or (len(rest.split()) in LABEL and not SMALL_WORD.search(rest.lower())):
        return True
    return is_title_case(rest) and not SMALL_WORD.fullmatch(rest.lower())


def _others_are_marked(document: Document, paragraph: Paragraph, share: float) -> bool:
    """Whether such a share of the other long paragraphs have end marks, and there are some."""
    long, body = _long(document), document.text[paragraph.start : paragraph.end]
    others = long.number - (len(body.split(maxsplit=PROSE_WORDS)) >= PROSE_WORDS)
    return long.marked >= max(FEWEST_MARKED, share * others)


def _stands_among_prose(document: Document, paragraph: Paragraph, *, below: bool) -> bool:
    """Whether the lines around have end marks: it is no item of a list.

    One that holds no full sentence may be the line under a headline, unless it stands below others.
    """
    first, last = paragraph[2:]
    if below and _long(document).first >= first:
        return False
    every = contents(document)
    above = next((every[i] for i in reversed(range(first)) if every[i].strip()), "")
    beside = (*every[max(0, first - 1) : first], *every[last : last + 1])
    return not above.rstrip().endswith(":") and all(ends_sentence(each) for each in beside if each.strip())


class Long(NamedTuple):
    """the long paragraphs of a text: the line of the first, how many there are, how many have an end mark"""

    first: int
    number: int
    marked: int


@once
def _long(document: Document) -> Long:
    text, lines, marked = document.text, list[int](), 0
    for paragraph in paragraphs(document):
        body = text[paragraph.start : paragraph.end].rstrip()
        if len(body) >= 2 * PROSE_WORDS - 1 and len(body.split(maxsplit=PROSE_WORDS)) >= PROSE_WORDS:
            lines.append(paragraph.first)
            marked += ends_sentence(body) or body.endswith(":")
    return Long(lines[0] if lines else 0, len(lines), marked)


def _goes_on(document: Document, paragraph: Paragraph, options: Options) -> bool:
    """Whether the next line takes the sentence up again, or the lines around are verses or a list."""
    every = contents(document)
    following = next((i for i in range(paragraph.last, len(every)) if every[i].strip()), None)
    block = [document.text[line.start : line.end] for line in block_around(document, paragraph)]
    if following is not None:
        below = every[following].lstrip()
        body = document.text[paragraph.start : paragraph.end].rstrip()
        if body[-1] in DANGLING and SPEECH.match(below):  # He said, and then speech in a paragraph of its own
            return True
        # Lines of usual width above others of usual width are wrapped, though raggedly.
        if following == paragraph.last and NARROWEST <= max(map(len, block)) <= WIDEST:
            return True
        if not (below[0].isupper() or (following > paragraph.last and BEGINNING.match(below))):
            return True
        if _indent(every[following]) > _indent(every[paragraph.last - 1]):
            return True
    if options.of == "document":
        return False
    return len(block) >= FEWEST_VERSES and sum(not ends_sentence(each) for each in block) > len(block) / 2


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _cut(rule: Rule[Options], document: Document, paragraph: Paragraph, body: str, sign: str) -> Finding:
    words = LAST_WORDS.search(body, max(0, len(body) - LONGEST_LAST_WORDS))
    start = paragraph.start + (words.start() if words else 0)
    sentences = searched(SENTENCE_END, body) if rule.options.cut else []
    end = paragraph.start + len(body)
    edits = [Edit(Span(paragraph.start + sentences[-1].end(), end), "")] if sentences else []
    return rule.flag(document, (start, end), edits, sign=sign)
