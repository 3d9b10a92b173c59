"""codepage – bytes that are not UTF-8, counted, and the encoding that a text was probably written in."""

import pytest

import textlint

RULE = "encoding/undecodable"

# A text, and the codecs that it must be recognised in.
WRITTEN = [
    ("en", "He went to a café in Paris.", "cp1252"),
    ("en, marks", "It’s the “best” one – so they said.", "cp1252 mac_roman"),
    ("en, names", "The price was £20 and it was naïve of Zoë Müller to pay.", "cp1252"),
    ("en, signs", "It was 20°C outside, and © 2009 was on the page.", "cp1252"),
    ("fr", "Le maire a décidé de ne pas venir à la soirée où l’école était fermée.", "cp1252 mac_roman"),
    ("de", "Die Größe der Häuser in München überrascht für gewöhnlich niemanden.", "cp1252"),
    ("es", "El niño también comió más piña en la montaña ¿verdad?", "cp1252 mac_roman"),
    ("sv", "Det är inte så lätt att gå över ån på våren.", "cp1252 mac_roman"),
    ("pl", "Nie wiem, ponieważ się nie boję, że był już później.", "cp1250 iso8859_2 cp852"),
    ("cs", "Příliš žluťoučký kůň, který byl při městě, že už není.", "cp1250 iso8859_2 cp852"),
    ("hu", "Az árvíztűrő és a többi nagyon jó volt, hogy már nincs több.", "cp1250 cp852"),
    ("tr", "Bu çok güzel bir gün, çünkü değil mi hiç için şöyle olduğu gibi.", "cp1254"),
    ("lt", "Tai yra labai gražus miestas, kuris turi daug žmonių, bet čia gyvena šiandien.", "cp1257"),
    (
        "ru",
        "Он не знал, что это было так, но всё же пошёл в город.",
        "cp1251 koi8_r cp866 iso8859_5 mac_cyrillic",
    ),
    ("uk", "Він не знав, що це було так, але все ж пішов до міста її батьків.", "cp1251 koi8_u iso8859_5"),
    ("bg", "Той не знаеше, че това е така, но отиде в града.", "cp1251 cp866 iso8859_5"),
    ("el", "Δεν ήξερε ότι αυτό ήταν έτσι, αλλά πήγε στην πόλη για να δει.", "cp1253 iso8859_7 cp737"),
    ("he", "הוא לא ידע כי זה היה כך, אבל הלך אל העיר של אביו.", "cp1255 cp862"),
    ("ar", "لم يكن يعرف أن هذا كان في المدينة التي من على البحر.", "cp1256 iso8859_6"),
    ("th", "เขาไม่ได้ไปที่บ้านและการเป็นคนดีของเขา ว่าจะมีให้ในวันนี้", "cp874"),
    ("ja", "これは日本語の文章です。彼は東京に行って、そこで友達と会いました。", "cp932 euc_jp"),
    ("zh", "这是一个中文的句子，我们不知道他在哪里，但是他说他会来的。", "gb18030"),
    ("zh-Hant", "這是一個中文的句子，我們不知道他在哪裡，但是他說他會來的。", "cp950"),
    ("ko", "그는 서울에 가서 친구를 만났고 이것은 한국어 문장입니다.", "cp949"),
]


@pytest.fixture(scope="module")
def pages():
    from textlint import rules  # noqa: PLC0415

    rule = next(each for each in rules.load() if each.id == RULE)
    return {cells[2]: cells[1] for _, cells in rule.options.pages.rows}


@pytest.fixture(scope="module")
def ruleset():
    return textlint.load_ruleset(select=["encoding"])


def messages(ruleset, text):
    return [each.message for each in textlint.check(text, ruleset) if each.rule == RULE]


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        pytest.param(text, codec, id=f"{name} {codec}")
        for name, text, codecs in WRITTEN
        for codec in codecs.split()
    ],
)
def test_the_encoding_that_is_named_gives_the_text(text, codec, pages, ruleset):
    data = text.encode(codec)

    (message,) = messages(ruleset, data.decode("utf-8", "surrogateescape"))

    assert "convert it with `iconv -f " in message, message
    iconv = message.partition("iconv -f ")[2].partition(" ")[0]
    assert data.decode(pages[iconv]) == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"\xe9\xe8 x", "2 bytes are not UTF-8, and the words don't tell", id="no words"),
        pytest.param(b"\xff", "1 byte is not UTF-8, and the words don't tell", id="one byte"),
        pytest.param(
            "Мир".encode("koi8_r"), "3 bytes are not UTF-8, and the words don't tell", id="too few words"
        ),
        pytest.param(
            "Été à Paris, déjà".encode() + b" caf\xe9",
            "1 byte is not UTF-8, but other characters of the text are",
            id="a place in UTF-8",
        ),
        pytest.param(
            b"Le maire a d\xe9cid\xe9.\n" * 400,
            "800 bytes are not UTF-8, it reads well as Windows-1252",
            id="many",
        ),
        pytest.param(
            bytes(range(128, 256)) * 40, "5120 bytes are not UTF-8, and the words", id="no text at all"
        ),
    ],
)
def test_one_finding_says_how_many_and_what_is_known(data, message, ruleset):
    (found,) = messages(ruleset, data.decode("utf-8", "surrogateescape"))

    assert found.startswith(message)


@pytest.mark.parametrize("text", ["", "Été à Paris", "\ud83d"])
def test_what_is_no_byte_is_left_alone(text, ruleset):
    assert messages(ruleset, text) == []
