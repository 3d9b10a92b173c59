"""What holds for every text and every ruleset; see the docstrings of `rulesets` and `model.Result`."""

import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textlint
from textlint import _core
from textlint.compiler import compile_rules
from textlint.inputs import format_of
from textlint.model import Edit, Finding, Result
from textlint.rulesets import Ruleset, finding_of, row_of

SURROGATE = re.compile(r"[\ud800-\udfff]")

FOLDER = Path(__file__).parents[1] / "seeds"
SEEDS = [path.read_bytes().decode("utf-8") for path in sorted(FOLDER.glob("*.txt"))]

# Short pieces of the damage that rules look for, and of what they must keep: all kinds of line ends, blanks,
# undecodable bytes, marks that combine.
PIECES = [
    "The the talks ended.. He left , and and she stayed.",
    "Leave a Reply",
    "Share this:",
    "Advertisement",
    "It is a long established fact that the reader of a page will be distracted by it, he said.",
    "thier recieve teh",
    "itâ€™s Ã©tÃ© &amp;amp; &lt;b&gt; &#10;",
    "“Open, he said. (And more",
    "the talks in gaza and the",
    "Die Gespräche sind nicht zu Ende, und das ist auch nicht gut.",
    "https://example.org/a..b",
    "\N{BYTE ORDER MARK}",
    "\N{SOFT HYPHEN}",
    "\N{NO-BREAK SPACE}",
    "\N{COMBINING ACUTE ACCENT}",
    "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}",
    "\x85",
    "\u2028",
    "\x00",
    "\x1b[31m",
    "\udc80",
    "\udcff",
    "\ud83d",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    " ",
    "\t",
    "..",
    ",,",
    "a",
    "b",
    "A",
]

ANY_CHARACTERS = st.text(st.characters(exclude_categories=[]), max_size=60)  # lone surrogates too
ANY_TEXT = ANY_CHARACTERS | st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@st.composite
def damaged_seeds(draw: st.DrawFn) -> str:
    """A seed text that has been cut, shuffled or corrupted."""
    text = draw(st.sampled_from(SEEDS))
    start = draw(st.integers(0, len(text)))
    text = text[start : start + draw(st.integers(0, 1500))]
    lines = text.splitlines(keepends=True)
    if draw(st.booleans()):
        lines = draw(st.permutations(lines))
    text = "".join(lines).replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n\n"])))
    for place in draw(st.lists(st.integers(0, len(text)), max_size=6)):
        text = text[:place] + draw(st.sampled_from(PIECES)) + text[place:]
    return text


# Rules as a user may write them, some of them against each other: kind, options, fix and severity.
FINDS = ["a", "b", "ab", "a+", r"\.\.", " +$", r"(\w)\1", ",", "[ab]", r"\s", ".+", "(?<=a).", "[^a]+"]
REPLACEMENTS = ["", "a", "b", "aa", ".", r"\g<0>!", " ", "\n", "\r", None]
PATTERNS = [
    ("pattern", {"find": find, "replace": replace, "anywhere": True})
    for find in FINDS
    for replace in REPLACEMENTS
]
OTHERS = [
    ("lines", {"any_of": ["a", "b", "advertisement", "leave a reply"]}),
    ("lines", {"any_of": ["share this"], "extend": "to-end", "where": "tail"}),
    ("lines", {"patterns": [".*a.*"], "run": 2}),
    ("lines", {"patterns": [".+"], "where": "first-line"}),
    ("words", {"words": {"teh": "the", "thier": "their", "a": "b"}}),
    ("repetition", {"of": "words"}),
    ("repetition", {"of": "paragraphs"}),
    ("truncation", {"function_words": ["the", "a"], "fewest_words": 1, "of": "paragraph"}),
    ("casing", {"names": ["Gaza", "The Talks"]}),
    ("encoding", {"steps": ["fix_encoding", "unescape_html"]}),
    ("balance", {"pairs": ["“”", "()"]}),
]
USER_RULES = st.lists(
    st.tuples(
        st.sampled_from(PATTERNS) | st.sampled_from(OTHERS),
        st.sampled_from(["safe", "unsafe", None]),
        st.sampled_from(["error", "warning", "info"]),
    ),
    min_size=1,
    max_size=4,
)


def obeys_the_laws(text: str, ruleset: Ruleset, *, unsafe: bool, name: str | None = None) -> None:
    findings = textlint.check(text, ruleset, name=name)
    spans_lie_in(text, findings)
    edits_are_apart(text, chosen(ruleset, text, findings, unsafe=unsafe, name=name))

    result = textlint.fix(text, ruleset, unsafe=unsafe, name=name)
    spans_lie_in(text, result.applied)
    spans_lie_in(result.text, result.remaining)
    if result.conflict:
        assert (result.text, result.applied) == (text, ())
        assert set(result.conflict) <= ruleset.known
    else:
        assert not chosen(ruleset, result.text, result.remaining, unsafe=unsafe, name=name)

    edits = edits_are_apart(text, result.applied)
    assert replayed(text, edits) == result.text
    undecodable_bytes_stay(text, result.text, edits)
    again = textlint.fix(result.text, ruleset, unsafe=unsafe, name=name)
    assert again.text == result.text


def chosen(
    ruleset: Ruleset, text: str, findings: tuple[Finding, ...], *, unsafe: bool, name: str | None
) -> tuple[Finding, ...]:
    """Those of some findings that a round of edits would apply."""
    wanted = [each for each in findings if each.edits and (unsafe or each.applicability == "safe")]
    edits = _core.Round(ruleset.core, text, format_of(Path(name or "").suffix).markup)
    return tuple(map(finding_of, edits.sound(edits.choose(list(map(row_of, wanted))))))


def spans_lie_in(text: str, findings: tuple[Finding, ...]) -> None:
    assert list(findings) == sorted(findings, key=lambda finding: (finding.span, finding.rule))
    for finding in findings:
        assert 0 <= finding.span.start < finding.span.end <= len(text)
        assert bool(finding.edits) == (finding.applicability is not None)
        for edit in finding.edits:
            assert 0 <= edit.span.start <= edit.span.end <= len(text)


def edits_are_apart(text: str, findings: tuple[Finding, ...]) -> list[Edit]:
    """No two edits share a code point, and no insertion stands where another edit begins or ends."""
    edits = sorted((edit for finding in findings for edit in finding.edits), key=lambda edit: edit.span)
    for one, other in pairwise(edits):
        assert one.span.end <= other.span.start, f"{one} and {other} in {text!r}"
        if one.span.start == one.span.end or other.span.start == other.span.end:
            assert one.span.end < other.span.start, f"{one} and {other} in {text!r}"
    return edits


def replayed(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def undecodable_bytes_stay(text: str, after: str, edits: list[Edit]) -> None:
    """No edit touches them, so all are still there, and none has a new neighbour."""
    assert SURROGATE.findall(after) == SURROGATE.findall(text)
    for start, end in (edit.span for edit in edits):
        assert not SURROGATE.search(text[max(0, start - 1) : end + 1]), text


@pytest.fixture(scope="module")
def builtin() -> Ruleset:
    return textlint.load_ruleset()


@pytest.fixture(scope="module")
def everything() -> Ruleset:
    """All built-in rules, those too that are off until they are selected."""
    return textlint.load_ruleset(select=["all"])


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe edits", "all edits"])
@pytest.mark.parametrize("text", SEEDS, ids=range(len(SEEDS)))
def test_laws_hold_for_the_seed_texts(text, unsafe, builtin, everything):
    obeys_the_laws(text, builtin, unsafe=unsafe)
    obeys_the_laws(text, everything, unsafe=unsafe)


@settings(max_examples=50)
@given(text=damaged_seeds(), unsafe=st.booleans())
def test_laws_hold_for_damaged_texts(text, unsafe, builtin):
    obeys_the_laws(text, builtin, unsafe=unsafe)


@settings(max_examples=100)
@given(text=ANY_TEXT, unsafe=st.booleans())
def test_laws_hold_for_any_text(text, unsafe, everything):
    obeys_the_laws(text, everything, unsafe=unsafe)


@settings(max_examples=300)
@given(text=ANY_TEXT, picked=USER_RULES, unsafe=st.booleans())
def test_laws_hold_for_any_rules_even_if_they_fight(text, picked, unsafe, make_rule):
    rules = [
        make_rule(kind, id=f"test/{n}", fix=fix, severity=severity, **options)
        for n, ((kind, options), fix, severity) in enumerate(picked)
    ]

    obeys_the_laws(text, compile_rules(rules), unsafe=unsafe)


MARKUP = [
    *(
        "*",
        "_",
        "`",
        "```\n",
        "[a](b)",
        "[a..](b..)",
        "> ",
        "- ",
        "1. ",
        "# ",
        "===\n",
        "| a.. | b |\n|---|---|\n",
    ),
    *("<b>", "</b>", "<p>", "</p>", "<pre>", "</pre>", "<!-- a.. -->", "&amp;", "<i title='a..'>", "<br>"),
    *(
        "``a..``",
        ":ref:`a..`",
        ".. note:: ",
        ".. code:: a\n\n   ",
        "::\n\n  ",
        "a_",
        "|a|",
        "====\n",
        "% ",
        "\\b{",
        "}",
    ),
]
MARKED_UP = st.lists(st.sampled_from([*PIECES, *MARKUP]), max_size=20).map("".join)


@pytest.mark.parametrize("name", ["a.md", "a.html", "a.rst", "a.tex"])
@settings(max_examples=60)
@given(text=MARKED_UP, unsafe=st.booleans())
def test_laws_hold_for_marked_up_texts(name, text, unsafe, everything):
    obeys_the_laws(text, everything, unsafe=unsafe, name=name)


# --- a ruleset is not changed by its work


def outcome(text: str, ruleset: Ruleset) -> tuple[tuple[Finding, ...], Result]:
    return textlint.check(text, ruleset), textlint.fix(text, ruleset, unsafe=True)


@pytest.fixture(scope="module")
def alone(builtin: Ruleset) -> list[tuple[tuple[Finding, ...], Result]]:
    """What each seed comes to."""
    return [outcome(text, builtin) for text in SEEDS]


@settings(max_examples=30)
@given(texts=st.lists(damaged_seeds() | ANY_TEXT, min_size=2, max_size=4), again=st.booleans())
def test_a_text_has_the_same_findings_alone_and_after_others(texts, again, builtin):
    before = [textlint.check(text, builtin) for text in texts]
    if again:
        texts, before = texts[::-1], before[::-1]

    assert [textlint.check(text, builtin) for text in texts] == before


def test_a_pickled_ruleset_is_the_same(builtin, alone):
    once = pickle.loads(pickle.dumps(builtin))  # noqa: S301
    twice = pickle.loads(pickle.dumps(once))  # noqa: S301

    assert [outcome(text, twice) for text in SEEDS] == alone
    assert (twice.specifications, twice.kinds) == (once.specifications, once.kinds)


def test_threads_share_a_ruleset(alone):
    """Patterns are compiled at first use, by whichever thread comes first."""
    ruleset = textlint.load_ruleset()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: outcome(text, ruleset), SEEDS * 3))

    assert found == alone * 3
