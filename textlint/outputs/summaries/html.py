"""html – a summary as one page that needs nothing else: no scripts, no other files, light or dark."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import TextIO

from textlint.model import Severity
from textlint.outputs.summaries.text import TOP_RULES, headline, named_groups, severity_of
from textlint.reports import escaped
from textlint.summary import PER, Group, OfRule, Sample, Summary, rate, top

STYLE = """
:root { color-scheme: light dark; --ink: #1c1e21; --paper: #fff; --faint: #5c6470; --line: #e2e5ea;
  --error: #c62f2f; --warning: #b77400; --info: #1d7a8c; --group: #4a62c4; --mark: #ffe08a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e8eb; --paper: #15171a; --faint: #9aa3af; --line: #2c3138;
    --error: #f07070; --warning: #e0a63a; --info: #4fb3c6; --group: #8b9ff0; --mark: #6b5510; } }
body { margin: 2rem auto; max-width: 62rem; padding: 0 1rem; background: var(--paper); color: var(--ink);
  font: 16px/1.45 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
.figures { display: flex; flex-wrap: wrap; gap: .6rem 2.4rem; margin: 0; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dd { margin: 0; font-size: 1.7rem; font-variant-numeric: tabular-nums; }
.figures dt, .where, .rules { color: var(--faint); font-size: .85rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-size: .85rem; color: var(--faint); font-weight: 600; }
th, td { padding: .3rem .8rem .3rem 0; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; width: 1%; }
.name { min-width: 11rem; overflow-wrap: anywhere; }
.bar { width: 28%; min-width: 6rem; padding-top: .6rem; }
svg { display: block; width: 100%; height: .7rem; } .error { fill: var(--error); }
.warning { fill: var(--warning); } .info { fill: var(--info); } .group { fill: var(--group); }
summary { cursor: pointer; } details div { width: 0; } /* samples reach below the numbers beside them */
details p { margin: .35rem 0 .35rem 1rem; font-size: .9rem; width: min(58rem, calc(100vw - 4rem)); }
.context { white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; white-space: pre-wrap; }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # should anything slip through, it may do nothing


def write(summary: Summary, stream: TextIO, *, color: bool, most: int, samples: int) -> None:
    stream.writelines(f"{line}\n" for line in _page(summary, most, samples))


def _page(summary: Summary, most: int, samples: int) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{headline(summary)}</title><style>{STYLE}</style></head><body>"
    yield '<h1>What textlint has found</h1><dl class="figures">'
    density = f"{rate(summary.findings, summary.words):,.1f}"
    for name, figure in (
        ("documents", f"{summary.documents:,}"),
        ("words", f"{summary.words:,}"),
        ("findings", f"{summary.findings:,}"),
        (f"per {PER:,} words", density),
    ):
        yield f"<div><dt>{name}</dt><dd>{figure}</dd></div>"
    yield "</dl>"
    yield from _severities(summary)
    yield from _rules(summary, samples)
    if summary.by:
        yield from _groups(summary, summary.by, most)
    yield "</body></html>"


def _severities(summary: Summary) -> Iterator[str]:
    counts = {each: summary.severities[each] for each in Severity if summary.severities[each]}
    yield "<h2>By severity</h2>"
    yield from _head("severity", ("findings",))
    for each, count in counts.items():
        yield _row(each.value, (f"{count:,}",), count / max(counts.values()), each.value)
    yield "</tbody></table></div>"


def _rules(summary: Summary, samples: int) -> Iterator[str]:
    ordered = summary.commonest_rules()
    yield "<h2>By rule</h2>"
    yield from _head("rule", ("findings", "documents", f"per {PER:,} words"))
    for name, rule in ordered:
        density = f"{rate(rule.findings, summary.words):,.2f}"
        numbers = (f"{rule.findings:,}", f"{rule.documents:,}", density)
        share = rule.findings / ordered[0][1].findings
        yield _row(_with_samples(name, rule, samples), numbers, share, severity_of(rule).value)
    yield "</tbody></table></div>"


def _with_samples(name: str, rule: OfRule, samples: int) -> str:
    shown = "".join(map(_sample, rule.samples[:samples]))
    if not shown:
        return _safe(name)
    return f"<details><summary>{_safe(name)}</summary><div>{shown}</div></details>"


def _sample(sample: Sample) -> str:
    context = f"{_safe(sample.before)}<mark>{_safe(sample.found)}</mark>{_safe(sample.after)}"
    if not sample.found:
        context = _safe(sample.message)
    return f'<p><bdi class="context">{context}</bdi><br><bdi class="where">{_safe(sample.document)}</bdi></p>'


def _groups(summary: Summary, by: str, most: int) -> Iterator[str]:
    named = list(named_groups(summary, most))
    longest = max((rate(group.findings, group.words) for _, group in named), default=0) or 1
    yield f"<h2>By <bdi>{_safe(by)}</bdi></h2>"
    yield from _head(by, ("documents", "words", "findings", f"per {PER:,} words"))
    for name, group in named:
        density = rate(group.findings, group.words)
        numbers = (f"{group.documents:,}", f"{group.words:,}", f"{group.findings:,}", f"{density:,.2f}")
        yield _row(f"<bdi>{_safe(name)}</bdi>{_top(group)}", numbers, density / longest, "group")
    yield "</tbody></table></div>"


def _top(group: Group) -> str:
    rules = ", ".join(f"{_safe(rule)} {count:,}" for rule, count in top(group.found, TOP_RULES))
    return f'<br><span class="rules">{rules}</span>' if rules else ""


def _head(name: str, numbers: Iterable[str]) -> Iterator[str]:
    cells = "".join(f'<th class="number">{each}</th>' for each in numbers)
    yield f'<div class="scroll"><table><thead><tr><th class="name"><bdi>{_safe(name)}</bdi></th>{cells}'
    yield '<th class="bar"></th></tr></thead><tbody>'


def _row(name: str, numbers: Iterable[str], share: float, kind: str) -> str:
    cells = "".join(f'<td class="number">{each}</td>' for each in numbers)
    drawn = f'<rect class="{kind}" rx="2" width="{100 * share:.2f}%" height="100%"/>'
    svg = f'<svg aria-hidden="true">{drawn}</svg>'
    return f'<tr><td class="name">{name}</td>{cells}<td class="bar">{svg}</td></tr>'


def _safe(text: str) -> str:
    """Text that is nothing but text in a page, and can be seen."""
    return escape(escaped(text))
