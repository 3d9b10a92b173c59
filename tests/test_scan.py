"""The native scan and the pure path lead to the same findings."""

import random
from collections import Counter
from collections.abc import Sequence

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

import textlint
from textlint import engine, rules
from textlint.compiler import compile_rules
from textlint.engine import Ruleset, examine
from textlint.language import speaks
from textlint.model import Document, Finding
from textlint.phrases import is_phrase
from textlint.segment import starts

pytest.importorskip("hyperscan")

BUILTIN = rules.load()
EXAMPLES = [example.bad or example.ok or "" for rule in BUILTIN for example in rule.examples]
BAD = [example.bad for rule in BUILTIN for example in rule.examples if example.bad]
CORRUPTED = 2000  # texts
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


@pytest.mark.parametrize(
    ("kind", "options", "text"),
    [
        pytest.param("words", {"words": {"teh": "the"}}, "teh, well-teh and teh-well", id="a part of a longer word is none"),
        pytest.param("words", {"words": {"don't": "do not"}}, "I don’t, I don't", id="both apostrophes"),
        pytest.param("words", {"words": {"été": "x"}}, "un été là", id="a word beyond ASCII"),
        pytest.param("words", {"words": {"task": "x"}, "names": True}, "a tas\N{KELVIN SIGN} here", id="a letter that counts as k"),
        pytest.param(
            "words",
            {"words": {"in the middle off the": "in the middle of the", "the middle": "x"}},
            "they stood in the middle off the road",
            id="a phrase with another in it",
        ),
        pytest.param(
            "words",
            {"words": {"a b c d off": "a b c d of", "off x": "y"}},
            "é well-a b c d off x",
            id="a phrase that overlaps another",
        ),
        pytest.param("consistency", {"groups": ["naïve / naive"]}, "He was naïve.\nShe was naive.", id="a spelling beyond ASCII"),
        pytest.param("consistency", {"groups": ["adviser / advisor"]}, "an adviser\nan advisor", id="two spellings apart"),
        pytest.param("repetition", {"only": ["été"]}, "un été été la, un été\nété la", id="a repeated word beyond ASCII, and over a line's end"),
        pytest.param("repetition", {"only": ["these"]}, "all these theſe", id="a repeated word with a letter that counts as s"),
        pytest.param("repetition", {}, "all of of it", id="any repeated word"),
        pytest.param("casing", {"names": ["Al-Qaeda", "Erdoğan", "Côte d'Ivoire"]}, "al-qaeda, Al-qaeda; erdoğan\ncôte d’ivoire Côte d'ivoire", id="names"),
        pytest.param("casing", {"of": "titles"}, "War in the Gaza strip Goes On Again ” ”", id="a title with two closing marks"),
        pytest.param("casing", {"of": "sentences"}, "It was over. then é ended. ällo, there.", id="sentences"),
        pytest.param("balance", {"pairs": ["“”", "()", '""', "‚’"]}, "“One “two.”\n(Three.\n\nFour) and five.\n", id="signs"),
        pytest.param(
            "truncation",
            {"of": "paragraph", "function_words": ["the"]},
            "The talks went on for the whole of the night (as he had put it ” ”\n\nThe talks between both sides went on for "
            "the whole of the night, he said.\n",
            id="a paragraph that ends with two closing marks",
        ),
        pytest.param("lines", {"patterns": ["foo$", "^^bar", "baz$$"]}, "A text.\nfoo \r\nbar\rbaz\nfoo", id="anchors"),
        pytest.param("lines", {"patterns": ["a.*b|c"]}, "A b\n\nab \nC\n cb", id="alternatives"),
        *(
            pytest.param("lines", {"patterns": ["share this"]}, f"A text.\n{blank}{line}{blank}\nMore.", id=f"{blank!a} around {line!a}")
            for blank in (" ", "\t\N{NO-BREAK SPACE}", "\N{EM SPACE}\x1c")
            for line in ("share this", "share thiſ")
        ),
        pytest.param("lines", {"patterns": ["foo"], "longest": 900}, "foo\n\N{EM SPACE}foo \x1c\nfoo a", id="lines that may be longer"),
        pytest.param("lines", {"starts_with": ["ΐab", "ŉab", "strasse", "find us"]}, "ΐab\nŉab c\nStraße 5\nﬁnd\N{NO-BREAK SPACE}us", id="folded beginnings"),
        pytest.param("lines", {"any_of": ["share this"], "where": "first-line"}, "Share this:\nShare this.\nA text.", id="the first line"),
        *(
            pytest.param("lines", {"any_of": ["share this"]}, f"A text.\n{blank}• Share this\nShare this •{blank}\nMore.", id=f"{blank!a} around bullets")
            for blank in " \x0b\x0c\x1c\x85\N{NO-BREAK SPACE}\N{EM SPACE}\u2028\u3000"
        ),
        pytest.param("lines", {"any_of": ["share this"]}, " " * 400 + "Share this\n" + "Share this" + " " * 400, id="blanks that make a line long"),
        pytest.param("pattern", {"find": "x(?:cat|dog.*bird)s"}, "xcats xdog and birds", id="a branch without a gap"),
        pytest.param("pattern", {"find": r"\p{Lu}{3};", "ignore_case": True}, "xab;", id="capitals without case"),
        pytest.param("pattern", {"find": "thestraße", "ignore_case": True}, "theſtraße", id="letters that count as one other and as two"),
        pytest.param("encoding", {"steps": ["fix_encoding", "unescape_html", "fix_c1_controls", "remove_terminal_escapes"]}, "itâ€™s Ã©tÃ©\n&amp;amp; a\x96b\n\x1b[31mred", id="encodings"),
    ],
)  # fmt: skip
def test_rules_of_users(kind, options, text, make_rule):
    rule = make_rule(kind, anywhere=True, **options) if kind == "pattern" else make_rule(kind, **options)

    pure = compile_rules([rule])

    assert of_each_rule(pure, text)
    lost_nothing(text, compile_rules([rule], native=True), pure)


@pytest.mark.parametrize(
    "text", ["", "\n", "x" * 400, "\n" * 3 + "x" * 400], ids=["nothing", "a break", "long", "breaks and long"]
)
def test_a_rule_of_nothing_but_the_ends_of_a_line(text, make_rule):
    rule = make_rule("lines", patterns=[".*", ""])

    lost_nothing(text, compile_rules([rule], native=True), compile_rules([rule]))


def test_silence(make_rule):
    ruleset = compile_rules(
        [make_rule("words", words={"teh": "the"}), make_rule("pattern", id="test/b", find="é[.]")],
        native=True,
    )

    assert ruleset.scanner.is_silent("the tehs été".encode())
    assert not ruleset.scanner.is_silent(b"teh")
    assert not ruleset.scanner.is_silent("été.".encode())


def test_the_seed_texts(seeds, same):
    for text in seeds:
        same(text)


def test_the_examples_of_all_rules(same):
    for text in EXAMPLES:
        same(text)


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=ascii)
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


@settings(max_examples=100)
@given(st.lists(PIECES, max_size=6).map("".join))
def test_any_text(native, pure, text):
    lost_nothing(text, native, pure)


# Rules and texts of a few words, so that they meet, overlap and hang on one another.
TOKENS = ["a", "b", "ab", "Ab", "don't", "d’a", "é", "éa", "k", "\N{KELVIN SIGN}", "s", "ſ", "a-b", "off"]
GLUE = [
    "",
    " ",
    " ",
    " ",
    "  ",
    "-",
    "\n",
    "\r\n",
    "\t",
    ". ",
    ", ",
    "_",
    "1",
    "'",
    "’",
    "“",
    "é",
    "\N{NO-BREAK SPACE}",
    "\udc80",
]
PHRASES = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=5).map(" ".join).filter(is_phrase)
FEW_PHRASES = st.lists(PHRASES, min_size=1, max_size=3, unique=True)
RULES_OF_WORDS = st.one_of(
    st.dictionaries(PHRASES, PHRASES, min_size=1, max_size=3).map(
        lambda words: ("words", {"words": words, "names": True})
    ),
    FEW_PHRASES.map(lambda names: ("casing", {"names": [name.title() for name in names]})),
    st.lists(PHRASES, min_size=2, max_size=3, unique=True).map(
        lambda group: ("consistency", {"groups": [" / ".join(group)]})
    ),
    st.lists(st.sampled_from(TOKENS), min_size=1, max_size=3).map(
        lambda only: ("repetition", {"only": only})
    ),
    FEW_PHRASES.map(lambda phrases: ("lines", {"any_of": phrases})),
    FEW_PHRASES.map(lambda phrases: ("lines", {"starts_with": phrases, "longest": 400})),
)
TEXTS_OF_WORDS = st.lists(
    st.tuples(st.sampled_from(TOKENS) | PHRASES, st.sampled_from(GLUE)), max_size=8
).map(lambda pairs: "".join(token + glue for token, glue in pairs))


@settings(max_examples=250)
@given(
    picked=st.lists(RULES_OF_WORDS, min_size=1, max_size=3),
    texts=st.lists(TEXTS_OF_WORDS, min_size=3, max_size=3),
)
def test_words_of_users(picked, texts, make_rule):
    rules = [make_rule(kind, id=f"test/{n}", **options) for n, (kind, options) in enumerate(picked)]
    native, pure = compile_rules(rules, native=True), compile_rules(rules)
    for text in texts:
        lost_nothing(text, native, pure)


def test_no_rule_reads_every_line(seeds):
    ruleset = textlint.load_ruleset()
    documents = [Document(text) for text in seeds]
    lines_of = sum(len(starts(document)) for document in documents)
    read = Counter(
        n for document in documents for n, spans in ruleset.scanner.spans(document).items() for _ in spans
    )

    assert {ruleset.steps[n].id: count for n, count in read.items() if count > lines_of / 2} == {}
    assert [ruleset.steps[n].id for n in ruleset.scanner.plan.everywhere] == [
        "casing/paragraph-start",
        "casing/surname",
        "casing/title",
        "repetition/paragraph",
        "spelling/broken-blank",
        "spelling/lost-blank",
        "spelling/unknown-word",
        "truncation/cut-word",
        "truncation/document",
        "truncation/paragraph",
    ]


@pytest.mark.parametrize(
    ("kind", "options", "text"),
    [
        pytest.param("words", {"words": {"dİyet": "diet"}, "names": True}, "A dİyet.", id="a dotted capital"),
        pytest.param("pattern", {"find": "a{2}a{0}+é"}, "aaé", id="a count of nothing"),
        pytest.param("pattern", {"find": "a+ŉ(?i){0,}"}, "a Z", id="a count behind a flag"),
    ],
)
def test_odd_rules_find_the_same_both_ways(kind, options, text, make_rule):
    rule = make_rule(kind, fix=None, **options)
    both = [examine(compile_rules([rule], native=native), Document(text)) for native in (True, False)]

    assert both[0] == both[1]
    assert both[0].findings
