"""lexicon – the tables of rules/lexicon/ that are made from the data of other packages.

python benchmarks/lexicon.py        writes four tables

usual-words.tsv has the words that are usual in each language of the Latin script that wordfreq has, by tenths
of Zipf's scale. Of English it has all that dictionaries list and that is used once in a million words; of the
others the thousand commonest words, which are three fifths of any text and enough to compare with.

foreign-words.tsv has the misspellings of codespell's dictionary that are usual words of another language.

english-words.tsv has the forms that wordfreq has counted, without rare ones that no dictionary has, and the
forms that symspellpy lists.

misspellings.tsv has codespell's dictionaries, each in its own order.
"""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import files, version
from pathlib import Path

import msgpack

from textlint.lexicon import USUAL_WORDS

# The codes of wordfreq; Croatian, Serbian and Bosnian are counted together, Tagalog as Filipino.
LANGUAGES = (
    *("en", "ca", "cs", "da", "de", "es", "fi", "fil", "fr", "hu", "id", "is", "it", "lt", "lv", "ms", "nb"),
    *("nl", "pl", "pt", "ro", "sh", "sk", "sl", "sv", "tr", "vi"),
)
NAMES = {"fil": "tl", "sh": "hr"}
# wordfreq does not have these: the commonest words of their grammar, collected for textlint.
OTHERS = {
    "af": "die van en in is het nie dat vir om te met op sy was wat hy hulle aan deur sal kan ook maar word",
    "ga": "an na agus ar is le i go ag do sé sí bhí tá ní nach níl leis seo sin chun faoi mar nó don iad",
    "gd": "an na a agus air tha is ann le e i do bha gu aig nach chan seo sin mar no leis iad dhan airson",
}
OTHERS_FREQUENCY = 5.8
LEAST_ENGLISH, LEAST = 3.0, 5.0  # on Zipf's scale
LEAST_FOREIGN = 3.0  # once in a million words of the other language …
RAREST = 1.5  # rarer forms that no dictionary has are half of all, and as good as never seen
MORE_THAN_ENGLISH = 1.0  # … and ten times as often as in English, where slips and loans are counted, too
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
MAKER = "made by benchmarks/lexicon.py"
SOURCE = f"from wordfreq 3.1.1 (Robyn Speer), CC BY-SA 4.0; {MAKER}"
DICTIONARY_SOURCE = f"from symspellpy {version('symspellpy')} (SCOWL and Google's n-grams), MIT"
MISSPELLINGS_SOURCE = f"from codespell {version('codespell')}, CC BY-SA 3.0; {MAKER}"
FOLDER = USUAL_WORDS.parent
FOREIGN_WORDS = FOLDER / "foreign-words.tsv"
ENGLISH_WORDS = FOLDER / "english-words.tsv"
MISSPELLINGS = FOLDER / "misspellings.tsv"


def main() -> None:
    for path, lines in tables():
        write(path, lines)


def tables() -> Iterator[tuple[Path, Iterator[str]]]:
    """Each table with its lines."""
    counted = {NAMES.get(code, code): dict(frequencies(code)) for code in LANGUAGES}
    yield USUAL_WORDS, usual_words(counted)
    yield FOREIGN_WORDS, foreign_words(counted)
    yield ENGLISH_WORDS, english_words()
    yield MISSPELLINGS, misspellings()


def frequencies(code: str) -> Iterator[tuple[str, float]]:
    """The words of a language with their frequencies; the data are lists by hundredths of powers of ten."""
    name = f"{'large' if code == 'en' else 'small'}_{code}.msgpack.gz"
    _, *steps = msgpack.unpackb(gzip.decompress(data("wordfreq", name)))
    for step, words in enumerate(steps):
        yield from ((word.replace("’", "'"), 9 - step / 100) for word in words)


def usual_words(counted: dict[str, dict[str, float]]) -> Iterator[str]:
    yield f"# language, frequency in tenths of Zipf's scale, words; {SOURCE}"
    listed = dictionary()
    for language, words in counted.items():
        steps = defaultdict(list)
        for word, frequency in words.items():
            english = language == "en" and (word in listed or "'" in word)
            if WORD.fullmatch(word) and frequency >= (LEAST_ENGLISH if english else LEAST):
                steps[round(frequency * 10)].append(word)
        for step in sorted(steps, reverse=True):
            yield f"{language}\t{step}\t{' '.join(sorted(steps[step]))}"
    for language, words in OTHERS.items():
        yield f"{language}\t{OTHERS_FREQUENCY * 10:.0f}\t{words}"


def foreign_words(counted: dict[str, dict[str, float]]) -> Iterator[str]:
    yield f"# word, the languages in which it is usual; {SOURCE}, for the misspellings of codespell"
    english = counted.pop("en")
    for wrong in sorted({wrong for wrong, _, _ in entries("dictionary.txt")}):
        least = max(LEAST_FOREIGN, english.get(wrong, 0) + MORE_THAN_ENGLISH)
        languages = [language for language, words in counted.items() if words.get(wrong, 0) >= least]
        if languages:
            yield f"{wrong}\t{' '.join(languages)}"


def english_words() -> Iterator[str]:
    yield (
        "# word, frequency in tenths of Zipf's scale, 1 if dictionaries have the word, else 0; "
        f"dictionary {DICTIONARY_SOURCE}; frequencies {SOURCE}"
    )
    listed = dictionary()
    tenths = {word: round(10 * frequency) for word, frequency in frequencies("en")}
    usual = {word for word, frequency in tenths.items() if frequency >= 10 * RAREST}
    for word in sorted(usual | listed):
        yield f"{word}\t{max(0, tenths.get(word, 0))}\t{word in listed:d}"


def misspellings() -> Iterator[str]:
    yield (
        "# the end of the dictionary's name, misspelling, corrections, 1 if the correction is sure, else 0; "
        f"{MISSPELLINGS_SOURCE}"
    )
    paths = (path for path in files("codespell") or () if path.suffix == ".txt")
    for name in sorted(path.name for path in paths if path.name.startswith("dictionary")):
        end = name.removeprefix("dictionary").removesuffix(".txt")
        for wrong, candidates, sure in entries(name):
            yield f"{end}\t{wrong}\t{', '.join(candidates)}\t{sure:d}"


def entries(name: str) -> Iterator[tuple[str, list[str], bool]]:
    """The entries of a dictionary of codespell: what is wrong, the candidates, whether the one is sure.

    A line is `wrong->right`, `wrong->one, two,` or `wrong->right, a warning`; only the first is sure.
    """
    for line in data("codespell", name).decode().splitlines():
        wrong, _, rest = line.partition("->")
        listed, comma, _warning = rest.rpartition(",")
        yield wrong, [each.strip() for each in (listed if comma else rest).split(",")], not comma


def dictionary() -> frozenset[str]:
    """The forms that dictionaries have; each line of the file is a form and a number."""
    lines = data("symspellpy", "frequency_dictionary_en_82_765.txt").decode("utf-8-sig").splitlines()
    return frozenset(line.partition(" ")[0] for line in lines)


def data(package: str, name: str) -> bytes:
    """The content of a file that a package ships; its code is never imported."""
    path = next(path for path in files(package) or () if path.name == name)
    return Path(str(path.locate())).read_bytes()


def write(path: Path, lines: Iterator[str]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
