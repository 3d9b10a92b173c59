"""broken – words in two pieces, and two words in one."""

import pytest

import textlint
from textlint.compiler import compile_rules
from textlint.model import Applicability

WRAPPED = (
    "The options of this program are read from the file that is named in the",
    "environment, and those that stand there twice count only once, as do all",
    "of those which the user has given when the program was started by hand.",
)


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("An inter- national deal.", "An international deal.", id="a piece is no word"),
        pytest.param("They did how- ever go.", "They did however go.", id="both pieces are words"),
        pytest.param("Inter-\tnational deals.", "International deals.", id="a capital and a tab"),
        pytest.param("An inter\N{HYPHEN} national deal.", "An international deal.", id="the other hyphen"),
        pytest.param("A socio-eco- nomic one.", "A socio-economic one.", id="the last part of a compound"),
        pytest.param("Its com- pany’s pub- lished.", "Its company’s published.", id="twice in a line"),
    ],
)
def test_joins_at_hyphens(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("broken", of="hyphen")) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("pre- and post-war, two- to three-year, mid- or late May", id="a word left out"),
        pytest.param("Vor- und Nachteile", id="the same in German"),
        pytest.param("a long- standing and well- known, pre- war problem", id="a hyphen of their own"),
        pytest.param(
            "the x- axis, in- [a], --in- put, in-put, He came- he saw", id="letters, options, dashes"
        ),
        pytest.param("inter-\nnational", id="a line's end"),
        pytest.param("https://x.org/inter- national @inter- national", id="what is not prose"),
        pytest.param("inter- National, inter- national2", id="a capital or a digit behind"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_hyphens_alone(text, make_rule, found):
    assert found(text, make_rule("broken", of="hyphen")) == []


@pytest.mark.parametrize(
    ("text", "how"),
    [
        pytest.param("A pub- lished deal.", Applicability.SAFE, id="a piece is no word"),
        pytest.param("They did how- ever go.", Applicability.UNSAFE, id="both are"),
    ],
)
def test_is_safe_where_a_piece_is_no_word(text, how, make_rule):
    findings = textlint.check(text, compile_rules([make_rule("broken", of="hyphen")]))

    assert [finding.applicability for finding in findings] == [how]


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("The cam-\npaign began.", "The campaign began.", id="two lines"),
        pytest.param("The cam- \r\n  paign began.", "The campaign began.", id="with blanks and a return"),
        pytest.param("cam-\rpaign", "campaign", id="nothing else"),
        pytest.param("The inter-\nna-\ntional one.", "The international one.", id="three pieces"),
    ],
)
def test_joins_lines(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("broken", of="line-end")) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("well-\nknown, long-\nstanding, pre-\nwar, state-of-the-\nart", id="compounds"),
        pytest.param("cam-\n\npaign", id="a blank line between"),
        pytest.param("cam-\nPaign cam -\npaign cam-", id="a capital, a dash, the last line"),
        pytest.param("- cam-\n- paign", id="a list"),
        pytest.param("/etc/cam-\npaign cam-\npaign()", id="a path and a call"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_lines_alone(text, make_rule, found):
    assert found(text, make_rule("broken", of="line-end")) == []


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_moves_the_line_break_of_wrapped_text(line_break, make_rule, fixed, found):
    broken = line_break.join(
        (f"{WRAPPED[0]} envi-", WRAPPED[1].replace("environment", "ronment"), WRAPPED[2])
    )
    whole = line_break.join(
        (f"{WRAPPED[0]} environment,", WRAPPED[1].removeprefix("environment, "), WRAPPED[2])
    )

    assert found(broken, make_rule("broken", of="line-end")) == []
    assert fixed(broken, make_rule("broken", of="line-end", wrapped=True)) == whole


def test_a_word_that_fills_its_line_takes_the_line_break(make_rule, fixed):
    lines = (f"{WRAPPED[0]} envi-", "ronment,", *WRAPPED[1:])

    assert fixed("\n".join(lines), make_rule("broken", of="line-end", wrapped=True)) == "\n".join(
        (f"{WRAPPED[0]} environment,", *WRAPPED[1:])
    )


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("the govern ment said", "the government said", id="the second piece is no word"),
        pytest.param("it may in clude more", "it may include more", id="the second piece behind a word"),
        pytest.param("we are toge ther", "we are together", id="neither is"),
        pytest.param("t he end, an d so on", "the end, and so on", id="single letters"),
        pytest.param("T he end.", "The end.", id="a capital where a sentence begins"),
        pytest.param('a "bol d, good" plan', 'a "bold, good" plan', id="among signs"),
        pytest.param("It was no t so, f or us.", "It was not so, for us.", id="twice"),
    ],
)
def test_takes_blanks_away(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("broken", of="blank")) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("every day, may be, no where, in to, an other, some one", id="both pieces are words"),
        pytest.param("the manager s research, it s here, we ll see, he d go", id="lost apostrophes"),
        pytest.param("a b c d e, x and y, plan B is off, vitamin C and D", id="letters that are letters"),
        pytest.param("govern\nment, govern  ment, govern-ment", id="other gaps"),
        pytest.param("the $t he, a %f or, /t he, t he(x), t-he", id="codes and formulas"),
        pytest.param("run(x) --in clude=a a_b {c} x=1 govern ment", id="a text full of code"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_blanks_alone(text, make_rule, found):
    assert found(text, make_rule("broken", of="blank")) == []


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("one ofthe men", "one of the men", id="two small words"),
        pytest.param("the mostfamous man", "the most famous man", id="one small word"),
        pytest.param("the importantmeetings", "the important meetings", id="two long words"),
        pytest.param("(ofthe), “mostfamous,” he said", "(of the), “most famous,” he said", id="among signs"),
    ],
)
def test_puts_blanks_in(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("broken", of="joined")) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("into, cannot, another, database, healthcare, understories", id="words"),
        pytest.param("overplant, nonsimple, soilless, ratlike, installability", id="derived words"),
        pytest.param("mindstate, smallcaps, usecase, stickin", id="new words"),
        pytest.param("mostfamous and mostfamous", id="what stands twice"),
        pytest.param("Mattermost, and Mr. Fromberger", id="names"),
        pytest.param("Withthe rest", id="what has a capital"),
        pytest.param("#ofthe @mostfamous ofthe.com mostfamous() ofthe: x", id="what is not prose"),
        pytest.param("set(x) --in=a a_b {c} x=1 thisfile newwin", id="a text full of code"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_words_alone(text, make_rule, found):
    assert found(text, make_rule("broken", of="joined")) == []


@pytest.mark.parametrize("of", ["line-end", "hyphen", "blank", "joined"])
def test_exceptions(of, make_rule, found):
    text = "govern ment, inter- national, mostfamous cam-\npaign"

    assert found(text, make_rule("broken", of=of))
    assert (
        found(text, make_rule("broken", of=of, unless=["govern ment|inter- national|mostfamous cam-"])) == []
    )


def test_wrapped_is_for_line_ends(make_rule):
    with pytest.raises(ValueError, match="line-end"):
        make_rule("broken", of="blank", wrapped=True)
