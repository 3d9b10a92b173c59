"""rules – which rules there are, what they cost, how often they are right."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from textlint.cli.flags import choosing_rules, echo_json, settings_here
from textlint.errors import CLEAN, FAILED, SettingsError

if TYPE_CHECKING:
    from textlint.model import Rule


@click.command("rules")
@choosing_rules
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="How to list.")
@click.option("--cost", is_flag=True, help="What each rule that runs costs (needs hyperscan).")
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
    from textlint import runner  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    settings = settings_here(flags)
    available = runner.available(settings)
    chosen = runner.chosen(settings, available)
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
    """What each rule looks for, and what that costs on a sample, the dearest first."""
    from dataclasses import asdict  # noqa: PLC0415

    from textlint import cache, cost, inputs  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    if not cache.has_hyperscan():
        raise SettingsError(
            "--cost measures the native scan, and the package hyperscan is not installed here"
        )
    if sample:
        texts = [inputs.INPUTS[".txt"].decode(sample.read_bytes(), str(sample)).text]
    else:
        texts = cost.sample(available)
    if not any(texts):
        raise SettingsError("an empty sample; expected text to measure on", sample)
    listed = sorted(cost.costs(chosen, texts), key=lambda each: -each.seconds_per_mb)
    for each in listed:
        if each.stopped:
            click.echo(f"textlint: rule {escaped(each.id)} ran out of time", err=True)
    code = FAILED if any(each.stopped for each in listed) else CLEAN
    if output_format == "json":
        echo_json(asdict(each) | {"seconds_per_mb": each.seconds_per_mb} for each in listed)
        return code
    width = max((len(each.id) for each in listed), default=0)
    click.echo(f"{'rule':<{width}}  scan MB/s  check µs/MB  spans/MB  in vain  what is sought")
    for each in listed:
        speed = f"{1 / each.scan_seconds:9.0f}  {each.check_seconds * 1e6:11.0f}"
        click.echo(
            escaped(f"{each.id:<{width}}  {speed}  {each.spans:8.0f}  {each.vain:7.0f}  {each.trigger}")
        )
    return code


def _list_scores(
    chosen: "Sequence[Rule[Any]]", available: "Sequence[Rule[Any]]", files: Sequence[Path], output_format: str
) -> int:
    """How often each rule that finds anything is right, the one that is wrong most often first."""
    from dataclasses import asdict  # noqa: PLC0415

    from textlint import bench, cache  # noqa: PLC0415
    from textlint.compiler import compile_rules  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    texts = [text for file in files for text in bench.read(file)]
    if not texts:
        raise SettingsError("no texts; expected a JSON object a line", files[0])
    ruleset = compile_rules(chosen, available, native=cache.has_hyperscan())
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
