"""fingerprints – names of findings that last: they survive moved lines and edits elsewhere.

A fingerprint is two halves of eight hexadecimal digits and, from the second of several alike on, its number:
`3f2a9c01-77b0d2e4`, `3f2a9c01-77b0d2e4.2`. The first half is made of the rule, what was found and the two
words before it, the second of the rule, what was found and the two words behind. A finding is the same as an
earlier one if both halves are, or one of them: what stands on one side may be rewritten.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2s
from itertools import islice

import regex

from textlint.model import Document, Finding

WORDS = 2  # on either side
LONGEST = 200  # code points that are looked through for them, and that count of what was found
WORD, WORD_BEFORE = regex.compile(r"\w++"), regex.compile(r"(?r)\w++")


def fingerprints(document: Document, findings: Sequence[Finding]) -> Iterator[str]:
    """The fingerprint of each of a document's findings, no two of which are alike."""
    seen = Counter[str]()
    for finding in findings:
        halves = _halves(document.text, finding)
        seen[halves] += 1
        yield halves if seen[halves] == 1 else f"{halves}.{seen[halves]}"


def matches(known: Iterable[str], found: Sequence[str]) -> dict[str, str]:
    """Which fingerprints of `found` are `known`, and as which; each known one stands for one found.

    First those that agree in both halves and the number, then in both halves, then in one.
    """
    left = dict.fromkeys(known)
    matched: dict[str, str] = {}
    for key in (lambda name: (name,), _both, _each):
        at: dict[str, list[str]] = {}
        for name in left:
            for part in key(name):
                at.setdefault(part, []).append(name)
        for name in found:
            if name in matched:
                continue
            same = next((one for part in key(name) for one in at.get(part, ()) if one in left), None)
            if same is not None:
                matched[name] = same
                del left[same]
    return matched


def _both(fingerprint: str) -> tuple[str, ...]:
    return (fingerprint.partition(".")[0],)


def _each(fingerprint: str) -> tuple[str, ...]:
    before, _, behind = fingerprint.partition(".")[0].partition("-")
    return before + "-", "-" + behind


def _halves(text: str, finding: Finding) -> str:
    start, end = finding.span
    told = f"{finding.rule}\n{' '.join(text[start : min(end, start + LONGEST)].split())}\n"
    before = WORD_BEFORE.finditer(text, max(0, start - LONGEST), start)
    behind = WORD.finditer(text, end, end + LONGEST)
    return "-".join(
        _hash(told + "\n".join(match[0] for match in islice(words, WORDS))) for words in (before, behind)
    )


def _hash(told: str) -> str:
    return blake2s(told.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
