"""cli – arguments to exit code; one short function a command.

0: clean, or all fixed. 1: findings of severity warning or error remain. 2: the tool could not do its whole
job, which is said in one line each on standard error.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from textlint.errors import CLEAN, FAILED, FINDINGS, InputError, SettingsError, TextlintError

if TYPE_CHECKING:
    from textlint.model import Rule
    from textlint.reports import Tally
    from textlint.settings import Settings

INTERRUPTED = 130
ENGINES = ("auto", "native", "pure")
FORMATS = ("full", "concise", "grouped", "json", "jsonl")
Command = TypeVar("Command", bound=Callable[..., Any])

INIT = """\
# Settings of textlint; `textlint rules` lists the rules, `textlint explain RULE` explains one.

# select = ["spelling", "punctuation"]   # only these packs or rules
extend-select = []                       # these too, such as "quality"
ignore = []                              # but not these
rules = []                               # folders with rules of your own
exclude = []                             # patterns as in .gitignore, relative to this file
profile = "scraped"                      # or "prose": text that people wrote, without page furniture
unsafe-fixes = false                     # true: `textlint fix` makes all edits
"""


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run a command line; every foreseen error ends in one line and exit code 2."""
    from textlint import terminal  # noqa: PLC0415 - here and below: what a command needs is loaded when it runs

    terminal.open_standard_streams()
    try:
        code = group.main(args, prog_name="textlint", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        code = _fail(f"{error.format_message().rstrip('.')}; see 'textlint --help'")
    except TextlintError as error:
        code = _fail(str(error))
    except (KeyboardInterrupt, click.Abort):
        code = _fail("interrupted", INTERRUPTED)
    except OSError as error:
        code = _fail(terminal.why(error))
    except SystemExit as end:  # how click ends where nobody reads on
        code = end.code and _fail("standard output can't be written: Broken pipe")
    sys.exit(code or CLEAN)


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(package_name="textlint", message="textlint %(version)s")
@click.pass_context
def group(context: click.Context) -> None:
    """Find what scraping, translating, rewriting and pasting have done to texts, and mend it."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(FAILED)


def choosing_rules(command: Command) -> Command:
    """The flags that choose settings and rules."""
    options = (
        click.option("--select", multiple=True, metavar="RULE,…", help="Only these packs or rules."),
        click.option("--extend-select", multiple=True, metavar="RULE,…", help="These too."),
        click.option("--ignore", multiple=True, metavar="RULE,…", help="But not these."),
        click.option("--rules", multiple=True, metavar="PATH", type=Path, help="Rules of your own."),
        click.option("--profile", metavar="NAME", help="scraped (the default) or prose."),
        click.option("--config", metavar="FILE", type=Path, help="Settings from this file, for all files."),
        click.option("--isolated", is_flag=True, help="No settings files."),
        click.option(
            "--engine", type=click.Choice(ENGINES), help="How texts are scanned; all find the same."
        ),
        click.option("--no-cache", is_flag=True, help="Compile the rules anew."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def reading_files(command: Command) -> Command:
    """The flags that check and fix have in common."""
    options = (
        click.argument("paths", nargs=-1, type=Path, metavar="[PATH]..."),
        click.option("--exclude", multiple=True, metavar="PATTERN", help="Skip, as in .gitignore."),
        click.option("--force-exclude", is_flag=True, help="Skip excluded files even if they are named."),
        click.option("--stdin-filename", metavar="NAME", help="What `-` is called."),
        click.option("--output-format", type=click.Choice(FORMATS), help="How findings are shown."),
        click.option("--output-file", type=Path, metavar="FILE", help="Write findings there."),
        click.option("--statistics", is_flag=True, help="Count findings by rule instead of showing them."),
        click.option("--exit-zero", is_flag=True, help="Exit with 0 even if findings remain."),
        click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to work in."),
        click.option("--quiet", "-q", is_flag=True, help="No summary."),
    )
    for option in reversed(options):
        command = option(command)
    return choosing_rules(command)


@group.command()
@reading_files
def check(paths: Sequence[Path], **flags: Any) -> int:
    """Show the defects in texts (the working folder by default; `-` is standard input)."""
    return _work(paths, flags)


@group.command()
@reading_files
@click.option("--unsafe-fixes", is_flag=True, help="Make edits that may be wrong, too.")
@click.option("--diff", is_flag=True, help="Write nothing, show what would change.")
def fix(paths: Sequence[Path], **flags: Any) -> int:
    """Mend what can be mended safely, show what remains."""
    return _work(paths, flags, fixing=True)


@group.command("rules")
@choosing_rules
@click.option("--output-format", type=click.Choice(("text", "json")), default="text", help="How to list.")
@click.option("--cost", is_flag=True, help="What each rule that runs costs (needs hyperscan).")
@click.option("--sample", type=Path, metavar="FILE", help="With --cost: on this text, not on the examples'.")
@click.option("--bench", type=Path, multiple=True, metavar="FILE", help="How often each is right there.")
def list_rules(
    output_format: str, *, cost: bool, sample: Path | None, bench: Sequence[Path], **flags: Any
) -> int:
    """List the rules: what runs, how severe it is, what is fixed; or their cost, or how often they are right.

    A file for --bench holds a JSON object a line: {"text": …, "edits": [{"start": 3, "end": 8}, …]} with
    the defects as spans of code points, {"text": …} alone for a sound text, or
    {"lines": [{"text": …, "label": "noise"}, …]} with noise, body or another label.
    """
    from textlint import rules, runner  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    settings = _settings_here(flags)
    available = rules.load(settings.rules)
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
        _echo_json(
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
            click.echo(f"textlint: rule {each.id} ran out of time", err=True)
    code = FAILED if any(each.stopped for each in listed) else CLEAN
    if output_format == "json":
        _echo_json(asdict(each) | {"seconds_per_mb": each.seconds_per_mb} for each in listed)
        return code
    width = max((len(each.id) for each in listed), default=0)
    click.echo(f"{'rule':<{width}}  scan MB/s  check µs/MB  spans/MB  in vain  what is sought")
    for each in listed:
        speed = f"{1 / each.scan_seconds:9.0f}  {each.check_seconds * 1e6:11.0f}"
        click.echo(f"{each.id:<{width}}  {speed}  {each.spans:8.0f}  {each.vain:7.0f}  {each.trigger}")
    return code


def _list_scores(
    chosen: "Sequence[Rule[Any]]", available: "Sequence[Rule[Any]]", files: Sequence[Path], output_format: str
) -> int:
    """How often each rule that finds anything is right, the one that is wrong most often first."""
    from dataclasses import asdict  # noqa: PLC0415

    from textlint import bench, cache  # noqa: PLC0415
    from textlint.compiler import compile_rules  # noqa: PLC0415

    texts = [text for file in files for text in bench.read(file)]
    if not texts:
        raise SettingsError("no texts; expected a JSON object a line", files[0])
    ruleset = compile_rules(chosen, available, native=cache.has_hyperscan())
    listed = bench.scores(ruleset, texts)
    if output_format == "json":
        _echo_json(asdict(each) | {"precision": each.precision} for each in listed)
        return CLEAN
    width = max((len(each.id) for each in listed), default=4)
    click.echo(f"{'rule':<{width}}  findings    true   false  precision  ms/MB")
    for each in listed:
        precision = "" if each.precision is None else f"{100 * each.precision:.1f} %"
        counts = f"{each.findings:8}  {each.true:6}  {each.false:6}"
        click.echo(f"{each.id:<{width}}  {counts}  {precision:>9}  {each.seconds_per_mb * 1e3:5.1f}")
    return CLEAN


def _echo_json(values: Iterable[object]) -> None:
    import json  # noqa: PLC0415

    click.echo(json.dumps(list(values), indent=2, ensure_ascii=False))


@group.command()
@click.argument("rule")
@choosing_rules
def explain(rule: str, **flags: Any) -> int:
    """Say what a rule finds, why, and what it leaves alone."""
    from textlint import rules, terminal  # noqa: PLC0415
    from textlint.errors import expected  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    available = {each.id: each for each in rules.load(_settings_here(flags).rules)}
    if rule not in available:
        raise SettingsError(f"unknown rule {rule!r}{expected(rule, available) or '; see `textlint rules`'}")
    found = available[rule]
    name = click.style(found.id, bold=True) if terminal.takes_color(sys.stdout) else found.id
    click.echo(f"{name} ({found.severity}, kind {found.kind})", color=True)
    click.echo(f"\n  {escaped(found.message)}\n")
    click.echo(click.wrap_text(escaped(" ".join(found.why.split())), 88, "  ", "  "))
    default = "" if found.enabled else " It runs only when it is selected."
    click.echo(f"\n  Fix: {found.fix or 'none'}. Language: {found.language}.{default}")
    click.echo(f"  File: {found.path}\n")
    for example in found.examples:
        click.echo(
            f"  {'bad: ' if example.bad is not None else 'ok:  '} {escaped(example.bad or example.ok or '')}"
        )
        if example.good is not None:
            click.echo(f"  good:  {escaped(example.good)}")
    return CLEAN


@group.command()
@click.argument("paths", nargs=-1, type=Path, metavar="[PATH]...")
@choosing_rules
def test(paths: Sequence[Path], **flags: Any) -> int:
    """Run the examples of rules: of all that are known, or of these packs or files.

    A rule that is given by its path stands in for a known one of the same id.
    """
    from textlint import examples, rules, terminal  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    named = {rule.path.resolve(): rule for path in paths for rule in rules.load_folder(path)}
    known = {rule.id: rule for rule in rules.load(_settings_here(flags).rules)}
    available = tuple((known | {rule.id: rule for rule in named.values()}).values())
    select, ignore = _split(flags["select"]) or ("all",), _split(flags["ignore"])
    running = {rule.id for rule in rules.select(available, select=select, ignore=ignore)}
    chosen = [rule for rule in named.values() or available if rule.id in running]
    failed = 0
    for failure in examples.failures(chosen, available):
        failed += 1
        click.echo("\n".join(map(escaped, str(failure).split("\n"))))
    count = sum(len(rule.examples) for rule in chosen)
    rules_run, examples_run = terminal.several(len(chosen), "rule"), terminal.several(count, "example")
    click.echo(f"{rules_run}, {examples_run}, {failed} failed.", err=True)
    return FINDINGS if failed else CLEAN


@group.command()
def init() -> int:
    """Write a settings file, textlint.toml, into the working folder."""
    path = Path("textlint.toml")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(INIT)
    except FileExistsError:
        raise SettingsError("is there already; left alone", path) from None
    except OSError as error:
        raise SettingsError(f"can't be written: {error.strerror}", path) from None
    click.echo(f"Wrote {path}.", err=True)
    return CLEAN


def _work(paths: Sequence[Path], flags: dict[str, Any], *, fixing: bool = False) -> int:
    """What check and fix have in common: find files, run, write reports, count."""
    from textlint import files, reports, runner, settings, terminal  # noqa: PLC0415

    if flags.get("diff") and (flags["output_format"] or flags["statistics"]):
        raise SettingsError("--diff shows a diff; --output-format and --statistics don't go with it")
    for pattern in _split(flags["exclude"]):
        settings.require_pattern(pattern)
    tally = reports.Tally()
    if Path("-") in paths:
        _work_on_stdin(paths, flags, tally, fixing=fixing)
        return terminal.conclude(tally, flags, fixing=fixing)
    found = files.find(
        paths or [Path()],
        exclude=_split(flags["exclude"]),
        chosen=_chosen_settings(flags),
        force_exclude=flags["force_exclude"],
    )
    tally.problems += [str(problem) for problem in found.problems]
    known = {holds: _with_flags(holds, flags) for holds in {holds for _, holds in found.files}}
    work_on = [(path, known[holds]) for path, holds in found.files]
    work = runner.Work(fixing, bool(flags.get("diff")), frozenset(paths))
    jobs = flags["jobs"] or (os.cpu_count() or 1 if runner.pays(work_on) else 1)
    with terminal.door(flags["output_file"], [path for path, _ in found.files]) as door:
        running = runner.run(work_on, work, jobs=jobs)
        terminal.write(terminal.with_progress(running, len(work_on), door.stream), door, flags, tally)
    return terminal.conclude(tally, flags, fixing=fixing)


def _work_on_stdin(paths: Sequence[Path], flags: dict[str, Any], tally: "Tally", *, fixing: bool) -> None:
    """One text from standard input; fix writes the whole new text to standard output."""
    from textlint import inputs, runner, settings, terminal  # noqa: PLC0415

    name = Path(flags["stdin_filename"] or "-")
    if len(paths) > 1:
        raise SettingsError("'-' is standard input and stands alone")
    if name.suffix.lower() in inputs.STRUCTURED:
        raise InputError(f"{name.suffix} files are not read; expected plain text", name)
    if sys.stdin is None:
        raise InputError("standard input is closed")
    holds = _with_flags(_chosen_settings(flags) or settings.find(name.parent), flags)
    source = inputs.INPUTS.get(name.suffix.lower(), inputs.INPUTS[".txt"])
    try:
        decoded = source.decode(sys.stdin.buffer.read(), str(name))
    except OSError as error:
        raise InputError(f"standard input can't be read: {error.strerror}") from None
    diff = bool(flags.get("diff"))
    if not fixing:
        report = runner.check_text(decoded.text, str(name), holds)
    else:
        result, report = runner.fix_text(decoded.text, str(name), holds)
        if diff:
            report = runner.with_diff(report, source, decoded, result.text)
        else:
            sys.stdout.buffer.write(source.encode(decoded, result.text))
            sys.stdout.buffer.flush()
    standard = sys.stderr if fixing and not diff else sys.stdout
    with terminal.door(flags["output_file"], standard=standard) as door:
        terminal.write([runner.with_strikes(report, Counter())], door, flags, tally)


def _chosen_settings(flags: dict[str, Any]) -> "Settings | None":
    """The settings that hold for all files, or None where each file has its own."""
    from textlint import settings  # noqa: PLC0415

    if flags["config"] and flags["isolated"]:
        raise SettingsError("--config and --isolated exclude each other")
    if flags["config"]:
        return settings.read(flags["config"])
    return settings.Settings() if flags["isolated"] else None


def _settings_here(flags: dict[str, Any]) -> "Settings":
    """The settings for the working folder, with the flags."""
    from textlint import settings  # noqa: PLC0415

    return _with_flags(_chosen_settings(flags) or settings.find(Path.cwd()), flags)


def _with_flags(holds: "Settings", flags: dict[str, Any]) -> "Settings":
    from textlint import settings  # noqa: PLC0415

    if flags["select"] and not _split(flags["select"]):
        raise SettingsError("--select names nothing; expected packs or rules")
    return settings.with_flags(
        holds,
        select=_split(flags["select"]),
        extend_select=_split(flags["extend_select"]),
        ignore=_split(flags["ignore"]),
        rules=flags["rules"],
        profile=flags["profile"],
        unsafe_fixes=flags.get("unsafe_fixes"),
        engine=flags["engine"],
        cache=False if flags["no_cache"] else None,
    )


def _split(values: Iterable[str]) -> tuple[str, ...]:
    """What a flag lists, given several times or parted by commas."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _fail(problem: str, code: int = FAILED) -> int:
    from textlint.reports import escaped  # noqa: PLC0415

    with suppress(OSError):  # the exit code is left
        click.echo(f"textlint: {escaped(' '.join(problem.split()))}", err=True)
    return code
