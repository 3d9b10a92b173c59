"""Sound text that looks like damage, and sound text in other languages: nothing may be found in it."""

import pytest

import textlint

ENGLISH_RULES = {rule.id for rule in textlint.load_ruleset().rules if rule.language == "en"}

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
