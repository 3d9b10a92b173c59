"""sarif – SARIF 2.1.0, the exchange format of code analysis, with columns in UTF-16 code units.

Findings that the user has accepted are in it too, marked as suppressed: what is missing from a report counts
as mended. Where the baseline has accepted one of them all have a state, as the standard wants it for all or
none. `primaryLocationLineHash`, by which GitHub knows a finding again, is left to GitHub's uploader: it
computes it from the file, and warns of any other value.
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any, TextIO
from urllib.parse import quote

from textlint.model import PLACEHOLDER, Accepted, Applicability, Finding, Rule, Severity
from textlint.outputs.gitlab import from_here
from textlint.outputs.json import write_array
from textlint.outputs.jsonl import valid
from textlint.reports import Place, Placed, Report, as_json, escaped, in_file

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
HERE = "%SRCROOT%"  # the working folder
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
FIXES = {Applicability.SAFE: "Safe fix.", Applicability.UNSAFE: "Unsafe fix: it may be wrong."}
IN_MEMORY = 1 << 24  # bytes of results that wait without a file


def write(reports: Iterable[Report], stream: TextIO, *, color: bool, rules: Iterable[Rule[Any]]) -> None:
    """Results wait in a temporary file, for what stands before them is known only after the last."""
    from tempfile import SpooledTemporaryFile  # noqa: PLC0415

    descriptors = [_descriptor(rule) for rule in rules]
    index = {each["id"]: n for n, each in enumerate(descriptors)}
    problems: list[str] = []
    has_baseline = False
    with SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="\n") as waiting:
        for report in map(in_file, reports):
            problems += report.problems
            location = _location(report.path)
            for placed in sorted((*report.placed, *report.accepted), key=lambda each: each.finding.span):
                rule = placed.finding.rule
                if rule not in index:
                    index[rule] = len(descriptors)
                    descriptors.append(_without_file(placed.finding))
                has_baseline |= _state(placed.accepted) == "unchanged"
                result = {"ruleId": rule, "ruleIndex": index[rule], **_result(report, placed, location)}
                waiting.write(f"{json.dumps(result)}\n")
        waiting.seek(0)
        stream.write(f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{\n')
        about = _run(descriptors, problems).items()
        stream.writelines(f'"{key}": {as_json(value)},\n' for key, value in about)
        stream.write('"results": ')
        write_array(_results(waiting, has_baseline=has_baseline), stream)
        stream.write("}]}\n")


def _run(descriptors: list[dict[str, Any]], problems: list[str]) -> dict[str, Any]:
    """What is to be said of the run before its results."""
    from importlib.metadata import version  # noqa: PLC0415

    number = version("textlint")
    driver = {"name": "textlint", "version": number, "semanticVersion": number, "rules": descriptors}
    notes = [{"level": "error", "message": {"text": _message(problem)}} for problem in problems]
    return {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": not problems, "toolExecutionNotifications": notes}],
        "originalUriBaseIds": {HERE: {"uri": Path.cwd().as_uri().rstrip("/") + "/"}},
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
    }


def _results(waiting: Iterable[str], *, has_baseline: bool) -> Iterator[dict[str, Any]]:
    """The results; all with their states or all without."""
    for line in waiting:
        result = json.loads(line)
        state = result.pop("baselineState")
        yield result | ({"baselineState": state} if has_baseline else {})


def _descriptor(rule: Rule[Any]) -> dict[str, Any]:
    """What SARIF wants to know of a rule."""
    why = escaped(" ".join(rule.why.split()))
    about = f"Fix: {rule.fix or 'none'}. Language: {rule.language}. See `textlint explain {rule.id}`."
    return {
        "id": rule.id,
        "shortDescription": {"text": escaped(PLACEHOLDER.sub("…", rule.message))},
        "fullDescription": {"text": why},
        "help": {"text": f"{why}\n\n{about}"},
        "defaultConfiguration": {"enabled": rule.enabled, "level": LEVELS[rule.severity]},
        "properties": {"tags": [rule.pack]},
    }


def _without_file(finding: Finding) -> dict[str, Any]:
    """The same of a rule that has no file, as its first finding tells it."""
    text = {"text": escaped(finding.message)}
    return {
        "id": finding.rule,
        "shortDescription": text,
        "fullDescription": text,
        "help": text,
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {"tags": [finding.rule.partition("/")[0]]},
    }


def _location(path: str) -> dict[str, str]:
    shown = PurePath(from_here(path))
    if shown.is_absolute():
        return {"uri": shown.as_uri()}
    return {"uri": quote(os.fsencode(shown.as_posix())), "uriBaseId": HERE}


def _result(report: Report, placed: Placed, location: dict[str, str]) -> dict[str, Any]:
    finding = placed.finding
    region = _region(placed.places.units)
    if len(placed.found) == finding.span.end - finding.span.start:  # a longer one is cut
        region["snippet"] = {"text": valid(placed.found)}
    result: dict[str, Any] = {
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding.message)},
        "locations": [{"physicalLocation": {"artifactLocation": location, "region": region}}],
        "partialFingerprints": {"textlintFingerprint/v1": placed.fingerprint},
        "suppressions": _suppressions(placed.accepted),
        "baselineState": _state(placed.accepted),
    }
    if report.record:
        name = {"fullyQualifiedName": valid(report.name), "kind": "element"}
        result["locations"][0]["logicalLocations"] = [name]
    if finding.applicability:
        changes = [{"artifactLocation": location, "replacements": list(_replacements(placed))}]
        result["fixes"] = [
            {"description": {"text": FIXES[finding.applicability]}, "artifactChanges": changes}
        ]
    return result


def _replacements(placed: Placed) -> Iterator[dict[str, Any]]:
    for edit, places in zip(placed.finding.edits, placed.edits, strict=True):
        yield {"deletedRegion": _region(places.units), "insertedContent": {"text": valid(edit.text)}}


def _suppressions(accepted: Accepted | None) -> list[dict[str, str]]:
    """Where the user has accepted a finding, and why; an empty list says that nobody has."""
    if accepted is None:
        return []
    kind = {"kind": "inSource" if accepted.how == "comment" else "external"}
    return [kind | ({"justification": escaped(accepted.reason)} if accepted.reason else {})]


def _state(accepted: Accepted | None) -> str:
    return "unchanged" if accepted and accepted.how == "baseline" else "new"


def _region(place: Place) -> dict[str, Any]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _message(text: str) -> str:
    """A message in which nothing is taken for a link."""
    return escaped(text).replace("](", "\\](")
