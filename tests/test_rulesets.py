"""How the findings of several rules in one document come together."""

import pytest

import textlint
from textlint.compiler import compile_rules
from textlint.errors import RuleError
from textlint.model import Applicability, Span

GERMAN = "Die Gespräche sind nicht zu Ende, und das ist auch nicht gut teh."
ENGLISH = "The talks were held in the city and it was not the first time teh."


def summary(text, *rules):
    return [(each.rule, text[slice(*each.span)]) for each in textlint.check(text, compile_rules(rules))]


def test_findings_come_in_the_order_of_their_places_and_rules(make_rule):
    rules = [
        make_rule("pattern", id="test/z", find="b+"),
        make_rule("pattern", id="test/y", find="b"),
        make_rule("pattern", id="test/x", find="a|bb"),
    ]

    assert summary("bbab", *rules) == [
        ("test/y", "b"),
        ("test/x", "bb"),
        ("test/z", "bb"),
        ("test/y", "b"),
        ("test/x", "a"),
        ("test/y", "b"),
        ("test/z", "b"),
    ]


def test_of_findings_with_the_same_edit_the_firmest_is_reported(make_rule):
    wide = make_rule("pattern", id="test/a", find=r"\b\w+,,", replace="x,", fix="unsafe")
    narrow = make_rule("pattern", id="test/b", find="(?<=b)b,,", replace="x,", fix="safe")
    same = make_rule("pattern", id="test/c", find=r"\bb,,", replace="x,", fix="safe")

    assert summary("b,, bb,,", wide, narrow, same) == [
        ("test/c", "b,,"),
        ("test/a", "bb,,"),
        ("test/b", "b,,"),
    ]
    assert summary("b,, bb,,", wide) == [("test/a", "b,,"), ("test/a", "bb,,")]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param(f"{GERMAN}\n\n{ENGLISH}", "en", [len(GERMAN) + len(ENGLISH) - 2], id="English"),
        pytest.param(f"{GERMAN}\n\n{ENGLISH}", "de", [len(GERMAN) - 4], id="German"),
        pytest.param(
            f"{GERMAN}\n\n{ENGLISH}",
            "any",
            [len(GERMAN) - 4, len(GERMAN) + len(ENGLISH) - 2],
            id="any language",
        ),
        pytest.param("Teh teh", "en", [], id="too short to tell"),
        pytest.param("", "en", [], id="no text"),
    ],
)
def test_a_rule_speaks_its_language_only(text, language, expected, make_rule):
    rule = make_rule("pattern", find=r"\bteh", language=language)

    assert [each.span.start for each in textlint.check(text, compile_rules([rule]))] == expected


LINE, WORD = ("lines", {"any_of": ["bye now"]}), ("pattern", {"find": "now", "replace": "then"})


@pytest.mark.parametrize(
    ("line", "word", "expected"),
    [
        pytest.param(
            ("safe", "warning"),
            (None, "warning"),
            ["bye now"],
            id="what lies in a line to be deleted is not reported",
        ),
        pytest.param(("safe", "error"), ("safe", "warning"), ["bye now"], id="nor if it could be mended"),
        pytest.param(("unsafe", "warning"), ("unsafe", "warning"), ["bye now"], id="nor if both are unsafe"),
        pytest.param(
            ("unsafe", "warning"),
            ("safe", "warning"),
            ["bye now", "now"],
            id="a safe edit in an unsafe deletion stays",
        ),
        pytest.param(
            ("safe", "info"),
            (None, "warning"),
            ["bye now", "now"],
            id="a warning in a deletion that is but an info stays",
        ),
        pytest.param(
            (None, "error"),
            (None, "warning"),
            ["bye now", "now"],
            id="a line that is only reported hides nothing",
        ),
    ],
)
def test_hiding_inside_deletions(line, word, expected, make_rule):
    rules = [
        make_rule(kind, id=f"test/{kind}", fix=fix, severity=severity, **options)
        for (kind, options), (fix, severity) in ((LINE, line), (WORD, word))
    ]

    assert [found for _, found in summary("A text.\nBye now\n".lower(), *rules)] == expected


def test_two_rules_that_delete_one_line_are_one_finding(make_rule):
    rules = [make_rule("lines", id=f"test/{name}", any_of=["bye"]) for name in "ab"]

    assert summary("A text.\nbye\n", *rules) == [("test/a", "bye")]


def test_a_weak_wide_deletion_does_not_uncover_what_a_strong_one_hides(make_rule):
    rules = [
        make_rule("lines", id="test/wide", any_of=["bye"], extend="block", items=r"\d", severity="info"),
        make_rule("lines", id="test/line", any_of=["bye"], severity="error"),
        make_rule("pattern", id="test/word", find="bye", fix=None),
    ]

    assert summary("A text.\nbye\n1\n2\n3\n", *rules) == [("test/line", "bye"), ("test/wide", "bye\n1\n2\n3")]


def test_what_only_touches_a_deletion_is_reported(make_rule):
    rules = [
        make_rule("lines", id="test/line", any_of=["bye"]),
        make_rule("pattern", id="test/word", find="text"),
    ]

    assert summary("A text\nbye\ntext", *rules) == [
        ("test/word", "text"),
        ("test/line", "bye"),
        ("test/word", "text"),
    ]


WEATHER = "Ankara\n\n21°\n\nSunny\n\nAnkara\nThe talks ended.\nSunny\n"


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        pytest.param(1, [0, 13], id="the lines next to it, over blank lines"),
        pytest.param(2, [0, 13, 20], id="two lines"),
        pytest.param(9, [0, 13, 20, 44], id="more lines than there are"),
    ],
)
def test_rules_near_another(distance, expected, make_rule):
    degrees = make_rule("lines", id="test/degrees", patterns=[r"\d+°"])
    city = make_rule(
        "lines", id="test/city", patterns=["ankara|sunny"], near="test/degrees", distance=distance
    )
    ruleset = compile_rules([city], [degrees])
    findings = textlint.check(WEATHER, ruleset)

    assert [each.span.start for each in findings] == expected
    assert {each.rule for each in findings} == {"test/city"}  # test/degrees helps, but has not been selected


def test_a_rule_near_one_that_finds_nothing_finds_nothing(make_rule):
    degrees = make_rule("lines", id="test/degrees", patterns=[r"\d+°"])
    city = make_rule("lines", id="test/city", any_of=["ankara"], near="test/degrees")

    assert summary("Ankara\nSunny\n", city, degrees) == []


def test_a_rule_near_one_that_is_not_there(make_rule):
    city = make_rule("lines", id="test/city", any_of=["ankara"], near="test/degrees")

    with pytest.raises(RuleError, match="test/degrees"):
        compile_rules([city])


def test_rules_near_each_other_in_a_circle(make_rule):
    rules = [
        make_rule("lines", id="test/a", any_of=["a"], near="test/b"),
        make_rule("lines", id="test/b", any_of=["b"], near="test/a"),
    ]

    with pytest.raises(RuleError, match="in a circle: test/a, test/b"):
        compile_rules(rules)


@pytest.mark.parametrize(
    ("text", "fixable"),
    [
        pytest.param("ab bb", True, id="no undecodable byte"),
        pytest.param("ab b\udc80", True, id="one elsewhere"),
        pytest.param("\udc80ab", False, id="one before it"),
        pytest.param("ab\udcff", False, id="one behind it"),
        pytest.param("\udc80 ab \udcff", True, id="a letter between"),
        pytest.param("ab\ud83d", False, id="half a surrogate pair of any kind"),
    ],
)
def test_no_edit_touches_undecodable_bytes(text, fixable, make_rule):
    rule = make_rule("pattern", find="ab", replace="c")
    (finding,) = textlint.check(text, compile_rules([rule]))

    assert text[slice(*finding.span)] == "ab"
    assert bool(finding.edits) is fixable
    assert finding.applicability == (Applicability.SAFE if fixable else None)


def test_an_edit_around_an_undecodable_byte_is_not_made(make_rule):
    rule = make_rule("lines", any_of=["bye"], starts_with=["bye"])
    text = "A text.\nbye \udc80 bye\n"

    assert textlint.check(text, compile_rules([rule]))[0].edits == ()
    assert textlint.fix(text, compile_rules([rule]), unsafe=True).text == text


# What a search that goes back and forth would not end for in a lifetime.
CATASTROPHES = [r"(?:\w|\w\w)+(?<=[!?])", r"(?:a|aa|aaa)+$", r"(a|aa)+\1[!?]", r"(\w+\s?)+\1[?]"]


@pytest.mark.parametrize("pattern", CATASTROPHES)
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        pytest.param("pattern", lambda find: {"find": find, "replace": ""}, id="a pattern"),
        pytest.param("pattern", lambda find: {"find": "z", "unless": [find]}, id="an exception of a pattern"),
        pytest.param("lines", lambda find: {"patterns": [find]}, id="the pattern of a line"),
        pytest.param(
            "lines", lambda find: {"patterns": ["z.*"], "unless": [find]}, id="an exception of a line"
        ),
        pytest.param(
            "lines",
            lambda find: {"starts_with": ["zzz"], "extend": "block", "items": find},
            id="the items of a block",
        ),
    ],
)
def test_a_pattern_whose_search_takes_long_ends_and_other_rules_go_on(kind, options, pattern, make_rule):
    more = {"longest": 9_000} if kind == "lines" else {}
    slow = make_rule(kind, id="test/slow", **options(pattern), **more)
    quick = make_rule("pattern", id="test/quick", find="teh", replace="the")
    text = f"{'a' * 8_000}b\nb {'a ' * 2_000}!\nteh\n"

    result = textlint.fix(text, compile_rules([slow, quick]), unsafe=True)
    assert result.text == text.replace("teh", "the")
    assert [each.rule for each in result.applied] == ["test/quick"]


def test_a_ruleset_serves_any_number_of_texts(make_rule):
    ruleset = compile_rules([make_rule("pattern", find="x")])

    assert [textlint.check(text, ruleset)[0].span for text in ("x", "yx", "x")] == [
        Span(0, 1),
        Span(1, 2),
        Span(0, 1),
    ]


def test_a_message_shows_what_was_found_in_one_short_line(make_rule):
    rule = make_rule("pattern", find="a.*", replace="b", anywhere=True, message="'{fixed}' for '{found}'.")
    (finding,) = textlint.check("a\t  " + "b" * 100, compile_rules([rule]))

    assert finding.message == "'b' for 'a " + "b" * 57 + "…'."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("the {fixed} end", id="a placeholder"),
        pytest.param("the {found} end", id="the placeholder itself"),
        pytest.param("the {0} %s end", id="other placeholders"),
    ],
)
def test_a_placeholder_in_the_text_is_only_text(text, make_rule):
    rule = make_rule("pattern", find=".+", replace="x", message="'{found}' is '{fixed}'.")
    (finding,) = textlint.check(text, compile_rules([rule]))

    assert finding.message == f"'{text}' is 'x'."


def test_a_replacement_that_holds_a_placeholder_is_only_text(make_rule):
    rule = make_rule("pattern", find="x", replace="{found}", message="'{found}' is '{fixed}'.")
    (finding,) = textlint.check("x", compile_rules([rule]))

    assert finding.message == "'x' is '{found}'."
