"""The native scan and the pure path lead to the same findings."""

import random
from collections.abc import Sequence

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from textlint import engine, rules
from textlint.compiler import compile_rules
from textlint.engine import Ruleset, examine
from textlint.language import speaks
from textlint.model import Document, Finding

pytest.importorskip("hyperscan")

BUILTIN = rules.load()
EXAMPLES = [example.bad or example.ok or "" for rule in BUILTIN for example in rule.examples]
BAD = [example.bad for rule in BUILTIN for example in rule.examples if example.bad]
CORRUPTED = 2400  # texts
LONGEST_CORRUPTED = 500  # code points: the pure path is slow


@pytest.fixture(scope="session")
def pure() -> Ruleset:
    """All built-in rules; each reads the whole text."""
    return compile_rules(BUILTIN)


@pytest.fixture(scope="session")
def native() -> Ruleset:
    """The same with a scanner."""
    return compile_rules(BUILTIN, native=True)


@pytest.fixture
def same(native, pure):
    """Check that a text has the same findings both ways: of each rule as if it ran alone, and of all together."""

    def check(text: str) -> None:
        lost_nothing(text, native, pure)

    return check


def lost_nothing(text: str, native: Ruleset, pure: Ruleset) -> None:
    assert of_each_rule(native, text) == of_each_rule(pure, text), f"in {text!r}"
    assert examine(native, Document(text)) == examine(pure, Document(text)), f"in {text!r}"


def of_each_rule(ruleset: Ruleset, text: str) -> dict[str, Sequence[Finding]]:
    """What each rule finds, before what others delete is left out."""
    document, found = Document(text), dict[str, Sequence[Finding]]()
    for step, spans in engine._work(ruleset, document, found):
        hits = [hit for hit in step.check(document, spans) if speaks(document, hit.span, step.language)]
        if hits:
            found[step.id] = hits
    return found


def test_the_seed_texts(seeds, same):
    for text in seeds:
        same(text)


def test_the_examples_of_all_rules(same):
    for text in EXAMPLES:
        same(text)


@pytest.mark.parametrize("end", ["\r\n", "\r", " \n", "\n\n"], ids=ascii)
def test_the_examples_with_other_line_ends_one_under_the_other(end, same):
    for first in range(0, len(EXAMPLES), 8):
        same(regex.sub(r"\r\n|\n|\r", end, "\n".join(EXAMPLES[first : first + 8])))


# What stands beside a word or in it, and may make a scan miss it or take its neighbour for it.
NEIGHBOURS = [
    *"éÉßẞſİıﬁﬆŉΐσςÅ中'’-‐‑_“”„«»()[]{}.,;:!?…–—/\\@#&<>`*|•·0٣", " ", "\t", "\n", "\r", "\r\n", "\n\n", "\r\r\n", "\x00", "\x0b",
    "\x0c", "\x1b", "\x1c", "\x7f", "\x85", "\N{NO-BREAK SPACE}", "\N{EM SPACE}", "\N{LINE SEPARATOR}", "\u3000", "\udc80",
    "\udcff", "\ud83d\ude00", "😀", "\N{COMBINING ACUTE ACCENT}", "\N{KELVIN SIGN}", "\N{SOFT HYPHEN}", "\N{ZERO WIDTH SPACE}",
    "\N{BYTE ORDER MARK}", "\N{REPLACEMENT CHARACTER}", "â€™", "Ã©", "&amp;", "&#39;", ". ", " .", " ,", "x" * 320, "x-" * 200,
    "'s", "’s", "-like", "non-", "https://example.org/", ".com", "> ", "- ", "1. ",
]  # fmt: skip
LIKE_OTHERS = {
    "k": "\N{KELVIN SIGN}",
    "s": "ſ",
    "i": "ı",
    "I": "İ",
    "'": "’",
    "’": "'",
    " ": "\N{NO-BREAK SPACE}",
    "-": "‑",
}


def corrupted(chance: random.Random, texts: Sequence[str]) -> str:
    """A piece of a text with defects of other texts and strange neighbours put in."""
    text = chance.choice(texts)
    start = chance.randrange(len(text))
    text = text[start : start + chance.randrange(LONGEST_CORRUPTED // 2)]
    for _ in range(chance.randint(1, 4)):
        bad = chance.choice(BAD)
        if len(bad) > LONGEST_CORRUPTED:
            continue
        place = chance.choice([match.end() for match in regex.finditer(r"\b|^|$", text)])
        glue = chance.choice(["", " ", "\n", "\n\n", ". "])
        text = text[:place] + glue + bad + glue + text[place:]
    for _ in range(chance.randint(0, 6)):
        text = changed(chance, text)
    if chance.random() < 0.15:
        text = regex.sub(r"\r\n|\n|\r", chance.choice(["\r\n", "\r"]), text)
    if chance.random() < 0.1:
        text = chance.choice([str.upper, str.lower, str.title, str.swapcase])(text)
    return text


def changed(chance: random.Random, text: str) -> str:
    """A text with one small change, most often at the edge of a word."""
    edges = [match.start() for match in regex.finditer(r"\b", text)]
    place = chance.choice(edges or [0]) if chance.random() < 0.8 else chance.randint(0, len(text))
    match chance.randrange(6):
        case 0 | 1:
            return text[:place] + chance.choice(NEIGHBOURS) + text[place:]
        case 2:
            return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
        case 3:
            return text[:place] + text[place + 1 :]
        case 4:
            end = place + chance.randint(1, 30)
            return (
                text[:place] + "".join(LIKE_OTHERS.get(sign, sign) for sign in text[place:end]) + text[end:]
            )
        case _:
            end = place + chance.randint(1, 12)
            return (
                text[:place]
                + chance.choice([str.upper, str.title, str.swapcase])(text[place:end])
                + text[end:]
            )


@pytest.mark.parametrize("part", range(8))
def test_corrupted_texts(part, seeds, native, pure):
    chance = random.Random(part)
    for _ in range(CORRUPTED // 8):
        text = corrupted(chance, [*seeds, "\n".join(EXAMPLES)])
        assert of_each_rule(native, text) == of_each_rule(pure, text), f"in {text!r}"


PIECES = st.sampled_from([*NEIGHBOURS, *BAD]) | st.text(st.characters(exclude_categories=[]), max_size=5)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=6).map("".join))
def test_any_text(native, pure, text):
    lost_nothing(text, native, pure)
