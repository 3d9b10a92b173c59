"""A simpler expression over bytes matches wherever the pattern that it was made of does."""

import random
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import pytest
import regex
from hypothesis import event, given, settings
from hypothesis import strategies as st

from textlint import rules
from textlint.kinds import KINDS
from textlint.model import Document, Span, Triggers
from textlint.scan import plan
from textlint.scan.superset import required, simpler
from textlint.scan.syntax import UnknownError
from textlint.segment import contents, indexes_in

BREAKS = "[\\x0a\\x0d]"
NO_BREAK = "[\\x00-\\x09\\x0b-\\x0c\\x0e-\\xff]"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("teh", ["teh"], id="letters"),
        pytest.param(r"\bteh\b(?!x)", ["teh"], id="word boundaries and negative lookarounds are dropped"),
        pytest.param(r"teh(?=x)", ["tehx"], id="a lookahead at the end must stand there"),
        pytest.param(r"(?<=x)teh", ["xteh"], id="a lookbehind at the beginning as well"),
        pytest.param(r"(?=x)teh", ["teh"], id="any other lookaround is dropped"),
        pytest.param(r"teh(?<=x)x", ["tehx"], id="one in the middle too"),
        pytest.param(r"(?i)teh", ["[Tt][Ee][Hh]"], id="without case"),
        pytest.param(r"t(?i:e)h", ["t[Ee]h"], id="without case in a group"),
        pytest.param(r"(?i)t(?-i:e)h", ["[Tt]e[Hh]"], id="with case in a group"),
        pytest.param("(?x) t e  # why\n h", ["teh"], id="blanks and comments that mean nothing"),
        pytest.param("é", [r"\xc3\xa9"], id="a letter beyond ASCII is two bytes"),
        pytest.param("(?i)é", [r"(?:\xc3\x89|\xc3\xa9)"], id="without case"),
        pytest.param("(?i)σ", [r"(?:\xce\xa3|\xcf[\x82-\x83])"], id="three forms of one letter"),
        pytest.param(r"\xe9\u00e9\U000000e9", [r"\xc3\xa9" * 3], id="letters written as numbers"),
        pytest.param("[–-”]x", [r"\xe2\x80[\x93-\x9d]x"], id="a range beyond ASCII"),
        pytest.param("[\udc80-\udcff]", [r"\xed[\xb2-\xb3][\x80-\xbf]"], id="undecodable bytes"),
        pytest.param(r"a\.\.$", [rf"a\x2e\x2e{BREAKS}"], id="the end of a line is a break"),
        pytest.param(r"^\.\.x", [rf"{BREAKS}\x2e\x2ex"], id="the beginning is the break before"),
        pytest.param("cat|dog", ["cat", "dog"], id="alternatives"),
        pytest.param("(?:cat|dog)s", ["(?:cat|dog)s"], id="alternatives in a group"),
        pytest.param("(?|cat|dog)s", ["(?:cat|dog)s"], id="a branch reset"),
        pytest.param("(?>cat|dog)s", ["(?:cat|dog)s"], id="an atomic group"),
        pytest.param(r"cat\Kdog", ["catdog"], id="what is kept must stand there"),
        pytest.param("x{2,5}+y", ["x{2}y"], id="at an end the fewest repeats are enough"),
        pytest.param("y?x", ["x"], id="what may be missing at an end is left out"),
        pytest.param("fox.*", ["fox"], id="what may be anything too"),
        pytest.param("fox.*hound", ["hound"], id="of two stretches with anything between the rarer one"),
        pytest.param(r"(\w)\1;;", [r"\x3b\x3b"], id="a back reference is anything"),
        pytest.param("x.*z", [rf"x{NO_BREAK}*z"], id="anything between two rare letters"),
        pytest.param("[^a-z]x!", [r"[\x00-\x09\x0b-\x0c\x0e-\x60\x7b-\xff]x\x21"], id="a negated set"),
        pytest.param(r"\p{Han}x", [r"[\x80-\xbf]x"], id="one byte of a letter is enough at an end"),
    ],
)  # fmt: skip
def test_simpler_patterns(pattern, expected):
    assert [ungrouped(stretch.decode()) for stretch in simpler(pattern)] == expected


def ungrouped(source: str) -> str:
    """An expression without groups around a single character."""
    return regex.sub(r"\(\?:(\[[^\]]*\]|\w)\)", r"\1", source)


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(".", id="anything"),
        pytest.param(r"\w+", id="any word"),
        pytest.param("e", id="a letter that stands everywhere"),
        pytest.param("", id="nothing"),
        pytest.param("x|", id="something or nothing"),
        pytest.param("x*", id="what may be missing"),
        pytest.param(r"(\w+) \1", id="any word and itself"),
    ],
)
def test_what_is_not_rare_is_no_help(pattern):
    with pytest.raises(UnknownError):
        simpler(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("(?:teh){e<=1}", id="fuzzy matching"),
        pytest.param("teh{x", id="a brace that stands for itself"),
        pytest.param("(?V1)[xq--x]", id="a difference of sets"),
        pytest.param("[--x]q", id="what is one with other flags"),
        pytest.param("[[:alpha:]]xq", id="a POSIX class"),
        pytest.param("(?r)teh", id="a search from the end"),
        pytest.param("(?f)straße", id="full case folding"),
        pytest.param("(?a)teh", id="ASCII alone"),
        pytest.param("(x)?(?(1)teh|the)", id="a condition"),
        pytest.param(r"\N{BULLET}x", id="a letter by its name"),
        pytest.param(r"\Xx", id="a cluster of letters"),
        pytest.param(r"[\d-z]x{2", id="half a count"),
        pytest.param(
            "(?i:(?x)xyz # why)", id="a comment that takes a bracket with it, so that it is no pattern"
        ),
    ],
)
def test_syntax_that_is_not_known(pattern):
    with pytest.raises(UnknownError):
        simpler(pattern)


# What is right of each bar has once been lost, or may well be.
@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        pytest.param(r"(?i)\p{Lu}{3};", "xab;", id="capitals without case are small letters as well"),
        pytest.param(r"(?i)[\p{Lu}]{3};", "xab;", id="in a set"),
        pytest.param(r"(?i)[\p{Ll}]{3};", "XAB;", id="small letters"),
        pytest.param(r"\\(?i)xyz", r"\XYZ", id="flags behind an escaped backslash"),
        pytest.param("[(?x)]x yz", "(x yz", id="a set that looks like flags"),
        pytest.param("(?i)ſz;", "sz;", id="a letter that counts as one of ASCII"),
        pytest.param("x(?:cat|dog.*bird)s", "xcats", id="a branch without a gap beside one with"),
        pytest.param("x(?:cat|dog.*bird)s", "xdog and birds", id="the branch with the gap"),
        pytest.param(r"x\s+\.", "x\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}.", id="blanks beyond ASCII"),
        pytest.param(r"\w,\w", "é,é", id="letters beyond ASCII"),
        pytest.param("(?x)x # y|z", "x", id="a comment"),
        pytest.param(r"(?i)[^\P{Ll}]{2};", "ab;", id="a set of all but what has no case"),
        pytest.param("xyz$[ ]*$", "xyz", id="two ends"),
        pytest.param("^^xyz", "xyz", id="two beginnings"),
        pytest.param(r"(?:^|\s)^xyz", "xyz", id="a beginning or a blank before a beginning"),
        pytest.param(r"xyz$\Z", "xyz", id="the end of the line and of the text"),
        pytest.param("(?i)(?:(?x)xyz )", "xyz", id="a flag in a group"),
        pytest.param("xq z(?x) y", "xq zy", id="a flag that holds from where it stands"),
        pytest.param("(?:xq(?x) z) y", "xqz y", id="a flag that holds up to the end of its group"),
        pytest.param("(?:(?i)z|q)x", "Qx", id="a flag that holds for the next alternative too"),
        pytest.param("xq(?#why)?;", "x;", id="a count behind a comment is that of what stands before it"),
        pytest.param("(?:^){2}xyz", "xyz", id="a beginning that is repeated"),
        pytest.param("(?i)thestraße", "theſtraße", id="letters that count as one other and as two"),
        pytest.param(r"[]x];", "];", id="a bracket at the beginning of a set"),
        pytest.param(r"[^]x];", "a;", id="at that of a negated one"),
        pytest.param(r"[x-];", "-;", id="a hyphen at the end of a set"),
        pytest.param("x{,3};", ";", id="no least count"),
        pytest.param("(?:x{2}){3};", "xxxxxx;", id="a count of a count"),
        pytest.param(r"(?:(?<=x)|^)!", "x!", id="a lookbehind or the beginning"),
        pytest.param(r"!(?:(?=x)|$)", "!", id="a lookahead or the end"),
        pytest.param(r"(?<=(?<=x)y)!", "xy!", id="a lookbehind in a lookbehind"),
        pytest.param(r"!(?=y(?<=y)x)", "!yx", id="a lookbehind in a lookahead"),
    ],
)
def test_no_match_is_lost(pattern, line):
    assert regex.search(pattern, line)
    assert is_found(pattern, line)


# Patterns, each with texts that it probably matches.

SIGNS = [*"aeisktzxKSITXZ059_.,;:!?'\"-–—()[]{}&#/*+|\\^$“”‘’… \t"]
BEYOND = [
    *"éÉßẞſİıσΣςŐőµμǅǆﬁﬆﬅÅ中ℓ٣½", "\N{KELVIN SIGN}", "\N{ANGSTROM SIGN}", "\N{COMBINING ACUTE ACCENT}", "\N{NO-BREAK SPACE}", "\x85", "\u2028", "\u3000",
    "\N{ZERO WIDTH SPACE}", "\N{SOFT HYPHEN}", "\x00", "\x1c", "\x7f", "\x80", "\u07ff", "\u0800", "\uffff",
    "\U00010000", "😀", "\U00010400", "\U00010428", "\U0010ffff", "\ud83d", "\ude00", "\udc80", "\udcff",
]  # fmt: skip
ALPHABET = SIGNS + BEYOND
CLASSES = [
    r"\s", r"\S", r"\w", r"\W", r"\d", r"\D", r"\p{L}", r"\P{L}", r"\p{Lu}", r"\p{Ll}", r"\P{Ll}", r"\p{M}", r"\pN", r"\p{P}",
    r"\p{Greek}", r"\p{^Lu}",
]  # fmt: skip
WORDS = ["the", "teh", "ask", "six", "zk", "is", "Kz", "xyz", "qq", "straße", "été", "…", "’s", "ſz"]

Captured = dict[int, str]
Sampler = Callable[[st.DrawFn, Captured], str]


class Piece(NamedTuple):
    source: str
    sample: Sampler


class Writing(NamedTuple):
    """what all pieces of one pattern share"""

    verbose: bool
    groups: list[int]


def fixed(text: str) -> Sampler:
    return lambda _draw, _captured: text


@cache
def members(source: str) -> Sequence[str]:
    """What a set has of the alphabet."""
    state = random.getstate()  # `regex` may use it to tidy its cache, and strategies must not
    one = regex.compile(source)
    random.setstate(state)
    return [sign for sign in ALPHABET if one.fullmatch(sign)]


def picked(source: str) -> Sampler:
    return lambda draw, _captured: draw(st.sampled_from(members(source))) if members(source) else ""


def literal(draw: st.DrawFn) -> Piece:
    text = draw(st.sampled_from(WORDS) | st.text(st.sampled_from(ALPHABET), min_size=1, max_size=3))
    return Piece("".join(spelled(draw, sign) for sign in text), fixed(text))


def spelled(draw: st.DrawFn, sign: str) -> str:
    if sign.isalnum() or sign == "_" or ord(sign) > 127:
        code = ord(sign)
        ways = [sign, sign, sign, f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"]
        return draw(st.sampled_from(ways))
    return f"\\{sign}" if sign.isprintable() else f"\\x{ord(sign):02x}"


def one_of_a_set(draw: st.DrawFn) -> Piece:
    items, negated = [], draw(st.sampled_from(["", "", "^"]))
    for n in range(draw(st.integers(1, 3))):
        # `regex` takes [^\s\S] for anything, so one class is enough.
        how = draw(st.sampled_from(["sign", "range", "class" if not negated or not n else "sign"]))
        if how == "class":
            items.append(draw(st.sampled_from(CLASSES)))
        else:
            ends = sorted(draw(st.tuples(st.sampled_from(ALPHABET), st.sampled_from(ALPHABET))))
            items.append("-".join(spelled(draw, end) for end in ends[: 1 if how == "sign" else 2]))
    source = f"[{negated}{''.join(items)}]"
    return Piece(source, picked(source))


def one_of_a_class(draw: st.DrawFn) -> Piece:
    source = draw(st.sampled_from([*CLASSES, "."]))
    return Piece(source, picked(source))


def nothing(draw: st.DrawFn) -> Piece:
    return Piece(
        draw(st.sampled_from([r"\b", "^", "$", r"\K", r"\B", r"\A", r"\Z", "(?#x)", r"\m", "(?i)", "(?x)"])),
        fixed(""),
    )


def back_reference(draw: st.DrawFn, writing: Writing) -> Piece:
    if not writing.groups:
        return nothing(draw)
    number = draw(st.sampled_from(writing.groups))
    source = draw(st.sampled_from([f"(?P=g{number})", f"\\g<g{number}>", f"\\g<{number}>"]))
    return Piece(source, lambda _draw, captured: captured.get(number, ""))


def group(draw: st.DrawFn, depth: int, writing: Writing) -> Piece:
    opening = draw(
        st.sampled_from(["(?P<>", "(?P<>", "(?:", "(?>", "(?|", "(?i:", "(?-i:", "(?s-i:", "(?x:", "(?m:"])
    )
    if opening != "(?P<>":
        inner = choice(draw, depth - 1, writing._replace(verbose=writing.verbose or opening == "(?x:"))
        return Piece(f"{opening}{inner.source})", inner.sample)
    number = len(writing.groups) + 1
    writing.groups.append(number)
    inner = choice(draw, depth - 1, writing)

    def sample(draw: st.DrawFn, captured: Captured) -> str:
        captured[number] = inner.sample(draw, captured)
        return captured[number]

    return Piece(f"(?P<g{number}>{inner.source})", sample)


def look(draw: st.DrawFn, depth: int, writing: Writing) -> Piece:
    opening = draw(st.sampled_from(["(?=", "(?=", "(?<=", "(?<=", "(?!", "(?<!"]))
    inner = choice(draw, depth - 1, writing)
    shown = draw(st.booleans()) and opening.endswith("=")
    return Piece(f"{opening}{inner.source})", inner.sample if shown else fixed(""))


def repeated(draw: st.DrawFn, depth: int, writing: Writing) -> Piece:
    inner = atom(draw, depth - 1, writing)
    fewest, most = draw(
        st.sampled_from([(0, 1), (0, 9), (1, 9), (2, 2), (2, 4), (0, 3), (1, 3), (13, 14), (0, 20)])
    )
    count = {(0, 1): "?", (0, 9): "*", (1, 9): "+", (2, 2): "{2}", (0, 3): "{,3}"}.get(
        (fewest, most), f"{{{fewest},{most}}}"
    )
    count += draw(st.sampled_from(["", "", "?", "+"]))
    whole = regex.fullmatch(r"[^\\^$.]|\\[a-zA-Z]|\[.*\]|\(.*\)", inner.source, regex.DOTALL)
    source = inner.source if whole else f"(?:{inner.source})"

    def sample(draw: st.DrawFn, captured: Captured) -> str:
        return "".join(inner.sample(draw, captured) for _ in range(draw(st.integers(fewest, most))))

    return Piece(source + count, sample)


def atom(draw: st.DrawFn, depth: int, writing: Writing) -> Piece:
    if not depth:
        how = draw(st.sampled_from(["literal", "literal", "literal", "set", "class", "nothing", "reference"]))
    else:
        how = draw(
            st.sampled_from(
                [
                    "literal",
                    "literal",
                    "literal",
                    "set",
                    "class",
                    "nothing",
                    "reference",
                    "group",
                    "group",
                    "look",
                    "repeat",
                    "repeat",
                ]
            )
        )
    plain = {"literal": literal, "set": one_of_a_set, "class": one_of_a_class, "nothing": nothing}
    if how in plain:
        return plain[how](draw)
    if how == "reference":
        return back_reference(draw, writing)
    return {"group": group, "look": look, "repeat": repeated}[how](draw, depth, writing)


def row(draw: st.DrawFn, depth: int, writing: Writing) -> Piece:
    parts = [atom(draw, depth, writing) for _ in range(draw(st.integers(0 if depth < 2 else 1, 4)))]
    blanks = [draw(st.sampled_from(["", " ", "\n", "# b|(\n"])) if writing.verbose else "" for _ in parts]
    source = "".join(part.source + blank for part, blank in zip(parts, blanks, strict=True))
    return Piece(source, lambda draw, captured: "".join(part.sample(draw, captured) for part in parts))


def choice(draw: st.DrawFn, depth: int, writing: Writing) -> Piece:
    branches = [row(draw, depth, writing) for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3])))]
    return Piece(
        "|".join(branch.source for branch in branches),
        lambda draw, captured: draw(st.sampled_from(branches)).sample(draw, captured),
    )


@st.composite
def patterns_with_lines(draw: st.DrawFn) -> tuple[str, str]:
    flags = draw(st.sampled_from(["", "", "", "(?i)", "(?i)", "(?x)", "(?ix)", "(?s)"]))
    piece = choice(draw, draw(st.integers(0, 3)), Writing("x" in flags, []))
    source = flags + piece.source if draw(st.booleans()) or "x" in flags else piece.source + flags
    if draw(st.integers(0, 5)) == 0:
        source = f"{draw(st.sampled_from(['(?i:', '(?:', '(?i)(?:']))}{source})[ \t]*$"
    around = st.text(st.sampled_from(ALPHABET), max_size=3)
    text = piece.sample(draw, {})
    if draw(st.booleans()):
        text = draw(around) + text + draw(around)
    if "(?i" in source and (case := draw(st.sampled_from([str, str.upper, str.lower, str.swapcase]))):
        text = case(text)
    if draw(st.integers(0, 9)) == 0:
        text = text.translate({ord("k"): "\N{KELVIN SIGN}", ord("s"): "ſ", ord("i"): "İ", ord("I"): "ı"})
    return source, regex.sub(r"[\r\n]", " ", text)


def is_found(pattern: str, line: str, above: str = "Above\n", below: str = "\nBelow") -> bool:
    """Whether a scan for the pattern makes this line worth reading."""
    scanner = plan.compiled(plan.sought([Triggers(patterns=(pattern,))]))
    if scanner.plan.everywhere:
        return True
    spans = scanner.spans(Document(above + line + below)).get(0, ())
    place = Span(len(above), len(above) + len(line))
    return any(span.start <= place.start and place.end <= span.end for span in spans)


@settings(max_examples=500)
@given(
    both=patterns_with_lines(),
    above=st.sampled_from(["", "Above\n", "é\r\n", "\n", "\udc80\r"]),
    below=st.sampled_from(["", "\n", "\r\n", "\rBelow", "\n\nBelow"]),
)
def test_no_match_of_any_pattern_is_lost(both, above, below):
    pattern, line = both
    match = searched(pattern, line)
    if not line or not match:
        event("no match")
    elif is_known(pattern):
        event("match")
        assert is_found(pattern, line, above, below)


def searched(pattern: str, line: str) -> regex.Match[str] | None:
    """What a pattern finds; nothing if it is none."""
    try:
        return regex.search(pattern, line, timeout=1)
    except (regex.error, TimeoutError):
        event("no pattern")
        return None


def is_known(pattern: str) -> bool:
    try:
        return bool(simpler(pattern))
    except UnknownError:
        return False


@settings(max_examples=300)
@given(patterns_with_lines())
def test_a_pattern_matches_only_lines_with_what_it_requires(both):
    pattern, line = both
    match = searched(pattern, line)
    if match and (needed := required(pattern)) is not None:
        event("required")
        assert not needed.isdisjoint(line)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        pytest.param("^the", "the", id="the beginning of a line"),
        pytest.param("the$", "the", id="the end"),
        pytest.param("(?i:k)", "\N{KELVIN SIGN}", id="a letter that counts as another"),
        pytest.param("x|e", "e", id="a rare letter or a common one"),
        pytest.param("x?", "", id="a letter that may be missing"),
    ],
)
def test_what_a_line_needs(pattern, line):
    assert regex.search(pattern, line)
    assert required(pattern) is None or not required(pattern).isdisjoint(line)


BUILTIN = {rule.id: rule for rule in rules.load()}
TRIGGERS = {name: KINDS[rule.kind].triggers(rule.options) for name, rule in BUILTIN.items()}
PATTERNS = [(name, each) for name, triggers in TRIGGERS.items() if triggers for each in triggers.patterns]
LIKE_OTHERS = str.maketrans(
    {"k": "\N{KELVIN SIGN}", "s": "ſ", "i": "ı", " ": "\N{NO-BREAK SPACE}", "'": "’", "’": "'"}
)


def variants(line: str, chance: random.Random) -> list[str]:
    """A line, and what becomes of it by small changes."""
    start, end = sorted((chance.randint(0, len(line)), chance.randint(0, len(line))))
    sign = chance.choice(ALPHABET)
    changed = [
        line.upper(), line.lower(), line.title(), f"{sign}{line}", f"{line}{sign}", line[:start], line[start:],
        line[:start] + sign + line[start:], line[:start] + sign + line[start + 1 :], line[:start] + line[end:],
        line.translate(LIKE_OTHERS), line[:start] + line[start:end].translate(LIKE_OTHERS) + line[end:],
        regex.sub(r"\w", "é", line, count=3, pos=start),
    ]  # fmt: skip
    return [line, *(regex.sub(r"[\r\n]", "", each) for each in changed)]


@pytest.fixture(scope="module")
def all_patterns():
    """A scanner for the patterns of all built-in rules, each as if it were a rule."""
    return plan.compiled(plan.sought([Triggers(patterns=(each,)) for _, each in PATTERNS]))


@pytest.mark.parametrize("name", dict(PATTERNS))
def test_no_match_of_a_built_in_rule_is_lost(name, all_patterns):
    chance = random.Random(name)
    texts = [text for each in BUILTIN[name].examples for text in (each.bad, each.good, each.ok) if text]
    lines = [line for text in texts for line in regex.split("[\r\n]+", text)]
    document = Document("\n".join(each for line in lines for each in variants(line, chance)))
    spans = all_patterns.spans(document)
    for n, (owner, pattern) in enumerate(PATTERNS):
        if owner == name and n not in all_patterns.plan.everywhere:
            found, one = set(indexes_in(document, spans.get(n, ()))), regex.compile(pattern)
            every = enumerate(contents(document))
            assert not [text for i, text in every if text and i not in found and one.search(text)], pattern
