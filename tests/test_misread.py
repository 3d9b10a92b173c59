"""misread – text in UTF-8 that was read as another code page, decoded where the result is right beyond doubt."""

import pytest

from textlint.misread import MIXED, PAGES, WIDE_PAGES, repairs

SENTENCES = {
    "de": "Die Brücke über den Fluß wird für größere Lastwagen gesperrt, sagte der Bürgermeister.",
    "fr": "L’élève a été reçu à l’hôtel de ville, où le maire l’attendait depuis la fête.",
    "pl": "Zażółć gęślą jaźń, powiedziała żona, a potem poszła do źródła.",
    "vi": "Người dân sống ở đây đã nhiều năm và rất yêu quý dòng sông này.",
    "ru": "Мост через реку закрыли после наводнения, и автобус едет в объезд.",
    "el": "Η γέφυρα έκλεισε μετά την πλημμύρα και το λεωφορείο κάνει κύκλο.",
    "he": "הגשר נסגר אחרי השיטפון והאוטובוס נוסע בדרך עוקפת.",
    "ar": "أغلق الجسر بعد الفيضان وتسلك الحافلة طريقا آخر.",
    "hi": "बाढ़ के बाद पुल बंद कर दिया गया और बस दूसरे रास्ते से जाती है।",
    "th": "สะพานถูกปิดหลังน้ำท่วมและรถเมล์ใช้เส้นทางอื่น",
    "ko": "홍수 이후 다리가 폐쇄되어 버스는 다른 길로 다닌다.",
    "ja": "洪水のあと橋は閉鎖され、バスは遠回りをしている。",
}
# As programs do it: a byte without a sign becomes the control character of its number.
SIGNS = {
    page: {byte: bytes([byte]).decode(page, "ignore") or chr(byte) for byte in range(256)}
    for page in PAGES
    if page != MIXED
}


def misread(text: str, page: str) -> str:
    return "".join(SIGNS[page][byte] for byte in text.encode())


def mended(text: str) -> str:
    for (start, end), new in reversed(repairs(text)):
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize("page", SIGNS)
@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_mended_or_left(language, page):
    sentence = SENTENCES[language]
    broken = misread(sentence, page)

    assert mended(broken) in {sentence, broken}


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "cp1251", "cp1256", "mac_roman", "cp850", "koi8-r"])
@pytest.mark.parametrize("language", SENTENCES)
def test_these_pages_are_mended(language, page):
    assert mended(misread(SENTENCES[language], page)) == SENTENCES[language]


@pytest.mark.parametrize("language", SENTENCES)
def test_the_rule_mends_what_can_be_mended(language, make_rule, fixed):
    """No gate keeps a line from it."""
    rule = make_rule("encoding", steps=["fix_encoding"])
    sentence = SENTENCES[language]
    broken = [misread(sentence, page) for page in SIGNS]

    mendable = [text for text in broken if mended(text) == sentence]
    assert mendable
    assert {fixed(text, rule) for text in mendable} == {sentence}


@pytest.mark.parametrize("pages", [("cp1252", "cp1252"), ("cp437", "cp1252"), ("cp1251", "cp1251")])
@pytest.mark.parametrize("language", ["de", "ru", "ar", "ja"])
def test_what_was_misread_twice(language, pages):
    text = SENTENCES[language]
    for page in pages:
        text = misread(text, page)

    assert mended(text) == SENTENCES[language]


@pytest.mark.parametrize("page", WIDE_PAGES)
@pytest.mark.parametrize("language", ["de", "fr", "ru", "ja"])
def test_pages_of_two_bytes(language, page):
    broken = SENTENCES[language].encode().decode(page, "replace")

    assert mended(broken) in {SENTENCES[language], broken}


@pytest.mark.parametrize("language", SENTENCES)
def test_sound_sentences_stay(language):
    sentence = SENTENCES[language]

    assert (repairs(sentence), repairs(sentence.upper())) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "»Spaß« und »Maß«, „Ä“, „Ö“ und „Ü“ sind Umlaute…",
        "Её брат сказал: «Нет». Рё и Сё. Її мати. Ні, Ві, Ді…",
        "«état» «école» l’été d’où « À » É® Ç™ À° É—a",
        "IRMÃOS, MAÇÃ”, «CÃO» “PÃO”, AVÔ™ AÇÃO®, «Â» e «Ã»",
        "SÄ…, HÄ… JÄ… 25 °C, Ø 5 mm, naïve—é…",
        "μ±σ, Δ≈3, Σ², Α΄ τάξη, Β΄ τόμος, Γ’ Γυμνασίου «Δ»",
        "آپ گچ پژوهش آپ‌ها",
        "茅台酒 眉毛 T恤 A股 锛床 银行 铁路 ﾊﾝｶｸ ｶﾅ",
        "C'est Ã voir.",
        "Officiâš´le gecreâš´erde patatten",  # no symbol is part of a word
        "Ïðèâåò, êàê äåëà? Ýòî òåñò.",  # another code page than UTF-8
        "ËäÈ»ÕâÎå¿é½ð×©²»ÊÇºÜ¶àÇ®£¬µ«ÓÐºÜ¶àÈËÒ»ÊÀ¶¼Ã»ÓÐÃþ¹ý",
        "",
    ],
)
def test_leaves_alone(text):
    assert repairs(text) == []


@pytest.mark.parametrize(
    ("text", "mended_text"),
    [
        ("lÃ\xa0 et lÃ  et l'Ã©tÃ©", "là et là et l'été"),
        ("Die Straße, “schön”, heißt fÃ¼r alle", "Die Straße, “schön”, heißt für alle"),
        ("The ferry from Ã…lesund was late.", "The ferry from Ålesund was late."),
        ("æ–‡å\xad—åŒ–ã\x81\x91ã\x81®ä¾‹ã\x81§ã\x81™ã€‚", "文字化けの例です。"),
        ("geschÃ€digt und spÃ€ter", "geschädigt und später"),
    ],
)
def test_mends(text, mended_text):
    assert mended(text) == mended_text
