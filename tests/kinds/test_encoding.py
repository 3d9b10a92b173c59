"""encoding – characters that a wrong decoding or escaping has put in the place of others."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import textlint
from textlint.compiler import compile_rules
from textlint.kinds import encoding
from textlint.model import Applicability, Document, Span


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("itâ€™s", "it’s", id="an apostrophe"),
        pytest.param("Ã©tÃ©", "été", id="letters with accents"),
        pytest.param("â€œItâ€™s lateâ€\x9d", "“It’s late”", id="quotation marks"),
        pytest.param("ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет", id="Cyrillic"),
        pytest.param("ÃƒÂ©tÃƒÂ©", "été", id="twice wrong"),
        pytest.param(
            "A.\r\nitâ€™s\r\nÃ©tÃ©\r", "A.\r\nit’s\r\nété\r", id="in several lines, whose ends stay"
        ),
        pytest.param("It “stays” ﬁne…\nitâ€™s", "It “stays” ﬁne…\nit’s", id="what is sound beside it stays"),
        pytest.param("itâ€™\udc80", "itâ€™\udc80", id="what touches an undecodable byte stays"),
        pytest.param("itâ€™s \udc80", "it’s \udc80", id="what does not touch it is mended"),
    ],
)
def test_mends_mojibake(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("encoding", steps=["fix_encoding"])) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It’s “late” – été, ﬁne… Ｗｉｄｅ", id="sound signs that ftfy would restyle"),
        pytest.param("cafe\N{COMBINING ACUTE ACCENT}", id="accents apart from their letters"),
        pytest.param("\N{BYTE ORDER MARK}a\x0cb\x85c\u2028d", id="controls and separators"),
        pytest.param("R&amp;D", id="entities, which are another step"),
        pytest.param("\udc80\udcff", id="undecodable bytes"),
        pytest.param("Ã is a letter, â too", id="such letters alone"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_alone(text, make_rule, found):
    assert found(text, make_rule("encoding", steps=["fix_encoding"])) == []


@pytest.mark.parametrize(
    ("step", "text", "fixed_text"),
    [
        pytest.param("unescape_html", "R&amp;D, caf&eacute; &#8217;", "R&D, café ’", id="entities"),
        pytest.param("unescape_html", "R&amp;amp;D", "R&D", id="entities of entities"),
        pytest.param("unescape_html", "a&nbsp; b &nbsp;c", "a b c", id="a no-break space beside a blank"),
        pytest.param("unescape_html", "5&nbsp;kg", "5\N{NO-BREAK SPACE}kg", id="a no-break space by itself"),
        pytest.param("unescape_html", "AT&T, a & b; &nonsense;", "AT&T, a & b; &nonsense;", id="no entities"),
        pytest.param(
            "unescape_html", "see https://x.org/?a&amp;b", "see https://x.org/?a&amp;b", id="an address"
        ),
        pytest.param("remove_terminal_escapes", "\x1b[31mred\x1b[0m", "red", id="colours of a terminal"),
        pytest.param("fix_c1_controls", "it\x92s", "it’s", id="controls that were meant for signs"),
    ],
)
def test_other_steps(step, text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("encoding", steps=[step])) == fixed_text


@pytest.mark.parametrize(
    ("text", "found_text", "edit"),
    [
        pytest.param("so itâ€™s late", "â€™", "’", id="the wrong signs and no more"),
        pytest.param("R&amp;D", "&amp;", "&", id="the whole entity"),
    ],
)
def test_its_findings_are_narrow(text, found_text, edit, make_rule):
    rule = make_rule("encoding", steps=["fix_encoding", "unescape_html"])
    (finding,) = textlint.check(text, compile_rules([rule]))

    assert (text[slice(*finding.span)], finding.edits[0].text) == (found_text, edit)


@pytest.mark.parametrize(
    ("text", "how"),
    [
        pytest.param("R&amp;D", Applicability.SAFE, id="a sign"),
        pytest.param("5 &lt; 6", Applicability.UNSAFE, id="what would become an angle bracket"),
        pytest.param("use &lt;b&gt;", None, id="what would become a tag"),
    ],
)
def test_how_sure_it_is(text, how, make_rule):
    findings = textlint.check(text, compile_rules([make_rule("encoding", steps=["unescape_html"])]))

    assert {finding.applicability for finding in findings} == {how}


@pytest.mark.parametrize("length", [900, 999, 1_000, 1_001, 2_500])
def test_long_lines(length, make_rule, fixed):
    text = "x" * length

    assert (
        fixed(f"{text} itâ€™s {text}", make_rule("encoding", steps=["fix_encoding"])) == f"{text} it’s {text}"
    )


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("It\x92s late \x96 too late", "It’s late – too late", id="marks"),
        pytest.param("\x8aumava, u\x9eivatel", "Šumava, uživatel", id="letters"),
        pytest.param("blisko\x9cci", "blisko\x9cci", id="letters of another page"),
        pytest.param("\x93\x82\x91ò\x8eõ\x96¾", "\x93\x82\x91ò\x8eõ\x96¾", id="signs of two bytes"),
    ],
)
def test_control_characters_that_fit_are_mended(text, fixed_text, make_rule):
    ruleset = compile_rules([make_rule("encoding", steps=["fix_encoding", "fix_c1_controls"])])

    assert textlint.fix(text, ruleset).text == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("When UTF-8 is read as Latin-1, é becomes Ã©.", id="a text about encodings"),
        pytest.param('geA¯nspireerd, dÄ"zl™, Officiâš´le', id="what cannot be told"),
        pytest.param("п∙я│п╩п╦ Ã Â of no page", id="letters alone"),
    ],
)
def test_no_safe_edit(text, make_rule):
    rule = make_rule("encoding", steps=["fix_encoding", "restore_byte_a0", "decode_inconsistent_utf8"])
    findings = textlint.check(text, compile_rules([rule]))

    assert Applicability.SAFE not in {finding.applicability for finding in findings}


def test_entities_of_texts_about_markup_stay(make_rule, found):
    assert found("In HTML, write &amp; for it.", make_rule("encoding", steps=["unescape_html"])) == []


PIECES = [
    *(
        "â€™",
        "Ã©",
        "Ãœ",
        "Ã ",
        "Â ",
        "Ð¿Ñ€",
        "ï»¿",
        "ÃƒÂ©",
        "æ–‡",
        "РїСЂ",
        "Γ©",
        "√©",
        "├®",
        "Г©",
        "ê°€",
        "ã\x81\x91",
    ),
    *("&amp;", "&lt;b&gt;", "&#10;", "&#x2019;", "&amp;amp;", "\x1b[31m", "\x85", "\x93", "\x00", "\udc80"),
    *("é", "’", "и", "字", "It", " ", "\n", "\r\n", "a", ";", "\N{NO-BREAK SPACE}", "\N{BYTE ORDER MARK}"),
]


@settings(max_examples=300)
@given(
    text=st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join),
    steps=st.sampled_from(
        [
            ["fix_encoding", "restore_byte_a0", "decode_inconsistent_utf8", "fix_c1_controls"],
            ["unescape_html"],
            ["remove_terminal_escapes"],
        ]
    ),
)
def test_what_makes_a_line_worth_reading_misses_nothing(text, steps, make_rule):
    rule = make_rule("encoding", steps=steps)
    whole = encoding.prepare(rule)(Document(text), [Span(0, len(text))])

    found = textlint.check(text, compile_rules([rule]))
    assert [each.span for each in found] == sorted({each.span for each in whole})
