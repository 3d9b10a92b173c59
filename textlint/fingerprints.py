"""fingerprints – names of findings that last: they survive moved lines and edits elsewhere.

A fingerprint is two halves of eight hexadecimal digits and, from the second of several alike on, its number:
`3f2a9c01-77b0d2e4`, `3f2a9c01-77b0d2e4.2`. The first half is made of the rule, what was found and the two
words before it, the second of the rule, what was found and the two words behind. A finding is the same as an
earlier one if both halves are, or one of them: what stands on one side may be rewritten.
"""

from collections.abc import Iterable, Sequence

from textlint import _core
from textlint.model import Document, Finding


def fingerprints(document: Document, findings: Sequence[Finding]) -> list[str]:
    """The fingerprint of each of a document's findings, no two of which are alike."""
    marked = [(finding.rule, finding.span, ()) for finding in findings]
    return [fingerprint for _, _, fingerprint, *_ in _core.place(document.text, marked)]


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
