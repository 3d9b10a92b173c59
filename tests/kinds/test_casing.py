"""casing – names, sentences and titles that have lost their capitals."""

import pytest

import textlint
from textlint.compiler import compile_rules
from textlint.model import Applicability

NAMES = ["Gaza", "Hamas", "West Bank", "Bank of England", "NATO", "iPhone", "al-Qaeda", "African", "American"]


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("The talks in gaza ended.", "The talks in Gaza ended.", id="a name"),
        pytest.param("The west bank is calm.", "The West Bank is calm.", id="a name of two words"),
        pytest.param("The west Bank is calm.", "The West Bank is calm.", id="one of its words"),
        pytest.param("The bank of england said", "The Bank of England said", id="small words stay small"),
        pytest.param("Both nato and hamas", "Both NATO and Hamas", id="capitals throughout"),
        pytest.param(
            "The anti-hamas front, hamas’s",
            "The anti-Hamas front, Hamas’s",
            id="beside hyphens and apostrophes",
        ),
        pytest.param("They met in gaza, gaza", "They met in Gaza, Gaza", id="each place"),
        pytest.param("They spoke of al-qaeda", "They spoke of al-Qaeda", id="a particle may be small"),
        pytest.param("He doesn’t like nato", "He doesn’t like NATO", id="contractions around it"),
    ],
)
def test_corrects_names(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("casing", names=NAMES)) == fixed_text


def test_names_with_a_hyphen_between_them_are_one(make_rule, found):
    rule = make_rule("casing", names=NAMES)

    assert found("He is one of two african-american players", rule) == ["african-american"]
    assert found("He is one of two African-american players", rule) == ["american"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("De gesprekken in gaza en bij de nato gingen door.", id="Dutch"),
        pytest.param("Les discussions sur hamas et la bande de gaza ont duré.", id="French"),
        pytest.param("Watu wote wa gaza wamezaliwa huru, hadhi na haki zao ni sawa.", id="Swahili"),
        pytest.param("Ko te katoa o nga tangata i gaza te whanaungatanga mai.", id="Maori"),
        pytest.param("Smith, gaza", id="a list of names"),
        pytest.param(
            "He said: la bande de gaza s'étend vers le nord, et le hamas dure longtemps.", id="a quotation"
        ),
    ],
)
def test_names_need_english_around_them(text, make_rule, found):
    assert found(text, make_rule("casing", language="en", names=NAMES)) == []
    assert found(text, make_rule("casing", language="any", names=NAMES)) != []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Gaza, Hamas, the West Bank, NATO", id="names as they should be"),
        pytest.param("GAZA, WEST BANK", id="capitals throughout"),
        pytest.param("Nato and HaMaS", id="a capital at least"),
        pytest.param("the Bank Of England", id="capitals too many"),
        pytest.param("gazans, gaza1, hamas_x", id="part of a longer word"),
        pytest.param("#gaza @hamas gaza.org https://x.org/gaza", id="what is not prose"),
        pytest.param("west\nbank, west  bank", id="a name with another blank inside"),
        pytest.param("an iPhone", id="a name that begins small"),
        pytest.param("They spoke of al-Qaeda and of Al-Qaeda", id="a particle, either way"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_names_alone(text, make_rule, found):
    assert found(text, make_rule("casing", names=NAMES)) == []


@pytest.mark.parametrize(
    ("text", "ambiguous", "how"),
    [
        pytest.param("The talks in gaza.", False, Applicability.UNSAFE, id="without evidence it is unsafe"),
        pytest.param("talks in gaza.", True, None, id="an ambiguous name is left alone without evidence"),
        pytest.param(
            "He saw Gaza. She knew Gaza. talks in gaza.",
            False,
            Applicability.SAFE,
            id="the document writes it right",
        ),
        pytest.param(
            "He saw Gaza. She knew Gaza. talks in gaza.", True, Applicability.SAFE, id="an ambiguous name too"
        ),
        pytest.param(
            "Gaza fell. Gaza rose. talks in gaza.", True, None, id="the begin of a sentence is no evidence"
        ),
        pytest.param("He saw Gaza. talks in gaza.", True, None, id="once is not enough"),
        pytest.param("He saw Gaza, to Gaza. a gaza, gaza, gaza.", True, None, id="nor twice against three"),
        pytest.param("the west bank.", True, None, id="two words in small letters"),
        pytest.param(
            "the west Bank.", True, Applicability.UNSAFE, id="one of two words is a hint for the other"
        ),
        pytest.param(
            "the West Bank, the west bank.",
            True,
            Applicability.SAFE,
            id="two words that stand right elsewhere",
        ),
    ],
)
def test_evidence(text, ambiguous, how, make_rule):
    rule = make_rule("casing", names=["Gaza", "West Bank"], ambiguous=ambiguous)
    findings = textlint.check(text, compile_rules([rule]))

    assert {finding.applicability for finding in findings} == ({how} if how else set())


def test_exceptions(make_rule, found):
    rule = make_rule("casing", names=["West Bank"], unless=["the west bank of the"])

    assert found("On the west bank of the river. On the west bank.", rule) == ["west bank"]


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param(
            "The talks ended. he left then.", "The talks ended. He left then.", id="after a full stop"
        ),
        pytest.param("With Merlot. it was late.", "With Merlot. It was late.", id="after a name"),
        pytest.param("It was late. a man left.", "It was late. A man left.", id="a word of one letter"),
        pytest.param(
            "It ended. so, he left. then she left.",
            "It ended. So, he left. Then she left.",
            id="twice in a line",
        ),
    ],
)
def test_corrects_sentences(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("casing", of="sentences", not_after=["approx"])) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The talks ended. He left then.", id="a capital"),
        pytest.param("It cost approx. five pounds.", id="an abbreviation"),
        pytest.param("Approx. five and Approx. a few pounds.", id="an abbreviation with a capital"),
        pytest.param("In the U.S. he left then.", id="initials"),
        pytest.param("He waited... then left.", id="an ellipsis"),
        pytest.param("Version 2.0. it said so.", id="a number"),
        pytest.param("The talks ended. he left then", id="a line that is no sentence"),
        pytest.param(
            "it was late. he left then. nobody saw it. she was gone. They all were.", id="a lower-case style"
        ),
        pytest.param("bulan itu. of ialah sekarang dan selalu.", id="another language"),
        pytest.param("He likes them. iPhones sell.", id="a word with a capital inside"),
        pytest.param("It was removed. hashlib does more.", id="a name of code"),
        pytest.param("Akin to Dan. with an ending.", id="an abbreviation with a capital"),
    ],
)
def test_leaves_sentences_alone(text, make_rule, found):
    assert found(text, make_rule("casing", of="sentences", not_after=["approx"])) == []


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param(
            "How War Changed the city Of Gaza",
            "How War Changed the City Of Gaza",
            id="a word that has fallen out",
        ),
        pytest.param("Why Did the Long War Never stop?", "Why Did the Long War Never Stop?", id="a question"),
    ],
)
def test_corrects_titles(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("casing", of="titles", small=["with"])) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("How War Changed the City of Gaza", id="a title"),
        pytest.param("How War Went On with Gaza Again", id="a small word"),
        pytest.param("How war changed the city of Gaza", id="a heading in small letters"),
        pytest.param("How War Changed the city.", id="a sentence"),
        pytest.param("New city Hall", id="too short"),
        pytest.param("How War Changed the city and its people In Gaza Now", id="more than one small word"),
    ],
)
def test_leaves_titles_alone(text, make_rule, found):
    assert found(text, make_rule("casing", of="titles", small=["with"])) == []


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param(
            "It was on may 10, then.", "It was on May 10, then.", id="where only the name makes sense"
        ),
        pytest.param("said jean luc Smith", "said Jean Luc Smith", id="each of its words"),
        pytest.param("on may 10, on may 11", "on May 10, on May 11", id="each place"),
    ],
)
def test_corrects_names_in_frames(text, fixed_text, make_rule, fixed):
    frames = [r"\bon (?P<name>may)(?= \d)", r"said (?P<name>\p{Ll}+ \p{Ll}+)(?= \p{Lu})"]

    assert (
        fixed(f"He is here. {text}", make_rule("casing", of="frames", frames=frames))
        == f"He is here. {fixed_text}"
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "He is here. You may 10 times, on May 10, on MAY 10.", id="elsewhere, or as it should be"
        ),
        pytest.param("see you on may 10", id="a text without capitals"),
        pytest.param("He is here: `on may 10`", id="what is not prose"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_frames_alone(text, make_rule, found):
    assert found(text, make_rule("casing", of="frames", frames=[r"\bon (?P<name>may)(?= \d)"])) == []


def test_a_frame_tells_where_the_name_is(make_rule):
    with pytest.raises(ValueError, match="name"):
        make_rule("casing", of="frames", frames=["on may"])


@pytest.mark.parametrize(
    ("text", "fixed_text"),
    [
        pytest.param("He met Susan galbreath.", "He met Susan Galbreath.", id="behind a given name"),
        pytest.param("(Tom shapovalov), he said", "(Tom Shapovalov), he said", id="in brackets"),
        pytest.param("He met Jon Kabat-zinn.", "He met Jon Kabat-Zinn.", id="behind a hyphen"),
        pytest.param("An Audio-technica’s sound", "An Audio-Technica’s sound", id="before an apostrophe"),
    ],
)
def test_corrects_strangers(text, fixed_text, make_rule, fixed):
    assert fixed(text, make_rule("casing", of="strangers", names=["Susan", "Tom"])) == fixed_text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Susan walks, Tom vlogged, Susan livestreaming", id="words and verbs"),
        pytest.param("the galbreath, Anna galbreath", id="behind another word"),
        pytest.param("Susan.galbreath@x.org, @Susan galbreath.com", id="what is not prose"),
        pytest.param("He met Kim Jong-un, a Trump-imposed and Kafka-esque one", id="hyphens"),
        pytest.param("Tom v. Susan, Tom ab", id="too short"),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_strangers_alone(text, make_rule, found):
    assert found(text, make_rule("casing", of="strangers", names=["Susan", "Tom"])) == []


RUNNING = "this is a paragraph of running text that has more than a dozen words."


@pytest.mark.parametrize(
    "above",
    [
        pytest.param("", id="nothing before it"),
        pytest.param("It ended.\n\n", id="a sentence before it"),
        pytest.param("It ended.\r\n", id="in the line above"),
        pytest.param("How to Build a House\n\n", id="a heading before it"),
        pytest.param("2. How to Build a House\n\n", id="a heading with a number"),
    ],
)
def test_corrects_paragraphs(above, make_rule, fixed):
    text = f"{above}{RUNNING}\n\n“{RUNNING}”\n".replace("“t", "“T")

    assert fixed(text, make_rule("casing", of="paragraphs")) == text.replace(above + "t", above + "T", 1)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"They spoke of that and\n\n{RUNNING}", id="a sentence that goes on"),
        pytest.param(f"A picture,\n\n{RUNNING}", id="behind a comma"),
        pytest.param(f"Things:\n\n{RUNNING}", id="behind a colon"),
        pytest.param(f"A Heading\n{RUNNING}", id="right below a line that is no sentence"),
        pytest.param(f"{RUNNING}\n\n{RUNNING}", id="the same word twice"),
        pytest.param(f"It ended.\n\n{RUNNING}\n\ngallstones.", id="beside another item of a list"),
        pytest.param(RUNNING, id="nothing in the text has a capital"),
        pytest.param(f"Occlusal\n\nis {RUNNING}", id="a verb behind a name"),
        pytest.param(f"It ended.\n\nof/ɒv/ {RUNNING}", id="how a word is spoken"),
        pytest.param(f"gzip {RUNNING}\n\niPhone {RUNNING}\n\nx-ray {RUNNING}", id="names"),
        pytest.param("this is short.", id="no running text"),
        pytest.param(
            "boss, n.: one who has more to say than others who work in the same place.", id="a definition"
        ),
        pytest.param("", id="no text"),
    ],
)
def test_leaves_paragraphs_alone(text, make_rule, found):
    assert found(text, make_rule("casing", of="paragraphs")) == []
