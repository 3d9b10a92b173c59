"""The language of a place, by the words that are usual in it."""

import pytest

import textlint
from textlint._core import judge, speaks
from textlint.compiler import compile_rules

ENGLISH = "The talks were held in the city and it was not the first time that they had met."
GERMAN = "Die Gespräche sind nicht zu Ende, und das ist auch nicht gut für die Stadt."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(ENGLISH, "en", id="English"),
        pytest.param(GERMAN, "de", id="German"),
        pytest.param("Le ministre est dans la ville pour une rencontre avec les députés.", "fr", id="French"),
        pytest.param("El ministro está en la ciudad para una reunión con los diputados.", "es", id="Spanish"),
        pytest.param(
            "Il ministro è nella città per un incontro con i deputati della sinistra.", "it", id="Italian"
        ),
        pytest.param("Bakan bu toplantı için ve daha çok kişi ile görüşmek üzere geldi.", "tr", id="Turkish"),
        pytest.param("It’s THE place, and THEY said so.", "en", id="whatever the case"),
        pytest.param("Переговоры закончились в пятницу.", "other", id="another script"),
        pytest.param("会谈结束了。", "other", id="Chinese"),
        pytest.param("Share", None, id="too few words"),
        pytest.param("when she was there", "en", id="four words of English"),
        pytest.param("Sarkozy Berlin", None, id="names only"),
        pytest.param("", None, id="no text"),
        pytest.param("1, 2, 3 …", None, id="no words"),
        pytest.param(
            "if (x_max == y_max) { return x_max; } while (x_min) { x_min = next(x_min); }", "code", id="code"
        ),
        pytest.param(
            "Të gjithë njerëzit lindin të lirë dhe të barabartë në dinjitet.", "other", id="Albanian"
        ),
        pytest.param("Tout moun fèt lib, egal ego pou diyite kou wè dwa.", "other", id="Haitian"),
        pytest.param(
            "All Mënsch kënnt fräi a mat deer selwechter Dignitéit op d'Welt.", "other", id="Luxembourgish"
        ),
        pytest.param("Yumi olgeta mama karim umi long stap fri na wankain.", "other", id="Tok Pisin"),
        pytest.param("Watu wote wamezaliwa huru, hadhi na haki zao ni sawa.", "other", id="Swahili"),
        pytest.param(
            "of the new house and their garden, qzxv wvut srqp onml kjih gfed cbaz",
            "other",
            id="half of it unknown",
        ),
    ],
)
def test_judge(text, language):
    assert judge(text) == language


@pytest.mark.parametrize("times", [1, 10, 100])
def test_a_language_does_not_depend_on_length(times):
    assert judge(f"{GERMAN} " * times) == "de"
    assert judge(f"{ENGLISH} " * times) == "en"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param(f"|{ENGLISH}", "en", True, id="an English text"),
        pytest.param(f"|{GERMAN}", "en", False, id="a German text"),
        pytest.param(f"|{GERMAN}", "de", True, id="a German text for a German rule"),
        pytest.param(f"|{GERMAN}", "any", True, id="a German text for any language"),
        pytest.param(f"{ENGLISH}\n\n|{GERMAN}", "en", False, id="a German paragraph in an English text"),
        pytest.param(f"{GERMAN}\n\n|{ENGLISH}", "en", True, id="an English paragraph in a German text"),
        pytest.param(f"{GERMAN}\n\n|Kontakt", "en", False, id="a label counts as the text around it"),
        pytest.param(f"|Contact\n\n{ENGLISH}", "en", True, id="so does a heading"),
        pytest.param("|Share", "en", False, id="a word is no evidence"),
        pytest.param("|Переговоры закончились", "en", False, id="another script is not English"),
        pytest.param(
            f"{ENGLISH} “Das ist |nicht der Ort, und das ist auch nicht gut für die Stadt und das Land.” {ENGLISH}",
            "en",
            False,
            id="a quotation in another language",
        ),
        pytest.param(
            f"{GERMAN * 9} “I |said that it was not the first time that they had met.” {GERMAN * 9}",
            "en",
            False,
            id="an English quotation in German",
        ),
        pytest.param(f"{GERMAN} {GERMAN * 30} |{ENGLISH}", "en", False, id="the end of a long German line"),
        pytest.param(
            f"{ENGLISH * 30} it was |teh first time {ENGLISH * 30}",
            "en",
            True,
            id="the middle of a long English line",
        ),
    ],
)
def test_a_rule_reads_what_is_in_its_language(text, language, expected, make_rule):
    place = text.index("|")
    ruleset = compile_rules([make_rule("pattern", find=r"\w+", language=language)])
    found = [each.span.start for each in textlint.check(text.replace("|", ""), ruleset)]

    assert (place in found) is expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        pytest.param(ENGLISH, "en", True, id="English"),
        pytest.param(GERMAN, "en", False, id="German"),
        pytest.param(GERMAN, "any", True, id="any language"),
        pytest.param("Share", "en", None, id="too few words"),
        pytest.param("", "any", None, id="no text"),
    ],
)
def test_speaks(text, language, expected):
    assert speaks(text, language) is expected


def test_an_unknown_language_is_an_error():
    with pytest.raises(ValueError, match='unknown language "xx"'):
        speaks(ENGLISH, "xx")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Thou art he that hath shewn them the road.", True, id="old words"),
        pytest.param(
            "The light was mix'd, scatter'd and bent, as the master call'd it.", True, id="old endings"
        ),
        pytest.param(
            "He'd said that'd do, but who'd know? You'd better ask.", False, id="short forms of today"
        ),
        pytest.param(
            "He hath a cold, as the saying goes by the time it is spring.", False, id="one old word"
        ),
    ],
)
def test_spelling_of_another_time(text, expected):
    assert speaks(text, "en")
    assert speaks(text, "en-modern") is not expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He said that 'e was 'appy to be in the city with them again.", id="dropped h"),
        pytest.param("I was talkin' an' they were all laughin' at me in the house.", id="dropped g"),
        pytest.param("It wis the first time that they were oot of the hoose and it was not far.", id="Scots"),
        pytest.param("Di people wey dey for the house say that it was not the first time.", id="Pidgin"),
    ],
)
def test_dialect_is_not_modern_english(text):
    assert speaks(text, "en")
    assert not speaks(text, "en-modern")


MANUAL = (
    "The command takes the name of a directory as its argument, and it writes to a file whose prefix is set by"
    " an option. The default is a string in the configuration of the user."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(MANUAL, True, id="a manual"),
        pytest.param(ENGLISH, False, id="the news"),
        pytest.param("The file of the user is a default string. " * 3, False, id="few different terms"),
        pytest.param("The file of the user is a default command string.", True, id="a line of little else"),
        pytest.param(
            f"{MANUAL} " + "He went home and had his tea. " * 200, False, id="a sentence of it in a tale"
        ),
    ],
)
def test_language_of_a_trade(text, expected):
    assert speaks(text, "en")
    assert speaks(text, "en-lay") is not expected
    assert speaks(text, "any-lay") is not expected


@pytest.mark.parametrize(("name", "count"), [("README.md", 1), ("README.txt", 0)])
def test_a_manual_whose_code_is_marked_is_prose(name, count, make_rule):
    ruleset = compile_rules([make_rule("pattern", find="prefix", language="any-lay")])

    assert len(textlint.check(f"# Configuration\n\n{MANUAL}\n", ruleset, name=name)) == count


@pytest.mark.parametrize("text", [GERMAN, "Thou art he that hath shewn them the road."])
def test_lay_languages_keep_what_they_stand_for(text):
    assert speaks(text, "any-lay")
    assert not speaks(text, "en-lay")
