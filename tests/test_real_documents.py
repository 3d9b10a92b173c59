"""Documents that packages ship: what is found in them lies in their prose, and a fix leaves all else as it was.

Where code and addresses stand is told here by simple patterns, without the readers that are tested.
"""

import email
import re
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import textlint
from textlint.inputs import format_of
from textlint.markup import reading
from textlint.model import Document

PACKAGES = Path(sysconfig.get_paths()["purelib"])
SUFFIXES = {"text/markdown": ".md", "text/x-rst": ".rst", "": ".rst"}

FENCES = re.compile(
    r"^(?P<indent> {0,3})(?P<fence>`{3,}|~{3,})[^`\n]*\n.*?^ {0,3}(?P=fence)[`~]*[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
CODE_BLOCKS = re.compile(r"^\.\. (?:code-block|code|sourcecode)::.*\n(?:[ \t]*\n| +.*\n)+", re.MULTILINE)
SPANS = {
    ".md": (
        FENCES,
        re.compile(r"(?<![`\\])`[^`\n]+`(?!`)"),
        re.compile(r"\]\([^()\s]+\)"),
        re.compile(r"\bhttps?://[\w./\-]+"),
    ),
    ".rst": (
        CODE_BLOCKS,
        re.compile(r"(?<!\S)``[^`\n]+``"),
        re.compile(r"<https?://[^>\s]+>"),
        re.compile(r"\bhttps?://[\w./\-]+"),
    ),
}


def documents() -> Iterator[tuple[str, str, str]]:
    """Names, suffixes and texts: files, and the descriptions of packages, which are their READMEs."""
    for suffix in SPANS:
        for path in sorted(PACKAGES.rglob(f"*{suffix}")):
            yield (
                str(path.relative_to(PACKAGES)),
                suffix,
                path.read_bytes().decode("utf-8", "surrogateescape"),
            )
    for path in sorted(PACKAGES.glob("*.dist-info/METADATA")):
        told = email.message_from_bytes(path.read_bytes())
        suffix = SUFFIXES.get((told["Description-Content-Type"] or "").partition(";")[0].strip())
        body = told.get_payload(decode=True)
        if suffix and isinstance(body, bytes):
            yield path.parent.name, suffix, body.decode("utf-8", "surrogateescape")


DOCUMENTS = list(documents())


@cache
def ruleset() -> textlint.Ruleset:
    return textlint.load_ruleset(profile="prose")


def no_prose(text: str, suffix: str) -> list[tuple[int, int]]:
    return sorted(match.span() for pattern in SPANS[suffix] for match in pattern.finditer(text))


def test_there_are_enough():
    assert len(DOCUMENTS) >= 30
    assert sum(len(text) for _, _, text in DOCUMENTS) > 100_000
    assert sum(len(no_prose(text, suffix)) for _, suffix, text in DOCUMENTS) > 300


@pytest.mark.parametrize(
    ("suffix", "text"), [each[1:] for each in DOCUMENTS], ids=[each[0] for each in DOCUMENTS]
)
def test_only_prose_is_read(suffix, text):
    markup = format_of(suffix).markup
    assert len(reading(Document(text, f"a{suffix}", markup)).prose) == len(text)
    spans = no_prose(text, suffix)
    for finding in textlint.check(text, ruleset(), name=f"a{suffix}"):
        start, end = finding.span
        inside = [text[first:last] for first, last in spans if first < end and start < last]
        assert inside == [], finding


@pytest.mark.parametrize(
    ("suffix", "text"), [each[1:] for each in DOCUMENTS], ids=[each[0] for each in DOCUMENTS]
)
def test_a_fix_leaves_code_and_addresses(suffix, text):
    fixed = textlint.fix(text, ruleset(), name=f"a{suffix}", unsafe=True).text
    before, after = ([each[slice(*span)] for span in no_prose(each, suffix)] for each in (text, fixed))
    assert before == after
    assert textlint.fix(fixed, ruleset(), name=f"a{suffix}", unsafe=True).text == fixed
