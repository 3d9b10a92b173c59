"""doubts – ambiguous corrections: misspellings that may be another word than the dictionary says.

A correction is safe only if no test here applies. The tests use data alone: the frequencies of both words,
the usual words that are one slip away, and the other languages in which the misspelling is a word.
"""

from functools import lru_cache

import regex

from textlint.lexicon import foreign_words, word_set
from textlint.slips import cost, near
from textlint.vocabulary import Vocabulary

RAREST_RIGHT = 2.5  # on Zipf's scale; a rarer word is a term, and its misspelling may be another term
LEAST_GAP = 1.0  # a form that is used a tenth as often as its correction is a variant or a name
# What another word may be less likely by, in powers of ten; a short word is near many others.
RIVAL, RIVAL_OF_SHORT, SHORT = 0.3, 0.4, 5
FEWEST_KNOWN = 1.5  # on Zipf's scale; a slip that so many make is nobody's own word …
LEAST_GAP_KNOWN = 1.5  # … if the correction is thirty times as frequent
SHORTEST_KNOWN = 5  # letters
LONGEST_ASKED = 30  # letters; a longer word has no likely rivals
SHORTEST_STEM, SHORTEST_PREFIXED = 4, 5  # letters before a suffix, after a prefix
PREFIXES = ("un", "re", "non", "pre", "over", "under", "mis", "out", "anti", "sub", "super", "inter")
SUFFIXES = ("able", "ible", "or", "er", "less", "like", "wise", "ish", "ness", "y")
CUT = 2  # letters that an abbreviation lacks: independ
PART = regex.compile(r"[ -]")
JOINED_BY_SLIP = word_set("function") | word_set("more-function") | word_set("usual")  # alot, incase
INFLECTION = regex.compile(r"(?:e?s|ed|er|ing|able)$")
# Spellings of one word, by country, time or house: licence, scaleable, requestor, expence.
VARIANTS = (
    regex.compile(
        r"(?<stem>.*(?:li|de|of|pre|ex|recom|sus|con)(?:fen|ten|cen|pen|den)|practi)[cs](?<rest>e.*|ing.*|ive.*)"
    ),
    regex.compile(r"(?<stem>.{3,})e?(?<rest>able|ably|ability|ment|ments)"),
    regex.compile(r"(?<stem>.{3,}?)[eo](?<rest>rs?)"),
    regex.compile(r"(?<stem>.{3,})[ai](?<rest>ble|bly|bility)"),
    regex.compile(r"(?<stem>.{2,})(?:ae|oe|e)(?<rest>.{2,})"),
    regex.compile(r"(?<stem>.{2,})in(?<rest>)g?"),
)


@lru_cache(maxsize=1 << 14)
def is_doubtful(wrong: str, right: str, vocabulary: Vocabulary) -> bool:
    """Whether a misspelling could be more than its one correction.

    Words are in lower case with straight apostrophes.
    """
    if wrong in foreign_words() or wrong in word_set("old") or wrong in word_set("dialect"):
        return True
    if vocabulary.lists(wrong) or _is_variant(wrong, right) or _is_coined(wrong, vocabulary):
        return True
    if right.replace("'", "") == wrong:  # dont
        return False
    parts = PART.split(right)
    if len(parts) > 1:  # a compound of two terms may be a third: filetest
        return "".join(parts) == wrong and JOINED_BY_SLIP.isdisjoint(parts)
    frequency = vocabulary.frequency(right)
    if frequency < RAREST_RIGHT or frequency - vocabulary.frequency(wrong) < LEAST_GAP:
        return True
    return len(wrong) <= LONGEST_ASKED and _has_rival(wrong, right, vocabulary)


@lru_cache(maxsize=1 << 14)
def is_known_slip(wrong: str, right: str, vocabulary: Vocabulary) -> bool:
    """Whether so many people make a slip that no text makes it a word of its own: recieve, thier."""
    used = vocabulary.frequency(wrong)
    return (
        len(wrong) >= SHORTEST_KNOWN
        and FEWEST_KNOWN <= used <= vocabulary.frequency(right) - LEAST_GAP_KNOWN
        and not is_doubtful(wrong, right, vocabulary)
    )


def _is_variant(wrong: str, right: str) -> bool:
    """Whether two forms differ as houses and countries do, by a g, a hyphen or an abbreviation's end."""
    if wrong.replace("-", "") == right or (right.startswith(wrong) and len(right) - len(wrong) >= CUT):
        return True
    for variant in VARIANTS:
        both = variant.fullmatch(wrong), variant.fullmatch(right)
        if both[0] and both[1] and both[0].group("stem", "rest") == both[1].group("stem", "rest"):
            return True
    return False


def _is_coined(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is a listed one with a prefix or suffix that any word may take: unsinged, requestor."""
    if INFLECTION.sub("", word) in word_set("software-roots"):
        return True
    rests = (word.removeprefix(prefix) for prefix in PREFIXES)
    stems = (word.removesuffix(suffix) for suffix in SUFFIXES if not word.endswith("ly"))
    return any(
        SHORTEST_PREFIXED <= len(rest) < len(word) and vocabulary.lists(rest) for rest in rests
    ) or any(SHORTEST_STEM <= len(stem) < len(word) and vocabulary.lists(stem) for stem in stems)


def _has_rival(wrong: str, right: str, vocabulary: Vocabulary) -> bool:
    """Whether another usual word may be meant as well: thest for test, the, this."""
    short = len(wrong) <= SHORT
    least = vocabulary.frequency(right) - cost(wrong, right) - (RIVAL_OF_SHORT if short else RIVAL)
    rivals = (near(wrong, keyboard=not short) & vocabulary.usual) - {right}
    return any(vocabulary.frequency(rival) - cost(wrong, rival) >= least for rival in rivals)
