"""mentions – broken text that a text speaks about: an example, which must stay."""

import pytest

from textlint.mentions import mentioned, names_it
from textlint.misread import repairs


@pytest.mark.parametrize(
    "text",
    [
        "Wenn UTF-8 als Latin-1 gelesen wird, steht Ã¼ statt ü da.",
        "In der Tabelle stand „MÃ¼ller“, im Original „Müller“.",
        "El archivo mostraba “EspaÃ±a” porque la codificación era incorrecta.",
        'O nome aparece como "JoÃ£o" em vez de "João" na lista.',
        "Вместо «Привет» получилось «ÐŸÑ€Ð¸Ð²ÐµÑ‚», кодировка не та.",
        "The editor shows â€œ where the author typed a curly quote.",
        "Her name was printed as RenÃ©e on the ticket, which made her laugh.",
        'She signed with "ZoÃ«", and nobody knew why.',
        "| é | Ã© |",
        'assert fix("schÃ¶n") == "schön"',
        "Als je â‚¬ ziet in plaats van €, klopt de codering niet.",
        "Pokud vidíte pÅ™Ã­klad místo příklad, kódování je špatně.",
    ],
)
def test_examples(text):
    assert mentioned(text, repairs(text)) == [True] * len(repairs(text))


@pytest.mark.parametrize(
    "text",
    [
        "NicolÃ¡s vive en BogotÃ¡ desde hace mÃ¡s de diez aÃ±os.",
        "Il pleut Ã\xa0 Paris et Ã\xa0 Lyon.",
        "The cafÃ© was closed, and the waiterâ€™s apron lay upon the table.",
        "They met in MalmÃ¶ – a town by the sea – and went on to LinkÃ¶ping.",
    ],
)
def test_text_that_is_just_broken(text):
    assert mentioned(text, repairs(text)) == [False] * len(repairs(text)) != []


@pytest.mark.parametrize(
    ("text", "named"),
    [("Mojibake: Ã©", True), ("文字化けの例", True), ("Кракозябры", True), ("A café", False)],
)
def test_words_for_broken_text(text, named):
    assert names_it(text) is named
