"""words – wrong words and phrases and their corrections."""

import pytest

import textlint
from textlint.compiler import compile_rules
from textlint.model import Applicability


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("It was thier idea.", "It was their idea.", id="a word"),
        pytest.param("Thier idea.", "Their idea.", id="a capital where a sentence begins"),
        pytest.param("“Thier idea.”", "“Their idea.”", id="a capital where a quotation begins"),
        pytest.param("It dose not work.", "It does not work.", id="a phrase"),
        pytest.param("Dose not work.", "Does not work.", id="a phrase with a capital"),
        pytest.param("It dosen't and dosen’t.", "It doesn't and doesn’t.", id="apostrophes stay as they are"),
        pytest.param("They could of been there.", "They could have been there.", id="braces on the left"),
        pytest.param("They should of went.", "They should have gone.", id="the second of braces"),
        pytest.param("acn teh", "acn the", id="what has one correction, beside what has two"),
    ],
)
def test_corrects(text, fixed_text, make_rule, fixed):
    words = {
        "thier": "their",
        "dose not": "does not",
        "dosen't": "doesn't",
        "{could|should} of been": "{1} have been",
        "{could|should} of went": "{1} have gone",
        "acn": "can, an",
        "teh": "the",
    }

    assert fixed(text, make_rule("words", words=words)) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The tehran talks", id="part of a longer word"),
        pytest.param("teh-chi, teh's", id="with a hyphen or an apostrophe"),
        pytest.param("He met Teh there.", id="a capital in mid-sentence is a name"),
        pytest.param("He met Teh there. So teh said.", id="a name of the document in small letters"),
        pytest.param("He met Teh there. Teh said so.", id="a name of the document where a sentence begins"),
        pytest.param("the TEH of it", id="capitals throughout are an abbreviation"),
        pytest.param("the tEh of it", id="capitals inside"),
        pytest.param("#teh @teh teh.org /tmp/teh", id="what is not prose"),
        pytest.param("t\N{SOFT HYPHEN}eh", id="a soft hyphen inside"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_alone(text, make_rule, found):
    assert found(text, make_rule("words", words={"teh": "the"})) == []


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        pytest.param(
            {"words": {"teh": "the"}, "names": True}, "He met Teh there.", ["Teh"], id="names too, if wanted"
        ),
        pytest.param(
            {"words": {"dose not": "does not"}, "unless": [r"dose not to exceed"]},
            "A dose not to exceed; it dose not.",
            ["dose"],
            id="an exception",
        ),
        pytest.param(
            {"words": {"a b c": "a d c"}}, "x a b c y", ["b"], id="only the word of a phrase that is wrong"
        ),
        pytest.param({"words": {"of of": "of"}}, "one of of them", ["of of"], id="a word too many"),
        pytest.param({"words": {"alot": "a lot"}}, "alot of", ["alot"], id="two words for one"),
    ],
)
def test_what_it_finds(options, text, expected, make_rule, found):
    assert found(text, make_rule("words", **options)) == expected


@pytest.mark.parametrize(
    ("text", "applicability"),
    [
        pytest.param("It was teh end.", Applicability.SAFE, id="in small letters"),
        pytest.param("Teh end.", Applicability.UNSAFE, id="a capital may be a name"),
        pytest.param("It was hte end.", None, id="two candidates are only listed"),
        pytest.param("It was ot end.", Applicability.UNSAFE, id="a short word"),
    ],
)
def test_how_sure_it_is(text, applicability, make_rule):
    rule = make_rule("words", words={"teh": "the", "hte": "the, het", "ot": "to"}, shortest=3)
    (finding,) = textlint.check(text, compile_rules([rule]))

    assert finding.applicability is applicability


def test_the_message_lists_several_candidates(make_rule):
    rule = make_rule("words", words={"acn": "can, an"}, message="Perhaps {expected}.")

    assert textlint.check("acn", compile_rules([rule]))[0].message == "Perhaps 'can' or 'an'."


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        pytest.param("it acn", ("can", "an"), id="several"),
        pytest.param("Acn it", ("Can", "An"), id="a capital where a sentence begins"),
        pytest.param("it isnt’", (), id="another word"),
        pytest.param("it is’nt", ("isn’t", "is not"), id="apostrophes as they are"),
        pytest.param("teh end", (), id="one is an edit"),
    ],
)
def test_candidates_are_like_what_was_found(text, candidates, make_rule):
    words = {"acn": "can, an", "teh": "the", "is'nt": "isn't, is not", "isnt": ""}
    (finding,) = textlint.check(text, compile_rules([make_rule("words", words=words)]))

    assert finding.candidates == candidates
    assert bool(finding.edits) is (text == "teh end")


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param(
            "They recieve it and acheive it.", "They receive it and achieve it.", id="one sure correction"
        ),
        pytest.param(
            "They recieve it in Recieve.", "They recieve it in Recieve.", id="a name of the document"
        ),
        pytest.param("The clas is out.", "The clas is out.", id="several candidates"),
    ],
)
def test_dictionaries_of_codespell(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("words", codespell=[""])) == fixed_text


def test_the_words_of_the_rule_come_before_those_of_codespell(make_rule, fixed):
    assert (
        fixed("They recieve it.", make_rule("words", words={"recieve": "get"}, codespell=[""]))
        == "They get it."
    )


CLAUSE = "It was in the house that they had at the time"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{CLAUSE}, we recieve it.", [("recieve", "safe")], id="once"),
        pytest.param(
            f"{CLAUSE}, we recieve it. {CLAUSE}, and we recieve it. {CLAUSE}, they recieve it. They recieve it.",
            [("recieve", "safe")] * 4,
            id="again and again, but nobody's own word",
        ),
        pytest.param(f"{CLAUSE}, a well-recieved film.", [("recieved", "safe")], id="after a hyphen"),
        pytest.param(
            f"{CLAUSE}, the atributed one. {CLAUSE}, the atributed one.",
            [("atributed", "unsafe")] * 2,
            id="twice, and not known as a slip",
        ),
        pytest.param(
            f"{CLAUSE}, we recieve, beleive, and see it.",
            [("recieve", "unsafe"), ("beleive", "unsafe")],
            id="a list of misspellings",
        ),
        pytest.param(
            f"{CLAUSE}, we recieve qzwrt it.", [("recieve", "unsafe")], id="beside a word that is not known"
        ),
        pytest.param(
            "Kohl, J. (1998). How we recieve it: a study of the house. In: Kim, S. (eds.), vol. 3, pp. 3-9.",
            [("recieve", "unsafe")],
            id="in a bibliography",
        ),
        pytest.param(f"{CLAUSE}, and recieve is for receive.", [("recieve", "unsafe")], id="both spellings"),
        pytest.param(f"{CLAUSE}, a scaleable thing.", [("scaleable", "unsafe")], id="a variant"),
    ],
)
def test_a_correction_is_safe_where_nothing_speaks_against_it(text, expected, make_rule):
    findings = textlint.check(text, compile_rules([make_rule("words", codespell=[""])]))

    assert [(text[slice(*finding.span)], finding.applicability.value) for finding in findings] == expected


def test_a_word_that_recurs_is_reported_once_without_an_edit(make_rule):
    text = f"{CLAUSE}, the atributed one. " * 4
    (finding,) = textlint.check(
        text, compile_rules([make_rule("words", codespell=[""], message="{expected}.")])
    )

    assert finding.message == "'attributed' (written 4 times)."
    assert (finding.span.start, finding.edits, finding.candidates) == (text.index("atr"), (), ("attributed",))


def test_two_phrases_that_find_the_same_word_report_it_once(make_rule):
    rule = make_rule("words", words={"was apart of": "was a part of", "apart of the": "a part of the"})

    assert len(textlint.check("It was apart of the team.", compile_rules([rule]))) == 1
