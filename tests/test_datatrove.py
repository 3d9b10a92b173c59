"""The filters of datatrove itself, asked about thousands of texts, beside ours: `pytest -m slow` runs this.

It needs the packages of the extra `slow`. The texts are made here, always the same: sentences of common words, and damaged
until each threshold of each filter is crossed by some of them.
"""

import json
import random
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from textlint import filters, rules, tokens
from textlint.metrics import NO_WORDS
from textlint.model import Document

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
TEXTLINT = Path(sys.executable).with_name("textlint")
COUNT = 2000
ENOUGH = 0.995  # of the decisions

# datatrove's reasons in its own words, and the rules that say the same.
REASONS = {
    "gopher-quality": {
        "gopher_short_doc": "gopher-word-count",
        "gopher_long_doc": "gopher-word-count",
        "gopher_below_avg_threshold": "gopher-mean-word-length",
        "gopher_above_avg_threshold": "gopher-mean-word-length",
        "gopher_too_many_hashes": "gopher-hash-ratio",
        "gopher_too_many_ellipsis": "gopher-ellipsis-ratio",
        "gopher_too_many_bullets": "gopher-bullet-lines",
        "gopher_too_many_end_ellipsis": "gopher-ellipsis-lines",
        "gopher_below_alpha_threshold": "gopher-alphabetic-words",
        "gopher_enough_stop_words": "gopher-stop-words",
    },
    "gopher-repetition": {
        "dup_para_frac": "gopher-duplicate-paragraphs",
        "dup_para_char_frac": "gopher-duplicate-paragraph-characters",
        "dup_line_frac": "gopher-duplicate-lines",
        "dup_line_char_frac": "gopher-duplicate-line-characters",
        **{f"top_{n}_gram": f"gopher-top-{n}grams" for n in range(2, 5)},
        **{f"duplicated_{n}_n_grams": f"gopher-duplicate-{n}grams" for n in range(5, 11)},
    },
    "c4": {
        "lorem_ipsum": "c4-lorem-ipsum",
        "curly_bracket": "c4-curly-bracket",
        "too_few_sentences": "c4-sentence-count",
    },
    "fineweb-c4": {
        "lorem_ipsum": "fineweb-lorem-ipsum",
        "curly_bracket": "fineweb-curly-bracket",
        "too_few_sentences": "fineweb-sentence-count",
    },
    "fineweb-quality": {
        "line_punct_ratio": "fineweb-line-end-marks",
        "short_line_ratio": "fineweb-short-lines",
        "char_dup_ratio": "fineweb-duplicate-characters",
        "list_ratio": "fineweb-list-ratio",
    },
    "mc4": {"< 3 paragraphs": "mc4-long-lines"},
}
STAGES = {**filters.FILTERS, "fineweb-c4": (filters.FINEWEB_C4,)}
PIPELINE = ("gopher-repetition", "gopher-quality", "fineweb-c4", "fineweb-quality")


@cache
def theirs():
    pytest.importorskip("spacy")
    c4 = pytest.importorskip("datatrove.pipeline.filters.c4_filters")
    datatrove = pytest.importorskip("datatrove.pipeline.filters")
    return {
        "gopher-quality": datatrove.GopherQualityFilter(),
        "gopher-repetition": datatrove.GopherRepetitionFilter(),
        "c4": datatrove.C4QualityFilter(),
        "fineweb-c4": datatrove.C4QualityFilter(filter_no_terminal_punct=False),
        "fineweb-quality": datatrove.FineWebQualityFilter(),
        "mc4": c4.C4ParagraphFilter(),
    }


def asked(names, text):
    """The rule that answers to datatrove's first reason, None where all filters keep a text."""
    document = pytest.importorskip("datatrove.data").Document(text=text, id="")
    for name in names:  # each gets what the one before has left of the text
        found = theirs()[name].filter(document)
        if found is not True:
            return f"quality/{REASONS[name][found[1]]}"
    return None


@cache
def known():
    return {rule.id: rule for rule in rules.load()}


def judged(name, text):
    found = filters.judge(filters.judges(STAGES[name], known()), Document(text))
    return found[0].rule if found else None


# --- texts, sound and damaged


NOUNS = """
    answer bakery bridge bottle captain carpet cellar century chapel cloud coast committee corner cousin danger dinner
    doctor engine evening farmer ferry fever forest garden glacier hammer harbour hotel island journey kitchen ladder
    lantern lawyer letter library market meadow memory merchant minister mirror moment mountain museum neighbour novel
    office orchard painter palace pepper pianist pocket prison quarter railway region river sailor school season shadow
    singer statue stranger summer teacher temple theatre ticket tower traveller valley village waiter weather window
"""
ADJECTIVES = """
    able ancient bitter brave broken calm careful cheap clever common crowded damp distant dusty eager early empty
    faithful famous foreign gentle golden grateful hidden hollow honest hungry idle large lonely modest narrow northern
    patient pleasant proud quiet rapid rough rusty silent simple sleepy solid strange sudden tired ugly upper warm
    well-known half-finished old-fashioned
"""
VERBS = """
    admired answered borrowed built carried changed cleaned counted covered crossed described divided doubted drew
    followed found guarded helped ignored joined kept left liked measured mended moved needed noticed opened ordered
    painted praised promised read remembered repaired reported saved searched served sold started studied trusted
    visited watched welcomed
"""
STARTS = """
    Yesterday Later Nowadays Sometimes Elsewhere Meanwhile Once However Besides Soon Usually Afterwards Still Perhaps
"""
NAMES = (
    "Anna",
    "Mr. Hale",
    "Dr. Osei",
    "the U.S. envoy",
    "my sister",
    "Li Wei",
    "O'Brien",
    "Zoë",
    "they",
    "nobody",
)
ENDS = (
    *(
        "before noon",
        "in 1987",
        "at 10am",
        "on 5 May",
        "for $5",
        "by 12.5%",
        "with 3,000 others",
        "(or so it seemed)",
    ),
    *(
        "after the war",
        "without a word",
        "as well",
        "more than twice",
        "in the dark",
        "– for a while",
        "every day",
    ),
)
FRAMES = (
    "the {a} {n} of the {n} {v} the {n} and {v} {e}",
    "{p} {v} that the {n} and the {a} {n} have {v} a {n} {e}",
    "{s}, {p} {v} the {a}, {a} {n} with the {n}",
    "to be {a} and {a}, {p} {v} the {n} {e}, and that was all",
    "a {n} doesn't need the {n} that {p} {v} {e}; it can't be {a}",
    "“the {n} of the {a} {n},” {p} {v}, “isn't the {n} that we {v}”",
    "when the {n} {v} the {n}, {p} {v} {e}: there were {a} {n}s and {n}s",
)


POOLS = {"p": NAMES, "e": ENDS}
POOLS |= {key: words.split() for key, words in zip("navs", (NOUNS, ADJECTIVES, VERBS, STARTS), strict=True)}


def sentence(chance):
    made = re.sub(r"\{(\w)\}", lambda match: chance.choice(POOLS[match[1]]), chance.choice(FRAMES))
    at = made.startswith("“")
    return made[:at] + made[at].upper() + made[at + 1 :] + chance.choice(".....!?")


@cache
def sources():
    """Running text, a line for each paragraph."""
    chance = random.Random(3)
    return [" ".join(sentence(chance) for _ in some(chance, chance.choice((1, 5)))) for _ in range(3000)]


def some(chance, most):
    return range(chance.randint(1, most))


def each_line(change, share=1.0):
    """A damage of so many of the lines, or of as many as chance will have it."""

    def damaged(text, chance):
        odds = chance.choice((share, chance.random()))
        return "\n".join(
            change(line, chance) if chance.random() < odds else line for line in text.split("\n")
        )

    return damaged


def repeated_lines(text, chance):
    lines = text.split("\n")
    for _ in some(chance, len(lines) + 3):
        lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    return "\n".join(lines)


def repeated_paragraphs(text, chance):
    parts = text.split("\n\n")
    return "\n\n".join(parts + chance.choices(parts, k=chance.randint(1, len(parts) + 1)))


def repeated_long_line(text, chance):
    lines = text.split("\n")
    return "\n".join([*lines, *[max(lines, key=len)] * chance.randint(1, 2)])


def repeated_words(text, chance):
    words = text.split(" ")
    for _ in some(chance, 12):
        start, length = chance.randrange(len(words)), chance.randint(2, 14)
        at = chance.randrange(len(words) + 1)
        words[at:at] = words[start : start + length]
    return " ".join(words)


def a_refrain(text, chance):
    """A few words that come again and again, between others."""
    words = text.split(" ")
    start, length = chance.randrange(len(words)), chance.randint(2, 11)
    refrain = " ".join(words[start : start + length])
    step = chance.randint(3, 60)
    return " ".join(refrain if at % step == 0 else word for at, word in enumerate(words))


def with_line(*lines):
    def damaged(text, chance):
        found = text.split("\n")
        for _ in some(chance, 4):
            found.insert(chance.randrange(len(found) + 1), chance.choice(lines))
        return "\n".join(found)

    return damaged


def about_fifty_words(text, chance):
    return " ".join(text.split(" ")[: chance.randint(30, 75)])


def about_five_sentences(text, chance):
    cut = text.split(". ")
    return ". ".join(cut[: chance.randint(2, 6)]) + chance.choice((".", "", "!", '"', "’"))


def signs(*every):
    def damaged(text, chance):
        words = text.split(" ")
        odds = chance.random() / chance.choice((2, 5))
        return " ".join(word + chance.choice(every) if chance.random() < odds else word for word in words)

    return damaged


def without_small_words(text, chance):
    left = chance.sample(("the", "be", "to", "of", "and", "that", "have", "with"), chance.randint(0, 2))
    small = {"the", "be", "to", "of", "and", "that", "have", "with"} - {*left}
    return " ".join(word for word in text.split(" ") if word not in small)


def joined_words(text, chance):
    words = text.split(" ")
    count = chance.randint(2, 3)
    return " ".join("".join(words[at : at + count]) for at in range(0, len(words), count))


def wrapped(text, chance):
    width, words = chance.randint(2, 9), text.split()
    return "\n".join(" ".join(words[at : at + width]) for at in range(0, len(words), width))


DAMAGES = (
    *(repeated_lines, repeated_paragraphs, repeated_long_line, repeated_words, a_refrain),
    *(about_fifty_words, about_five_sentences, without_small_words, joined_words, wrapped),
    each_line(lambda line, chance: f"{chance.choice(('- ', '• ', ' -', '* '))}{line}", 0.95),
    each_line(lambda line, chance: line[: len(line) // 2] + chance.choice(("...", "…", " ...", "… "))),
    each_line(lambda line, _: line.rstrip(".!?\"'")),
    each_line(lambda line, chance: line + chance.choice((".", "!", "”", '"', "。", "؟"))),
    each_line(lambda line, chance: line + "\n" * chance.randint(1, 9)),
    each_line(lambda line, chance: line[: chance.randint(10, 50)], 0.7),
    each_line(lambda line, _: " ".join(" ".join(word) for word in line.split()), 0.7),
    each_line(lambda line, chance: line + f" {chance.randint(1, 99)} | {chance.randint(1, 9999)}" * 4),
    each_line(lambda line, chance: line + chance.choice(("[3]", "[edit]", "[citation needed]")), 0.5),
    with_line("Lorem ipsum dolor sit amet.", "The LOREM IPSUM of designers"),
    with_line(
        "if (found) { return; } else.", "Dear {name}, we write to you.", "JavaScript { is here }.", "{}"
    ),
    with_line(
        "Please enable JavaScript to read on.", "This site uses cookies.", "Our Privacy Policy. It is long."
    ),
    with_line("x" * 1001 + " is far too long.", "a" * 1000 + " is not."),
    with_line("我们今天在这里。你好吗？", "Это не по-английски. Совсем нет!", "C’est la fin… ‘Non’, dit-il."),
    with_line("Call me at 10am, e.g. on Jan. 5 :-) or don't.", "U.S.-made, 5km/h (see x.com/y)."),
    signs("#", " #tag", "##", " # # #"),
    signs("...", " ...", "…", " … …"),
    signs(" $5", " –", " •", " ‘", " 12.5%", " (x)", " !!!"),
)


def texts():
    chance = random.Random(5)
    found = sources()
    for number in range(COUNT):
        lines, made = chance.choices(found, k=chance.choice((3, 8, 15, 40))), ""
        for line in lines:
            made += line + chance.choice((" ", "\n", "\n", "\n\n"))
        for damage in chance.sample(DAMAGES, number % 4):
            made = damage(made.strip(), chance)
        yield made.strip()
    words = " ".join(found).split()
    for count in (99_990, 100_010):  # and what is too long
        yield " ".join(words[at % len(words)] for at in range(count))


@cache
def every_text():
    return tuple(text for text in texts() if text.strip())


# --- what is to be proved


@pytest.mark.parametrize("name", REASONS)
def test_the_decisions_and_the_reasons_are_those_of_datatrove(name):
    pairs = [(asked([name], text), judged(name, text)) for text in every_text()]

    dropped = sum(one is not None for one, _ in pairs) / len(pairs)
    same = sum((one is None) == (other is None) for one, other in pairs)
    agreed = sum(one == other for one, other in pairs)
    met = {one for one, _ in pairs}
    assert len(pairs) > 1500
    assert 0.1 < dropped < 0.9
    assert met == {f"quality/{rule}" for rule in REASONS[name].values()} | {None}
    assert same >= ENOUGH * len(pairs), Counter(pairs)
    assert agreed >= ENOUGH * len(pairs), Counter(pairs)


def test_so_is_a_pipeline_in_which_c4_has_cut_lines_before_the_last_filter():
    pairs = [(asked(PIPELINE, text), judged("fineweb", text)) for text in every_text()]

    assert sum(one == other for one, other in pairs) >= ENOUGH * len(pairs)
    assert len({one for one, _ in pairs}) > 20


def test_the_command_drops_what_the_pipeline_drops(tmp_path):
    rows = [json.dumps({"text": text}) + "\n" for text in every_text()[:300]]
    (tmp_path / "a.jsonl").write_text("".join(rows))
    command = [TEXTLINT, "filter", "a.jsonl", "-o", "kept", "--dropped", "dropped", "--like", "fineweb"]

    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    kept = [row for row, text in zip(rows, every_text()[:300], strict=True) if not asked(PIPELINE, text)]
    assert (tmp_path / "kept" / "a.jsonl").read_text() == "".join(kept)


def test_words_and_marks_are_those_of_spacy():
    spacy = pytest.importorskip("spacy")
    tokenizer = spacy.blank("en")
    tokenizer.max_length = 10**7
    different = 0
    for text in every_text():
        expected = [token.text for token in tokenizer(text) if token.text.strip()]
        different += tokens.tokens(text) != expected

    assert different <= 0.01 * len(every_text())


def test_so_they_are_where_marks_stand_in_any_order():
    spacy = pytest.importorskip("spacy")
    tokenizer, chance = spacy.blank("en"), random.Random(1)
    parts = """
        a b Foo bar U S 5 12 é 日本 ß don't it 's ’ ' " “ ” ( ) [ ] { } < > . ... … , : ; ! ? - -- – — / = +
        * ^ % $ £ # @ & _ ~ | \\ • ★ ° km am s e.g. Mr. x.com http:// www.
    """
    pieces = ["".join(chance.choices(parts.split(), k=chance.randint(1, 5))) for _ in range(20_000)]

    different = [
        piece for piece in pieces if tokens.tokens(piece) != [each.text for each in tokenizer(piece)]
    ]

    assert len(different) < 10, different


def test_what_is_no_word_is_what_datatrove_says():
    text = pytest.importorskip("datatrove.utils.text")

    marks = {sign for sign in text.PUNCTUATION if sign.isprintable()}

    assert marks <= {*NO_WORDS}
    assert {*NO_WORDS} <= text.PUNCTUATION_SET
