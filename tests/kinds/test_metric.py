from math import isnan
from pathlib import Path

import pytest

import textlint
from textlint.compiler import compile_rules
from textlint.kinds.metric import Options
from textlint.metrics import LINE_METRICS, METRICS
from textlint.model import Applicability, Document, Rule


def metric(fix=None, **options):
    message = "{value}, {bound} {limit}"
    return Rule("quality/test", "metric", message, "", Options(**options), Path(), language="any", fix=fix)


def findings(text, **options):
    found = textlint.check(text, compile_rules([metric(**options)]))
    return [(text[slice(*finding.span)], finding.message) for finding in found]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        pytest.param("character_count", "one\r\ntwo", 8, id="code points, line breaks too"),
        pytest.param("word_count", "Go on – now!", 3, id="marks are not counted"),
        pytest.param(
            "word_count", "It’s 10,000 in the U.S. at 3.5", 8, id="what follows an apostrophe counts"
        ),
        pytest.param("word_count", "https://example.org/a-b?c=d well-known", 3, id="an address is one word"),
        pytest.param("word_count", "“No.”", 1, id="marks next to a word are not part of it"),
        pytest.param("mean_word_length", "I saw -- them", 8 / 3, id="marks don't shorten the mean"),
        pytest.param("median_word_length", "a bb ccccccc", 2, id="one long word leaves the median alone"),
        pytest.param("alphabetic_word_share", "4 to 2 .", 1 / 4, id="marks are words without a letter"),
        pytest.param("alphabetic_word_share", "B2 or 1st", 1, id="one letter is enough"),
        pytest.param("stop_word_count", "the cat and the dog", 2, id="each stop word counts once"),
        pytest.param("stop_word_count", "The To OF", 0, id="stop words in capitals don't count"),
        pytest.param(
            "hash_ratio", "# one ## two three", 3 / 6, id="each hash sign is counted, and is a word"
        ),
        pytest.param("ellipsis_ratio", "well... yes… no", 2 / 5, id="an ellipsis of either kind is a word"),
        pytest.param(
            "bullet_line_share", "- a\n • b\n* c\n\nd", 2 / 5, id="stars are no bullets, blank lines count"
        ),
        pytest.param(
            "ellipsis_line_share", "a... \nb…\nc\n", 2 / 3, id="blanks behind an ellipsis are seen through"
        ),
        pytest.param("duplicate_line_share", "a\n\nb\na\na", 2 / 4, id="blank lines are no duplicates"),
        pytest.param("duplicate_line_share", "a\r\n\r\nb\r\na\r\na", 2 / 4, id="Windows lines are the same"),
        pytest.param(
            "duplicate_line_character_share", "abc\nde\nabc", 3 / 10, id="line breaks count as text"
        ),
        pytest.param(
            "duplicate_paragraph_share", "a\nb\n\nc\n\n\na\nb\n", 1 / 3, id="paragraphs of two lines"
        ),
        pytest.param(
            "duplicate_paragraph_character_share", "ab\n\ncd\n\nab", 2 / 10, id="paragraphs by weight"
        ),
        pytest.param("top_2gram_character_share", "a bb a bb c", 8 / 11, id="the pair and its blank, twice"),
        pytest.param("top_2gram_character_share", "so long", 1, id="the only pair is the commonest"),
        pytest.param("top_3gram_character_share", "a b", 0, id="no sequence is as long as that"),
        pytest.param(
            "top_4gram_character_share", "a b c d a b c d", 14 / 15, id="a sequence that returns at once"
        ),
        pytest.param(
            "duplicate_5gram_character_share", "a b c d e x a b c d e", 5 / 21, id="the second time counts"
        ),
        pytest.param(
            "duplicate_5gram_character_share", "a a a a a a a a a a a", 10 / 21, id="sequences don't overlap"
        ),
        pytest.param(
            "duplicate_10gram_character_share", "a b c d e a b c d e", 0, id="all ten words are needed"
        ),
        pytest.param("c4_sentence_count", "One two three. Four! Five?", 3, id="sentences of one line"),
        pytest.param(
            "c4_sentence_count", "Go on. Now.\nThat is “it”.\nWe go on...", 3, id="lines that C4 drops"
        ),
        pytest.param(
            "c4_sentence_count", "Mr. A. Bo of the U.S. spoke.", 1, id="abbreviations end no sentence"
        ),
        pytest.param(
            "c4_sentence_count", "This site uses cookies. It is so.", 0, id="a notice about cookies"
        ),
        pytest.param("c4_sentence_count", "It is so.[4]\nIt is so. [4]", 1, id="a citation behind the mark"),
        pytest.param(
            "c4_curly_bracket_count", "f { is a sign.\n{ x }\nJavaScript { it is.", 1, id="brackets"
        ),
        pytest.param(
            "c4_lorem_ipsum_count", "Lorem ipsum dolor.\nlorem ipsum", 1, id="filler that is a sentence"
        ),
        pytest.param("long_line_count", "a" * 200 + "\n" + "a" * 199, 1, id="a line of 200 code points"),
        pytest.param("end_mark_line_share", "Yes.\n\nNo\nSo!”\n好。", 2 / 4, id="a quote is no end mark"),
        pytest.param("end_mark_line_share", "Yes.\r\nNo.\r\n", 1, id="end marks of Windows lines"),
        pytest.param(
            "short_line_share", "a" * 30 + "\n\n" + "b" * 31, 1 / 2, id="thirty code points are short"
        ),
        pytest.param(
            "duplicate_filled_line_character_share", "abc\n\nde\nabc", 3 / 8, id="without line breaks"
        ),
        pytest.param(
            "line_breaks_per_word", "a b\n\ncd.\n", 3 / 4, id="blank lines break too, marks are words"
        ),
        pytest.param(
            "removed_word_share",
            "HOME NEWS\n3.5K views\nShare\n2024\nCart: 0 items in cart\nSign-in here\nGo on read more...",
            12 / 17,
            id="what each correction of RefinedWeb removes",
        ),
        pytest.param(
            "removed_word_share",
            "one two three four five six seven eight nine read more...",
            0,
            id="a longer line keeps the phrase",
        ),
    ],
)
def test_number_of_a_text(name, text, value):
    assert METRICS[name](Document(text)) == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "line", "value"),
    [
        pytest.param("uppercase_share", "AB c", 2 / 4, id="blanks are part of a line"),
        pytest.param("digit_share", "1,024", 4 / 5, id="a comma is no digit"),
        pytest.param("word_count", " well-known – ", 2, id="a word is what stands between blanks"),
        pytest.param("longest_word", "a bcd ef", 3, id="the longest of three"),
        pytest.param("c4_end_mark", "It is so.[12]", 1, id="an end mark before a citation"),
        pytest.param("c4_end_mark", "And so on...", 0, id="three stops are no end mark"),
        pytest.param("c4_end_mark", "“It is so.”", 0, id="a curly quote is no end mark"),
    ],
)
def test_number_of_a_line(name, line, value):
    assert LINE_METRICS[name](line) == pytest.approx(value)


@pytest.mark.parametrize("name", METRICS)
def test_blank_text_has_a_number_or_none(name):
    value = METRICS[name](Document(" \n\n"))

    assert isnan(value) or value >= 0


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        pytest.param("one two", {"min": 3}, [("one two", "2, at least 3")], id="too few"),
        pytest.param("one two", {"max": 1.5}, [("one two", "2, at most 1.5")], id="too many"),
        pytest.param("one two", {"min": 2, "max": 2}, [], id="the limits themselves are within bounds"),
        pytest.param("", {"min": 1}, [], id="there is nothing to find in an empty text"),
        pytest.param("\n", {"min": 1}, [("\n", "0, at least 1")], id="a blank text has no words"),
        pytest.param(
            "one\n\n  two three \n",
            {"min": 2, "unit": "line"},
            [("one", "1, at least 2")],
            id="each line that is not blank",
        ),
        pytest.param(
            "one \r\n two",
            {"min": 2, "unit": "line"},
            [("one", "1, at least 2"), ("two", "1, at least 2")],
            id="a finding leaves out the blanks around a line",
        ),
    ],
)
def test_finds_what_is_out_of_bounds(text, options, expected):
    assert findings(text, metric="word_count", **options) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("word " * 1_000_001, "1000001, at most 2.5", id="a large number is written out"),
        pytest.param("a b c", "3, at most 2.5", id="a whole number has no fraction"),
    ],
)
def test_message_writes_numbers_plainly(text, message):
    assert findings(text, metric="word_count", max=2.5) == [(text, message)]


def test_share_in_a_message_has_four_digits():
    assert findings("a\nb\na", metric="duplicate_line_share", max=0.3) == [("a\nb\na", "0.3333, at most 0.3")]


def test_share_of_nothing_is_not_out_of_bounds():
    assert findings("\n\n", metric="end_mark_line_share", min=0.12) == []


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        pytest.param("It goes on.\nShare\nSo it does.\n", "It goes on.\nSo it does.\n", id="between lines"),
        pytest.param("It goes on.\r\nShare\r\n", "It goes on.\r\n", id="at the end of a Windows file"),
        pytest.param("It goes on.\n\nSo it does.\n", "It goes on.\n\nSo it does.\n", id="blank lines stay"),
    ],
)
def test_edit_deletes_the_line(text, fixed):
    rule = metric(fix=Applicability.UNSAFE, metric="word_count", min=2, unit="line")

    assert textlint.fix(text, compile_rules([rule]), unsafe=True).text == fixed


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        pytest.param({"metric": "word_cuont", "min": 1}, "unknown metric 'word_cuont'", id="a misspelt name"),
        pytest.param(
            {"metric": "c4_end_mark", "min": 1},
            "unknown metric 'c4_end_mark'",
            id="a line's number asked of a text",
        ),
        pytest.param({"metric": "word_count"}, "expected 'min', 'max' or both", id="no bound"),
    ],
)
def test_options_say_what_is_wrong(options, problem):
    with pytest.raises(ValueError, match=problem):
        Options(**options)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a" * 1_000_000, id="one word"),
        pytest.param("\n" * 1_000_000, id="blank lines"),
        pytest.param("." * 1_000_000, id="dots"),
        pytest.param("a." * 500_000 + "1", id="initials without an end"),
        pytest.param("[1" * 500_000 + ".", id="citations without an end"),
        pytest.param("http:/" * 200_000, id="addresses without an end"),
    ],
)
def test_hostile_text_is_read_in_one_go(text):
    document = Document(text)

    assert [name for name, number in METRICS.items() if number(document) < 0] == []
