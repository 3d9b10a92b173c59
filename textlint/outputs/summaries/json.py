"""json – a summary as one JSON object."""

from typing import Any, TextIO

from textlint.model import Severity
from textlint.outputs.jsonl import valid
from textlint.reports import as_json
from textlint.summary import Group, Summary, rate, top

TOP_RULES = 10  # of a group


def write(summary: Summary, stream: TextIO, *, color: bool, most: int, samples: int) -> None:
    groups, others = summary.commonest_groups(most)
    whole = {
        "documents": summary.documents,
        "words": summary.words,
        "findings": summary.findings,
        "per_10000_words": _rounded(summary.findings, summary.words),
        "severities": {each.value: summary.severities[each] for each in Severity},
        "rules": [
            {
                "rule": name,
                "findings": rule.findings,
                "documents": rule.documents,
                "per_10000_words": _rounded(rule.findings, summary.words),
                "severities": {
                    each.value: rule.severities[each] for each in Severity if rule.severities[each]
                },
                "samples": [
                    {key: valid(value) for key, value in sample._asdict().items()}
                    for sample in rule.samples[:samples]
                ],
            }
            for name, rule in summary.commonest_rules()
        ],
        "by": summary.by and valid(summary.by),
        "groups": [
            {"group": None if name is None else valid(name), **_as_dict(group)} for name, group in groups
        ],
        "other_groups": _as_dict(others) if summary.by else None,
        "all_groups_told_apart": not summary.has_more_groups,
    }
    stream.write(f"{as_json(whole, indent=2)}\n")


def _as_dict(group: Group) -> dict[str, Any]:
    return {
        "documents": group.documents,
        "words": group.words,
        "findings": group.findings,
        "per_10000_words": _rounded(group.findings, group.words),
        "rules": dict(top(group.found, TOP_RULES)),
    }


def _rounded(findings: int, words: int) -> float:
    return round(rate(findings, words), 3)
