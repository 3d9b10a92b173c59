"""linter – a document to a report: what rules find in it, what the user accepts of that, what a fix leaves.

Nothing above it knows how texts are checked, and nothing below it knows files.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textlint import rulesets
from textlint.model import Accepted, Document, Finding, Result
from textlint.reports import Placed, Report, place
from textlint.selection import ruleset_for
from textlint.settings import Settings

if TYPE_CHECKING:
    from textlint.allowlist import Entry
    from textlint.suppress import Judged

Fixing = Callable[..., Result]  # what `rulesets.fix` takes and gives


def check(document: Document, settings: Settings, entries: "Sequence[Entry]" = ()) -> Report:
    """The report on a document, in which the user has accepted `entries`."""
    placed = rulesets.report(ruleset_for(settings), document)
    return of_placed(document, placed, settings, entries)


def of_placed(
    document: Document, placed: Sequence[Placed], settings: Settings, entries: "Sequence[Entry]" = ()
) -> Report:
    """The report on a document in which this was found."""
    judged = judge(document, [each.finding for each in placed], settings, entries)
    return _report(document, placed, judged)


def fix(
    document: Document,
    settings: Settings,
    entries: "Sequence[Entry]" = (),
    fixing: Fixing = rulesets.fix,
) -> tuple[Result, Report]:
    """The fixed text, and the report on what remains in it."""
    ruleset = ruleset_for(settings)

    def accepts(document: Document, findings: Sequence[Finding]) -> list[Finding]:
        judged = judge(document, findings, settings, entries, complete=False)
        return [findings[n] for n in judged.accepted] if judged else []

    may_accept = bool(entries or settings.words or document.format)
    result = fixing(ruleset, document, unsafe=settings.unsafe_fixes, accepts=accepts if may_accept else None)
    return result, of_result(document, result, settings, entries)


def of_result(
    document: Document, result: Result, settings: Settings, entries: "Sequence[Entry]" = ()
) -> Report:
    """The report on a document of which a fix has made this."""
    if result == Result(document.text) and not (entries or document.format):
        return Report(document.name or "-")
    problems: tuple[str, ...] = ()
    if result.conflict:
        names = ", ".join(result.conflict)
        problems = (
            f"{document.name}: left as it was, since the fixes of these rules come to no end: {names}",
        )
    fixed = replace(document, text=result.text, memo={})
    findings = sorted((*result.remaining, *result.accepted), key=lambda each: (each.span, each.rule))
    judged = judge(fixed, findings, settings, entries, complete=False)
    report = _report(fixed, place(fixed, findings), judged, left={*result.accepted})
    return replace(report, fixed=len(result.applied), changed=result.text != document.text, problems=problems)


def judge(
    document: Document,
    findings: Sequence[Finding],
    settings: Settings,
    entries: "Sequence[Entry]",
    *,
    complete: bool = True,
) -> "Judged | None":
    """What the user has accepted of findings; None where nobody could have said anything.

    What is accepted in vain is told if the findings are all that there are in the text, `complete`.
    """
    if not (entries or settings.words or document.format):
        return None
    from textlint import suppress  # noqa: PLC0415 - late: most texts have no suppressions

    allowances = suppress.Allowances(settings.words, tuple(entries), settings.ignore)
    return suppress.judge(document, findings, ruleset_for(settings), allowances, complete=complete)


def _report(
    document: Document,
    placed: Sequence[Placed],
    judged: "Judged | None",
    *,
    left: Collection[Finding] = (),
) -> Report:
    """The report on a document; what has been `left` alone by a fix has been accepted, too."""
    path = document.name or "-"
    if judged is None:
        return Report(path, tuple(placed))
    verdicts = {n: Accepted("baseline") for n, each in enumerate(placed) if each.finding in left}
    verdicts |= judged.accepted
    accepted = tuple(replace(placed[n], accepted=verdict) for n, verdict in sorted(verdicts.items()))
    open_ = [each for n, each in enumerate(placed) if n not in verdicts]
    open_ += place(document, judged.own)
    ordered = sorted(open_, key=lambda each: (each.finding.span, each.finding.rule))
    return Report(path, tuple(ordered), accepted)
