"""filters – which rules, in which order, make a filter that others clean corpora with.

A filter is made of stages, as datatrove's pipelines are: the first stage that finds anything drops a text,
and the order of its rules is that in which datatrove asks, so that the first reason is the one that it gives.
A stage may hand on less of a text than it got.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textlint._core import speaks
from textlint.kinds import metric
from textlint.metrics import DUPLICATE_GRAMS, TOP_GRAMS, c4_text
from textlint.model import Document, Finding, Rule, Span


@dataclass(frozen=True, slots=True)
class Stage:
    """rules of the pack `quality` by their names; `cuts`: what C4's filter cuts, no later stage sees"""

    rules: tuple[str, ...]
    cuts: bool = False


GOPHER_QUALITY = Stage(
    (
        *("gopher-word-count", "gopher-mean-word-length", "gopher-hash-ratio", "gopher-ellipsis-ratio"),
        *("gopher-bullet-lines", "gopher-ellipsis-lines", "gopher-alphabetic-words", "gopher-stop-words"),
    )
)
GOPHER_REPETITION = Stage(
    (
        *("gopher-duplicate-paragraphs", "gopher-duplicate-paragraph-characters"),
        *("gopher-duplicate-lines", "gopher-duplicate-line-characters"),
        *(f"gopher-top-{n}grams" for n in TOP_GRAMS),
        *(f"gopher-duplicate-{n}grams" for n in DUPLICATE_GRAMS),
    )
)
C4 = Stage(("c4-lorem-ipsum", "c4-curly-bracket", "c4-sentence-count"))
FINEWEB_C4 = Stage(("fineweb-lorem-ipsum", "fineweb-curly-bracket", "fineweb-sentence-count"), cuts=True)
FINEWEB_QUALITY = Stage(
    (
        *("fineweb-line-end-marks", "fineweb-short-lines"),
        *("fineweb-duplicate-characters", "fineweb-list-ratio"),
    )
)

# Named after what they do as: datatrove's filters, and the pipeline of FineWeb without what needs more than a
# text, which is the address, the language and the other texts.
FILTERS: Mapping[str, tuple[Stage, ...]] = {
    "c4": (C4,),
    "gopher-quality": (GOPHER_QUALITY,),
    "gopher-repetition": (GOPHER_REPETITION,),
    "gopher": (GOPHER_REPETITION, GOPHER_QUALITY),
    "fineweb-quality": (FINEWEB_QUALITY,),
    "fineweb": (GOPHER_REPETITION, GOPHER_QUALITY, FINEWEB_C4, FINEWEB_QUALITY),
    "mc4": (Stage(("mc4-long-lines",)),),
}


@dataclass(frozen=True, slots=True)
class Judges:
    """the rules of a stage, ready to be asked"""

    rules: tuple[Rule[Any], ...]
    cuts: bool = False


def measures(rule: Rule[Any]) -> bool:
    """Whether a rule is about a text as a whole."""
    return rule.kind == "metric" and rule.options.unit == "document"


def judges(stages: Sequence[Stage], known: Mapping[str, Rule[Any]]) -> tuple[Judges, ...]:
    """The rules of stages; those that are not known here are left out."""
    made = []
    for stage in stages:
        names = [f"quality/{name}" for name in stage.rules]
        made.append(Judges(tuple(known[name] for name in names if name in known), stage.cuts))
    return tuple(made)


def judge(stages: Sequence[Judges], document: Document) -> list[Finding]:
    """What the first stage says against a text that says anything."""
    for stage in stages:
        whole = Span(0, len(document.text))
        # Where too few words tell the language, which is None, a filter judges, too.
        asked = (rule for rule in stage.rules if speaks(document.text, rule.language) is not False)
        found = [each for rule in asked for each in metric.check(rule, document, (whole,))]
        if found:
            return found
        if stage.cuts:
            document = Document(c4_text(document))
    return []
