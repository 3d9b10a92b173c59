"""Sound text that looks like damage, and sound text in other languages: nothing may be found in it."""

import pytest
from words import misspellings, rows

import textlint
from textlint import rules

ENGLISH_RULES = {rule.id for rule in rules.load() if rule.language == "en"}

ARTICLE = """\
Talks end without a result

{}

The ministers met in the capital on Monday and spoke for three hours about trade and the war. They will meet \
again in the spring, an official said.
"""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Al Jazeera’s Resul Serdar, reporting from Ankara, saw Resul’s friends.", id="a name like a typo"
        ),
        pytest.param(
            "Turkey, the U.S., and the European Union signed the U.S.’s paper.", id="an abbreviation"
        ),
        pytest.param("President Erdoğan met Mr. Erdogan of Türkiye in Turkey.", id="two spellings of a name"),
        pytest.param(
            "Forty F-16 jets flew to the base after a two-and-a-half-hour delay.", id="words with hyphens"
        ),
        pytest.param(
            "He said that his government will work to eliminate “terrorism.”", id="a quote at the end"
        ),
        pytest.param("Kurdish guerrilla", id="a heading of two words"),
        pytest.param("What it is made of", id="a heading that ends with a preposition"),
        pytest.param("He hesitated... then he signed the paper.", id="an ellipsis"),
        pytest.param(
            "See example.com, mail info@example.com or read /etc/hosts.txt for more.", id="addresses"
        ),
        pytest.param(
            "It had had its day, and that that was so nobody doubted.", id="words that may be doubled"
        ),
        pytest.param(
            "They ate a turkey sandwich from a china plate in march time.", id="words that are names too"
        ),
        pytest.param(
            "The story, he said, was about a reply to a comment and a share of the news.", id="page words"
        ),
        pytest.param("It cost $1,000.50 at 8:30 p.m., i.e. 3.5 percent more than in 2,019 BC.", id="numbers"),
        pytest.param("“We have begun.\n\n“We shall go on,” he said.", id="a quotation over two paragraphs"),
    ],
)
def test_sound_english(text):
    article = ARTICLE.format(text)

    assert [(each.rule, article[slice(*each.span)]) for each in textlint.check(article)] == []


GERMAN = """\
Die Außenminister trafen sich am Montag in Berlin, um über den Krieg und seine Folgen zu sprechen. Es ist nicht das \
erste Mal, dass sie als Vermittler auftreten, oder wie es in der Erklärung hieß: „Wir sind bereit, alles zu tun, \
was nötig ist.“ Der israelische Botschafter war nicht dabei; also blieb die Frage offen, wer dort spricht."""

FRENCH = """\
Les ministres se sont retrouvés lundi à Paris pour parler de la guerre et de ses suites : « Nous sommes prêts à \
tout faire », a dit le président turc. Est-ce la dernière fois ? Personne ne le sait, et les pays de la région \
attendent une réponse des Européens, qui n’ont pas encore choisi entre les deux projets !"""

TURKISH = """\
Dışişleri bakanları pazartesi günü Ankara’da bir araya geldi ve savaşın sonuçlarını görüştü. Türkiye’nin tutumu \
değişmedi; hem İsrail hem de İran ile konuşmaya devam edecek. Bakan, “Bu bir barış girişimi değil ama gerekli bir \
adım,” dedi ve sözlerine şöyle son verdi: İnsanlar için daha çok şey yapmalıyız."""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GERMAN, id="German"),
        pytest.param(FRENCH, id="French"),
        pytest.param(TURKISH, id="Turkish"),
        pytest.param(ARTICLE.format(GERMAN), id="a German paragraph in an English article"),
        pytest.param(ARTICLE.format(FRENCH), id="a French paragraph in an English article"),
        pytest.param(ARTICLE.format(TURKISH), id="a Turkish paragraph in an English article"),
    ],
)
def test_other_languages(text):
    found = [(each.rule, text[slice(*each.span)]) for each in textlint.check(text)]

    assert [each for each in found if each[0] in ENGLISH_RULES] == []
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="blank lines"),
        pytest.param("x", id="one letter"),
    ],
)
def test_hardly_a_text(text):
    assert textlint.check(text) == ()
    assert textlint.fix(text).text == text


@pytest.mark.parametrize("gap", ["- ", " ", "-\n", "‐\n    "])
def test_a_word_in_two_pieces_is_made_whole_or_left_alone(gap):
    """Many a half is on the lists of misspellings: `ment`, `beauti`, `includ`."""
    halves = {each.wrong for each in misspellings()}
    words = (
        word for word, tenths, listed in rows("english-words.tsv") if listed == "1" and int(tenths) >= 33
    )
    usual = sorted(word for word in words if len(word) > 5 and word.isascii() and word.isalpha())
    split = [(word[:i], word[i:]) for word in usual for i in range(2, len(word) - 1)]
    pieces = [pair for pair in split if halves & set(pair)][::12]
    ruleset = textlint.load_ruleset(select=["spelling"])
    lines = [f"He said that the old {first}{gap}{last} was there for all to see." for first, last in pieces]
    fixed = textlint.fix("\n\n".join(lines), ruleset).text.split("\n\n")

    wrong = [
        (before, after)
        for before, after, (first, last) in zip(lines, fixed, pieces, strict=True)
        if after not in (before, f"He said that the old {first}{last} was there for all to see.")
    ]
    assert len(pieces) > 100
    assert wrong == []


PAGE = """\
{head}
The council voted on Tuesday to close the old bridge for repairs, which are to last until the end of next year.

{middle}
The ferries will sail twice an hour until then, and nobody will have to pay for them, the mayor told reporters.

{tail}
Share this:
Facebook
Twitter
Related Articles
Leave a Reply
"""


@pytest.mark.parametrize(
    ("place", "lines"),
    [
        pytest.param(
            "head", "News\nSport\nBridge Closes\nBy Jane Doe\n12 March 2020\n", id="a short headline"
        ),
        pytest.param("middle", "The Ferries\n", id="a heading"),
        pytest.param("middle", "3 June 1944\n", id="a day of a diary"),
        pytest.param("tail", "Nobody came.\n", id="a short last sentence"),
        pytest.param("tail", "Gleams and is gone.\n", id="a last verse"),
        pytest.param("tail", "- Anna Brown\n- Ben Carter\n- Carl Dean\n", id="a list"),
        pytest.param("tail", "Leeds  45\nDerby  44\nHull  38\n", id="a table"),
        pytest.param("tail", "[1] J. Smith, Bridges, 2019\n[2] A. Jones, Ferries\n", id="references"),
        pytest.param("tail", "Jane Doe\nDirector\nDoe and Sons\n", id="a signature"),
    ],
)
def test_what_may_be_text_is_not_deleted_for_the_furniture_around_it(place, lines):
    text = PAGE.format(**{"head": "", "middle": "", "tail": "", place: lines})
    kept = textlint.fix(text).text

    sound = [
        line for line in lines.splitlines() if line not in {"News", "Sport", "By Jane Doe", "12 March 2020"}
    ]
    assert [line for line in sound if line not in kept] == []
    assert "Leave a Reply" not in kept


def test_ignored_rules_are_no_company():
    ignored = textlint.load_ruleset(ignore=["scraping"], extend_select=["scraping/page-line"])
    prose = "The talks between both sides went on for the whole of the night, he said.\n\n" * 3
    text = PAGE.format(head="", middle=prose, tail="")

    assert any(finding.rule == "scraping/page-line" for finding in textlint.check(text))
    assert textlint.check(text, ignored) == ()
