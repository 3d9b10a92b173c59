"""language – the language of a place in a text, decided by evidence.

Each word votes for the languages in which it is usual (`lexicon`), as often as it occurs. A place is in a
language if most of its words are known there and they are more usual there than in any other language. Rules
for a language are silent where there is no such evidence: in a language that the lexicon does not have, in a
mixture, and in a few words that could be anything.

Two windows are judged: the words beside a place, which may be a quotation, and its paragraph, or as much of a
long line. A short paragraph, such as a heading, counts as the text around it unless its words say otherwise.
"""

from functools import cache

import regex

from textlint.lexicon import usual_words, word_set
from textlint.model import Document, Span
from textlint.segment import BLANK, BLANK_BEFORE, once, paragraph_at

# The languages of the lexicon; hr is Serbo-Croatian, tl is Filipino.
CODES = "en ca cs da de es fi tl fr hu id is it lt lv ms nb nl pl pt ro hr sk sl sv tr vi af ga gd"
LATIN = tuple(CODES.split())
ENGLISH = "en"
OTHER = "other"  # a language that the lexicon does not have, a mixture, another script
CODE = "code"
ANY = "any"
MODERN = "en-modern"  # English as most people write it today: neither old nor dialect
# Texts that are no manuals: in a manual a word may be the name of a command, and a sign may be a literal.
ANY_LAY, MODERN_LAY = "any-lay", "en-lay"
LAY = {ANY_LAY: ANY, MODERN_LAY: MODERN}
LANGUAGES = (ANY, ANY_LAY, MODERN, MODERN_LAY, *LATIN)  # what a rule may name

# Thresholds of a window. They were set on windows of 15 words: 4,700 of English, 2,400 of 209 languages.
NEAR = 50  # code points on either side of a place
WIDE = 600  # code points of a long paragraph that are judged together with those before and after
LONGEST_SAMPLE = 20_000  # code points of a text that are judged as a whole
FEWEST_WORDS = 2  # fewer decide nothing
FEWEST_AGAINST = 3  # fewer are no evidence against a language
FEW_WORDS = 6  # fewer must all be known and lead clearly
KNOWN = 0.7  # the share of known words in English …
KNOWN_ELSEWHERE = 0.35  # … and in languages of which the lexicon has only a thousand words
LEAD, MEAN = 1.5, 6.0  # tenths of Zipf's scale for each word, before the next language and above BASE
# With a clear lead more of the words may be misspelled.
CLEAR_LEAD, CLEAR_MEAN, KNOWN_IF_CLEAR = 5.0, 10.0, 0.6
MOST_AGAINST = 0.6  # a smaller share of known words is evidence against a language
ALL_KNOWN = 0.9  # lists and tables have few words of grammar; nearly all their words are known
BASE = 35  # tenths; rarer words are known, but no evidence
FIELD = 24  # bits of a sum of evidence, one for each language

WORD = regex.compile(r"(?<![\p{L}\p{M}\p{N}_])\p{L}[\p{L}\p{M}]*+(?:['’]\p{L}++)*+(?![\p{N}_])")
# Latin letters end with the last block of European extensions.
FOREIGN_LETTER = regex.compile(r"[^\x00-\N{LATIN SMALL LETTER EZH WITH CURL}](?<=\p{L})")
MOST_LETTERS_FOREIGN = 0.5  # above this share of letters outside the Latin script a place is not English
# Code counts as a language of its own: what looks like a slip of English there is a name or a command.
CODE_SIGNS = ("_", "=", "{", "}", "|", "\\", "$", "`", "<", ">", "~", "^", "--")
# Each begins with what is rare and looks back from there; joined into one they take eight times as long.
CODE_PLACES = tuple(
    map(
        regex.compile,
        (
            r"[={}|\\$`<>~^]\p{L}",
            r"[_(](?<=\p{L}.)\p{L}",
            r"-(?<!\S-)-?\p{L}",
            r"[A-Z](?<=\p{Ll}.)",
            r"\(\)(?<=\p{L}..)",
            r"=\d(?<=\p{L}..)",
        ),
    )
)
CODE_ENOUGH = ((3, 0.08), (2, 0.2))  # so many such places in a text, if there are so many for each token

FUNCTION_WORDS = word_set("function")
OLD_WORDS = word_set("old")
DIALECT_WORDS = word_set("dialect")
SMALL_LETTERS = bytes(code if chr(code) in "abcdefghijklmnopqrstuvwxyz'" else 32 for code in range(256))
# Past forms such as mix'd, but not she'd.
OLD_PAST = regex.compile(r"\b[a-z]{2,}[b-df-hj-np-tvxz](?<!\b(?:that|what|this))['’]d\b")
# What an apostrophe leaves out in speech: 'appy, goin', an' the.
LEFT_OUT = regex.compile(
    r"(?<![\p{L}\p{N}.,])['’‘](?:e|im|is|er|ow|ad|as|ave|ere|ouse|appy|ome|ard|alf|imself|ope|and|ead|ear|eart)\b"
    r"|in['’](?<=\p{Ll}{2}in.)(?!\p{L})|\b(?:an|o|wi|th|ol|fo|yo|mo)['’](?=[\s\-])"
)
FEWEST_OLD = 3  # different ones in a text …
FEWEST_OLD_NEAR = 2  # … or in a window
FEWEST_DIALECT = 2  # different ones in a window; one may be a name or a quotation
LONGEST_JUDGED = 200_000  # code points of a text whose words tell its age and its trade
TERM_WORDS = word_set("software")
TERMS_ENOUGH = ((5, 0.01), (4, 0.04))  # so many different ones, if all of them are such a share of the words


def speaks(document: Document, span: Span, language: str) -> bool:
    """Whether a place is in this language by the evidence of its words; "any" is every language."""
    if language in LAY:
        return not is_technical(document) and speaks(document, span, LAY[language])
    if language == ANY:
        return True
    if language == MODERN:
        return speaks(document, span, ENGLISH) and not (is_old(document) or _is_nonstandard(document, span))
    window = _near(document, span)
    near = _judged_without(document, window, span) or _judged(document, window)
    if near not in (language, None):
        return False
    paragraph = _wide(document, span)
    wide = near if paragraph == window else _judged(document, paragraph)
    return (wide or language_of(document)) == language


@once
def language_of(document: Document) -> str | None:
    """The language of a text as a whole, as `judge` says it."""
    return judge(document.text[:LONGEST_SAMPLE])


def judge(text: str) -> str | None:
    """The language that the words of a text are usual in; `OTHER` if there is none, None if they are too few.

    >>> judge("Das ist nicht der Ort, der als Hauptstadt gilt."), judge("Share")
    ('de', None)
    """
    if _foreign_script(text):
        return OTHER
    if _is_code(text):
        return CODE
    usual = usual_words()
    written = WORD.findall(text.replace("’", "'"))
    every = [word.lower() for word in written]
    # A capital letter may begin a name, and names are known in no language.
    capitalised = {word.lower() for word in written if word[0].isupper()}
    names = {word for word in capitalised if word not in usual[ENGLISH]}
    words = [word for word in every if word not in names] if names else every
    if len(words) < FEWEST_WORDS:
        return None
    evidence = _evidence(every)
    best, second = sorted(evidence, key=evidence.__getitem__, reverse=True)[:2]
    known = sum(map(usual[best].__contains__, words)) / len(words)
    mean, lead = evidence[best] / len(words), (evidence[best] - evidence[second]) / len(words)
    clear = lead >= CLEAR_LEAD and mean >= CLEAR_MEAN
    if len(words) < FEW_WORDS:
        enough = MOST_AGAINST if len(words) >= FEWEST_AGAINST else 0
        sure = clear and known == 1
    elif best == ENGLISH:
        enough = KNOWN_IF_CLEAR if clear else KNOWN
        sure = lead >= LEAD and (mean >= MEAN or known >= ALL_KNOWN)
    else:
        enough, sure = KNOWN_ELSEWHERE, True
    if known < enough:
        return OTHER
    return best if sure else None


@once
def is_old(document: Document) -> bool:
    """Whether a text is of a time with another spelling: of Shakespeare's, or of Austen's."""
    return _old_forms(document.text[:LONGEST_JUDGED]) >= FEWEST_OLD


@once
def is_technical(document: Document) -> bool:
    """Whether a text is a manual or the like, and nothing in it marks what is code."""
    if document.blocks:
        return False
    words = _small_words(document.text[:LONGEST_JUDGED])
    terms = [word for word in words if word in TERM_WORDS]
    different = len(set(terms))
    return any(different >= fewest and len(terms) >= share * len(words) for fewest, share in TERMS_ENOUGH)


def _is_nonstandard(document: Document, span: Span) -> bool:
    """Whether the words around a place are dialect, speech as it sounds, or of another time."""
    window = _wide(document, span)
    key = (_is_nonstandard, window)
    if key not in document.memo:
        text = document.text[slice(*window)][:LONGEST_SAMPLE]
        signs = DIALECT_WORDS.intersection(_small_words(text)) | set(LEFT_OUT.findall(text))
        document.memo[key] = len(signs) >= FEWEST_DIALECT or _old_forms(text) >= FEWEST_OLD_NEAR
    return bool(document.memo[key])


def _old_forms(text: str) -> int:
    """How many different forms of old spelling a text has."""
    return len(OLD_WORDS.intersection(_small_words(text))) + len(set(OLD_PAST.findall(text)))


def _small_words(text: str) -> list[str]:
    """The words of a text in small letters with straight apostrophes."""
    return text.lower().replace("’", "'").encode("ascii", "replace").translate(SMALL_LETTERS).decode().split()


def _near(document: Document, span: Span) -> Span:
    """The place with the whole words within NEAR of it, in its paragraph."""
    first, last = _paragraph(document, span)
    start, end = max(first, span.start - NEAR), min(last, span.end + NEAR)
    if start > first and (blank := BLANK.search(document.text, start, span.start)):
        start = blank.end()
    if end < last and (blank := BLANK_BEFORE.search(document.text, span.end, end)):
        end = blank.start()
    return Span(start, end)


def _wide(document: Document, span: Span) -> Span:
    """The paragraph of a place; of a long one three stretches, the place in the middle."""
    first, last = _paragraph(document, span)
    stretch = (span.start - first) // WIDE
    return Span(max(first, first + (stretch - 1) * WIDE), min(last, first + (stretch + 2) * WIDE))


def _paragraph(document: Document, span: Span) -> Span:
    """The paragraph of a place; a place that is longer counts itself."""
    paragraph = paragraph_at(document, span.start)
    return Span(paragraph.start, paragraph.end) if paragraph and span.end <= paragraph.end else span


def _judged_without(document: Document, window: Span, span: Span) -> str | None:
    """The language of the words beside a place: its own may be misspelled."""
    text = document.text
    return judge(f"{text[window.start : span.start]} {text[span.end : window.end]}")


def _judged(document: Document, window: Span) -> str | None:
    key = (_judged, window)
    if key not in document.memo:
        document.memo[key] = judge(document.text[slice(*window)][:LONGEST_SAMPLE])
    language: str | None = document.memo[key]
    return language


def _evidence(words: list[str]) -> dict[str, int]:
    """For each language the sum of how usual the words are in it, in tenths above BASE."""
    votes = _votes()
    total = sum(map(votes.__getitem__, filter(votes.__contains__, words)))
    mask = (1 << FIELD) - 1
    return {language: total >> FIELD * n & mask for n, language in enumerate(usual_words())}


@cache
def _votes() -> dict[str, int]:
    """The votes of each word as one number with a field for each language: many words are one sum."""
    votes: dict[str, int] = {}
    for n, words in enumerate(usual_words().values()):
        for word, tenths in words.items():
            if tenths > BASE:
                votes[word] = votes.get(word, 0) + (tenths - BASE << FIELD * n)
    return votes


def _is_code(text: str) -> bool:
    """Whether a text is full of code: names with signs inside, commands, options. Few texts have a sign."""
    if not any(sign in text for sign in CODE_SIGNS):
        return False
    sample = text[:LONGEST_SAMPLE]
    pieces = sum(len(place.findall(sample)) for place in CODE_PLACES)
    words = len(sample.split())
    return any(pieces >= fewest and pieces > share * words for fewest, share in CODE_ENOUGH)


def _foreign_script(text: str) -> bool:
    """Whether most letters are beyond the Latin script."""
    if text.isascii() or not FOREIGN_LETTER.search(text):
        return False
    sample = text[:LONGEST_SAMPLE]
    foreign = len(FOREIGN_LETTER.findall(sample))
    return foreign > MOST_LETTERS_FOREIGN * sum(map(str.isalpha, sample))
