"""rules – which rules there are, what they cost, how often they are right."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textlint.cli.flags import choosing_rules, echo_json, settings_here
from textlint.errors import CLEAN, SettingsError

if TYPE_CHECKING:
    from textlint.model import Rule


@click.command("rules")
@choosing_rules
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="How to list.")
@click.option("--cost", is_flag=True, help="What each rule that runs costs.")
@click.option("--sample", type=Path, metavar="FILE", help="With --cost: on this text, not on the examples'.")
@click.option("--bench", type=Path, multiple=True, metavar="FILE", help="How often each is right there.")
def command(
    output_format: str, *, cost: bool, sample: Path | None, bench: Sequence[Path], **flags: Any
) -> int:
    """List the rules: what runs, how severe it is, what is fixed; or their cost, or how often they are right.

    A file for --bench holds a JSON object a line: {"text": …, "edits": [{"start": 3, "end": 8}, …]} with
    the defects as spans of code points, {"text": …} alone for a sound text, or
    {"lines": [{"text": …, "label": "noise"}, …]} with noise, body or another label.
    """
    from textlint import selection  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    settings = settings_here(flags)
    available = selection.available(settings)
    chosen = selection.chosen(settings, available)
    if sample and not cost:
        raise SettingsError("--sample goes with --cost")
    if cost and bench:
        raise SettingsError("--cost and --bench are two questions; ask one at a time")
    if cost:
        return _list_costs(chosen, available, sample, output_format)
    if bench:
        return _list_scores(chosen, available, bench, output_format)
    running = {rule.id for rule in chosen}
    if output_format == "json":
        keys = ("id", "kind", "severity", "language", "message")
        echo_json(
            {key: getattr(rule, key) for key in keys} | {"fix": rule.fix, "runs": rule.id in running}
            for rule in available
        )
        return CLEAN
    width = max(len(rule.id) for rule in available)
    for rule in available:
        state = " " if rule.id in running else "-"
        line = f"{state} {rule.id:<{width}}  {rule.severity:<7}  {rule.fix or '':<6}  {rule.message}"
        click.echo(escaped(line))
    click.echo(f"{len(running)} of {len(available)} rules run; '-' marks those that don't.", err=True)
    return CLEAN


def _list_costs(
    chosen: "Sequence[Rule[Any]]", available: "Sequence[Rule[Any]]", sample: Path | None, output_format: str
) -> int:
    """The processor time of each rule's check on a sample, the dearest first."""
    from textlint import bench, rulesets  # noqa: PLC0415
    from textlint.compiler import compile_rules  # noqa: PLC0415
    from textlint.inputs.text import decode  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    texts = [decode(sample.read_bytes(), str(sample)).text] if sample else bench.sample(available)
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / 1e6
    if not size:
        raise SettingsError("an empty sample; expected text to measure on", sample)
    spent = rulesets.seconds(compile_rules(chosen, available), texts)
    listed = sorted(
        ((rule.id, spent[rule.id] / size) for rule in chosen), key=lambda cost: (-cost[1], cost[0])
    )
    if output_format == "json":
        echo_json({"id": rule, "seconds_per_mb": seconds} for rule, seconds in listed)
        return CLEAN
    width = max((len(rule) for rule, _ in listed), default=0)
    click.echo(f"{'rule':<{width}}  ms/MB")
    for rule, seconds in listed:
        click.echo(escaped(f"{rule:<{width}}  {1000 * seconds:5.2f}"))
    return CLEAN


def _list_scores(
    chosen: "Sequence[Rule[Any]]", available: "Sequence[Rule[Any]]", files: Sequence[Path], output_format: str
) -> int:
    """How often each rule that finds anything is right, the one that is wrong most often first."""
    from dataclasses import asdict  # noqa: PLC0415

    from textlint import bench  # noqa: PLC0415
    from textlint.compiler import compile_rules  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    texts = [text for file in files for text in bench.read(file)]
    if not texts:
        raise SettingsError("no texts; expected a JSON object a line", files[0])
    ruleset = compile_rules(chosen, available)
    listed = bench.scores(ruleset, texts)
    if output_format == "json":
        echo_json(asdict(each) | {"precision": each.precision} for each in listed)
        return CLEAN
    width = max((len(each.id) for each in listed), default=4)
    click.echo(f"{'rule':<{width}}  findings    true   false  precision  ms/MB")
    for each in listed:
        precision = "" if each.precision is None else f"{100 * each.precision:.1f} %"
        counts = f"{each.findings:8}  {each.true:6}  {each.false:6}"
        click.echo(escaped(f"{each.id:<{width}}  {counts}  {precision:>9}  {each.seconds_per_mb * 1e3:5.1f}"))
    return CLEAN
