"""Make the inputs that fuzzing starts from: python seeds.py FOLDER

Texts are those of seeds/, of tests/cases/ and of the examples of rules, and parts of the documentation;
patterns are those of the built-in rules. The first byte of each input holds options: see `input.rs` of the
core's laws.
"""

import json
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
LONGEST = 1000  # bytes
TEXTS = ("check", "fix", "markdown", "html", "rst", "commented")
OPTIONS = "01234567pqrstuvw8:"  # see `input.rs` of the core's laws
MARKUP = {
    "html": "<html lang=en><h1>{}</h1>\n<p>{}<br><b>x</b> &amp; <code>y</code></p>\n<ul><li>{}</li></ul>",
    "rst": "{}\n====\n\n{} **x** ``y`` `a <http://b.c>`_\n\n- {}\n\n.. note:: z\n",
    "markdown": "# {}\n\n{} **x** `y` [a](http://b.c)\n\n- {}\n\n| a | b |\n|---|---|\n| c | d |\n",
    "commented": "{}\n% {}\n\\begin{{verbatim}}\nx\n\\end{{verbatim}}\n{}",
}


class Loader(yaml.SafeLoader):
    """A loader that reads what has a tag of our own as plain text."""


Loader.add_multi_constructor("!", lambda _loader, _tag, node: node.value)


def texts() -> Iterator[str]:
    """All texts, in parts that are not long."""
    files = [*ROOT.glob("seeds/*.txt"), *ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    for file in files:
        yield from parts(file.read_text(encoding="utf-8"))
    for file in [*ROOT.glob("tests/cases/*.yaml"), *ROOT.glob("rules/*/*.yaml")]:
        for text in strings(yaml.load(file.read_text(encoding="utf-8"), Loader)):  # noqa: S506 - a safe one
            yield from parts(text)


def parts(text: str) -> Iterator[str]:
    """Paragraphs, joined as long as they are short."""
    part = ""
    for paragraph in text.split("\n\n"):
        if part and len(part) + len(paragraph) > LONGEST // 2:
            yield part
            part = ""
        part = f"{part}\n\n{paragraph}" if part else paragraph
    yield part


def strings(value: Any) -> Iterator[str]:
    """All strings in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def patterns() -> Iterator[str]:
    """The strings in the options of rules, each with a line."""
    for line in (ROOT / "textlint" / "builtin-rules.txt").read_text(encoding="utf-8").split("\n")[1:]:
        for text in strings(json.loads(line.partition("\t")[2])):
            if len(text) > 3 and not text.isalpha():
                yield f"{text}\nThe 12th word, so 'quoted' (a.b) ﬁx\nAll rights reserved © 2020"


def write(folder: Path, inputs: list[str]) -> None:
    """Write inputs as files that are named by what they hold; the options go round."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(inputs):
        data = (OPTIONS[number % len(OPTIONS)] + text).encode("utf-8", "surrogateescape")[: 2 * LONGEST]
        (folder / blake2b(data, digest_size=8).hexdigest()).write_bytes(data)


def main(folder: Path) -> None:
    """Write the seeds of all targets."""
    plain = sorted({text for text in texts() if text.strip()})
    for target in TEXTS:
        short = [text for text in plain[::5] if len(text) < LONGEST // 4] if target in MARKUP else []
        made = [MARKUP[target].format(text, text, text) for text in short]
        write(folder / target, plain + made)
        write(folder / "read", made)
    write(folder / "patterns", sorted(set(patterns())))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
