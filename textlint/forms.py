"""forms – whether a word that no dictionary has may be made of words that one has.

Dictionaries leave out most of what can be derived (unscalable, yellowish) and compounded (smartwatch). That a
slip looks like such a word is rarer, but happens: leder is no one who leds.
"""

from collections.abc import Iterator

from textlint.vocabulary import Vocabulary

PREFIXES = """
    anti auto bio counter cyber dis down eco electro extra fore geo hetero homo hydro hyper infra inter intra
    macro mega meta micro mid mini mis mono multi nano neuro non off out over para photo poly post pre pro
    proto pseudo quasi re self semi sub super tele thermo trans tri ultra un under uni up
"""
SHORT_PREFIXES = "a be bi co de di em en ex im in"  # any word may begin like that
SUFFIXES = """
    s es d ed n ing ings er ers or ors y ie ies ly able ably ible ability abilities ness nesses less lessly
    like ish ist ists istic ism isms ize ized izes izing izer izers ization ise ised ises ising iser isers
    isation ward wards wise ful fully est hood ship dom esque ity ities ical al ally ation ations ment ments
    edly ingly th fold
"""
SHORTEST_STEM = 3
SHORTEST_REST = 6  # behind a short prefix
SHORTEST_COMPOUND = 7
RAREST_STEM = 2.0  # on Zipf's scale
_prefixes, _short_prefixes, _suffixes = PREFIXES.split(), SHORT_PREFIXES.split(), SUFFIXES.split()


def is_derived(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is a listed one with something before or behind it, or two usual words in one."""
    if _is_inflected(word, vocabulary):
        return True
    for prefix in _prefixes:
        if word.startswith(prefix) and len(word) > len(prefix) + SHORTEST_STEM:
            rest = word.removeprefix(prefix)
            if vocabulary.lists(rest) or _is_inflected(rest, vocabulary):
                return True
    for prefix in _short_prefixes:
        rest = word.removeprefix(prefix)
        if SHORTEST_REST <= len(rest) < len(word) and vocabulary.lists(rest):
            return True
    return len(word) >= SHORTEST_COMPOUND and any(
        word[:i] in vocabulary.usual and (word[i:] in vocabulary.usual or _is_inflected(word[i:], vocabulary))
        for i in range(SHORTEST_STEM, len(word) - SHORTEST_STEM + 1)
    )


def _is_inflected(word: str, vocabulary: Vocabulary) -> bool:
    return any(
        vocabulary.lists(stem) and vocabulary.frequency(stem) >= RAREST_STEM
        for suffix in _suffixes
        if word.endswith(suffix)
        for stem in _stems(word.removesuffix(suffix), suffix)
        if len(stem) >= SHORTEST_STEM
    )


def _stems(rest: str, suffix: str) -> Iterator[str]:
    """What may have stood before a suffix: make(ing), sto(p)ping, happi(ness) for happy."""
    if suffix in ("d", "n") and not rest.endswith("e"):
        return
    if suffix == "s" and rest.endswith(("s", "x", "z")):
        return
    yield rest
    if suffix[0] in "aeiouy":
        yield rest + "e"
        if rest[-1:] == rest[-2:-1]:
            yield rest[:-1]
    if rest.endswith("i"):
        yield rest[:-1] + "y"
