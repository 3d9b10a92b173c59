"""corpus – articles of news length with known defects, the same bytes for the same plan.

Paragraphs of a source are shuffled and spliced; some articles get defects, some the furniture of a web page.
A corpus has three forms: a tree of files, JSON lines, one big file.
"""

import gzip
import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from importlib.metadata import version
from math import exp
from pathlib import Path
from random import Random
from typing import Self

from damage import damage, furnish

MB = 1_000_000
SHORTEST = 60  # characters; what is shorter is rarely running text
USUAL, SPREAD = 3_900, 0.5  # lengths are log-normal: median in bytes and sigma; the mean is about 4.5 KB
FOLDER = 1_000  # files in each folder
SHARDS = 8  # tables of a corpus …
ROWS = 5_000  # … and the rows of a group in them
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


@dataclass(frozen=True, slots=True)
class Source:
    """where the prose comes from: distinct paragraphs, each as its sentences"""

    name: str
    paragraphs: tuple[tuple[str, ...], ...]
    unique_bytes: int

    @classmethod
    def read(cls, path: Path) -> Self:
        """Text from a folder of .txt, or from the field `text` of a .jsonl or .jsonl.gz."""
        lines = (line.strip() for text in _texts(path) for line in text.splitlines())
        distinct = tuple({line: None for line in lines if len(line) >= SHORTEST and line[-1] in '.!?”"'})
        if not distinct:
            raise SystemExit(f"{path}: no running text")
        paragraphs = tuple(tuple(SENTENCE_END.split(each)) for each in distinct)
        return cls(path.name, paragraphs, sum(len(each.encode()) for each in distinct))


@dataclass(frozen=True, slots=True)
class Plan:
    """what an article is made of"""

    source: Source
    defects: float = 1.0  # mean number in an article
    furniture: float = 1 / 3  # share of articles that have some
    seed: int = 1

    def key(self, megabytes: float) -> str:
        """A name for what the plan gives: other parameters, dictionaries or code, another name."""
        code = [
            path.read_text(encoding="utf-8") for path in (Path(__file__), Path(damage.__code__.co_filename))
        ]
        parts = (*code, version("codespell"), self, megabytes)
        return f"{megabytes:g}MB-{hashlib.sha256(repr(parts).encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """the same articles as `files`, `all.jsonl` and `all.txt` in one folder"""

    folder: Path
    articles: int
    bytes: int
    with_furniture: int
    defects: dict[str, int]

    @property
    def megabytes(self) -> float:
        return self.bytes / MB


def build(plan: Plan, megabytes: float, work: Path) -> Corpus:
    """The corpus, made anew unless it is there; it appears in one step."""
    folder = work / plan.key(megabytes)
    if not (folder / "corpus.json").exists():
        making = folder.with_suffix(".making")
        for old in (folder, making):
            shutil.rmtree(old, ignore_errors=True)
        making.mkdir(parents=True)
        corpus = _write(plan, megabytes, making)
        facts = {name: value for name, value in asdict(corpus).items() if name != "folder"}
        (making / "corpus.json").write_text(json.dumps(facts), encoding="utf-8")
        making.rename(folder)
    return Corpus(folder, **json.loads((folder / "corpus.json").read_text(encoding="utf-8")))


def articles(plan: Plan) -> Iterator[tuple[str, Counter[str], bool]]:
    """Articles without end: the text, its defects, whether it has furniture."""
    random = Random(plan.seed)  # noqa: S311 - a corpus is no secret
    while True:
        body = _body(plan.source, random)
        counts = Counter[str]()
        for _ in range(_poisson(plan.defects, random)):
            counts[damage(body, random)] += 1
        furniture = random.random() < plan.furniture
        if furniture:
            body = furnish(body, random)
        yield random.choice(("\n", "\n\n")).join(body) + "\n", counts, furniture


def shards(plan: Plan, megabytes: float, folder: Path, form: str) -> None:
    """Eight tables with so many megabytes of text, as `jsonl` or `parquet`."""
    folder.mkdir(parents=True)
    made = enumerate(articles(plan))
    for number in range(SHARDS):
        rows, size = list[dict[str, int | str]](), 0
        while size < megabytes * MB / SHARDS:
            row, (text, *_) = next(made)
            rows.append({"id": row, "text": text})
            size += len(text.encode())
        path = folder / f"{number}.{form}"
        if form == "jsonl":
            with path.open("w", encoding="utf-8") as stream:
                stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        else:
            from pyarrow import Table, parquet  # noqa: PLC0415 - only here

            parquet.write_table(Table.from_pylist(rows), path, row_group_size=ROWS, compression="zstd")


def hostile(name: str, megabytes: float, source: Source, work: Path) -> Path:
    """A file of a shape that makes scanners slow; made anew each time, it is quick."""
    unit = HOSTILE[name] or " ".join(map(" ".join, source.paragraphs)) + " "
    size = int(megabytes * MB)
    path = work / "hostile" / f"{name.replace(' ', '-')}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(unit * (size // len(unit.encode()) + 1), encoding="utf-8")
    return path


HOSTILE = {
    "one line": "",  # the source's prose without a break
    "quotes": "“\"'",
    "brackets": "([{",
    "one word": "word ",
    "dots": ".",
    "capitals": "PRESS RELEASE ",
    "blank lines": "\n",
    "combining marks": "\u0301\u0323",
    "short lines": "A short line of it.\n",
}


def _texts(path: Path) -> Iterator[str]:
    if path.is_dir():
        yield from (each.read_text(encoding="utf-8") for each in sorted(path.rglob("*.txt")))
    else:
        packed = path.suffix == ".gz"
        with gzip.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8") as stream:
            yield from (json.loads(line)["text"] for line in stream)


def _write(plan: Plan, megabytes: float, folder: Path) -> Corpus:
    size = number = with_furniture = 0
    defects = Counter[str]()
    with ExitStack() as stack:
        single, lines = (stack.enter_context((folder / f"all.{end}").open("wb")) for end in ("txt", "jsonl"))
        for number, (text, found, furniture) in enumerate(articles(plan)):
            if size >= megabytes * MB:
                break
            data = text.encode()
            path = folder / "files" / f"{number // FOLDER:03}" / f"{number:06}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            single.write(data + b"\n")
            lines.write(json.dumps({"id": number, "text": text}, ensure_ascii=False).encode() + b"\n")
            size, with_furniture = size + len(data), with_furniture + furniture
            defects += found
    return Corpus(folder, number, size, with_furniture, dict(sorted(defects.items())))


def _body(source: Source, random: Random) -> list[str]:
    """A headline and paragraphs; every second one is the head of one paragraph and the tail of another."""
    wanted = random.lognormvariate(0, SPREAD) * USUAL
    body = [" ".join(re.findall(r"[\w’'-]+", random.choice(source.paragraphs)[0])[:9])]
    while wanted > 0:
        sentences = random.choice(source.paragraphs)
        if random.random() < 0.5:
            other = random.choice(source.paragraphs)
            sentences = sentences[: random.randint(1, len(sentences))] + other[random.randrange(len(other)) :]
        body.append(" ".join(sentences))
        wanted -= len(body[-1].encode())
    return body


def _poisson(mean: float, random: Random) -> int:
    number, product = 0, random.random()
    while product > exp(-mean):
        number, product = number + 1, product * random.random()
    return number
