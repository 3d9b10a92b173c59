"""flags – what commands have in common on the command line: the flags, and what they come to."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from textlint.corpora.addresses import Address, located
from textlint.errors import SettingsError, TextlintError

if TYPE_CHECKING:
    from textlint.journal import Journal
    from textlint.reports import Tally
    from textlint.runner import File
    from textlint.settings import Settings

FORMATS = ("full", "concise", "grouped", "json", "jsonl", "github", "gitlab", "junit", "sarif", "rdjson")
FINDINGS_FORMATS = ("list", "long", "dolma")
Command = TypeVar("Command", bound=Callable[..., Any])


def completed(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """What a shell may put in the place of the beginning of a selector, the last one in a list."""
    from textlint import rules, settings  # noqa: PLC0415

    folders = list(context.params.get("rules") or ())
    with suppress(TextlintError, OSError):
        folders += settings.find(Path.cwd()).rules
    before, comma, last = begun.rpartition(",")
    return [before + comma + name for name in rules.selectors(folders) if name.startswith(last)]


def _selecting(flag: str, help_text: str) -> Callable[[Command], Command]:
    return click.option(flag, multiple=True, metavar="RULE,…", help=help_text, shell_complete=completed)


def place(text: str) -> Path:
    """A path or an address; an empty one, as of a variable that is not set, would be the working folder."""
    if not text:
        raise click.BadParameter("an empty path; expected a file or a folder")
    return located(text)


def here(text: str) -> Path:
    """A path on this machine, for what is written bit by bit."""
    path = place(text)
    if isinstance(path, Address):
        raise click.BadParameter(f"{path}: an address; expected a path on this machine")
    return path


def choosing_rules(command: Command) -> Command:
    """The flags that choose settings and rules."""
    options = (
        _selecting("--select", "Only these packs or rules."),
        _selecting("--extend-select", "These too."),
        _selecting("--ignore", "But not these."),
        click.option("--rules", multiple=True, metavar="PATH", type=Path, help="Rules of your own."),
        click.option("--profile", metavar="NAME", help="scraped or prose; else as the files' kind is."),
        click.option("--config", metavar="FILE", type=Path, help="Settings from this file, for all files."),
        click.option("--isolated", is_flag=True, help="No settings files."),
        click.option("--engine", hidden=True, expose_value=False, callback=_gone),
        click.option("--no-cache", is_flag=True, hidden=True, expose_value=False, callback=_gone),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _gone(_: click.Context, parameter: click.Parameter, value: object) -> None:
    """Raise BadParameter for a flag of earlier versions."""
    if value:
        problem = "there is one engine and no cache of results any more; leave the flag out"
        raise click.BadParameter(problem, param=parameter)


def finding_files(command: Command) -> Command:
    """The flags that choose files, beside those that choose rules."""
    options = (
        click.argument("paths", nargs=-1, type=place, metavar="[PATH]..."),
        click.option("--exclude", multiple=True, metavar="PATTERN", help="Skip, as in .gitignore."),
        click.option("--force-exclude", is_flag=True, help="Skip excluded files even if they are named."),
        click.option("--field", multiple=True, metavar="NAME", help="Where texts stand in tables [text]."),
        click.option("--id-field", metavar="NAME", help="What the rows of tables are called by."),
        click.option(
            "--max-doc-bytes",
            type=click.IntRange(min=1),
            metavar="N",
            help="Leave longer texts in tables alone.",
        ),
        click.option("--on", metavar="ENGINE", help="Where tables are worked on: local, ray or spark."),
        click.option(
            "--jobs", type=click.IntRange(min=1), metavar="N", help="Threads for files, processes for tables."
        ),
        click.option("--quiet", "-q", is_flag=True, help="No summary."),
    )
    for option in reversed(options):
        command = option(command)
    return choosing_rules(command)


def reading_files(command: Command) -> Command:
    """The flags that check and fix have in common."""
    options = (
        click.option("--stdin-filename", metavar="NAME", help="What `-` is called."),
        click.option("--output-format", type=click.Choice(FORMATS), help="How findings are shown."),
        click.option("--output-file", type=here, metavar="FILE", help="Write findings there."),
        click.option("--statistics", is_flag=True, help="Count findings by rule instead of showing them."),
        click.option("--no-baseline", is_flag=True, help="Show what is in the baseline, too."),
        click.option("--exit-zero", is_flag=True, help="Exit with 0 even if findings remain."),
    )
    for option in reversed(options):
        command = option(command)
    return finding_files(command)


def files(paths: Sequence[Path], flags: dict[str, Any], tally: "Tally") -> "list[File]":
    """The files that paths stand for, each with the settings that hold for it."""
    from textlint import files, settings  # noqa: PLC0415

    for pattern in split(flags["exclude"]):
        settings.require_pattern(pattern)
    found = files.find(
        paths or [Path()],
        exclude=split(flags["exclude"]),
        chosen=chosen_settings(flags),
        force_exclude=flags["force_exclude"],
        tables=any(flags.get(name) for name in ("field", "output", "on", "findings", "by")),
    )
    tally.problems += [str(problem) for problem in found.problems]
    tally.warnings += found.warnings
    known = {holds: with_flags(holds, flags) for holds in {holds for _, holds in found.files}}
    return [(path, known[holds]) for path, holds in found.files]


def begun_journal(flags: dict[str, Any], work_on: "Sequence[File]") -> "Journal | None":
    """The journal that a run is to write, if one is; raises SettingsError before anything is changed."""
    path: Path | None = flags.get("journal")
    if path is None:
        return None
    from textlint import journal  # noqa: PLC0415

    require_files(work_on, "--journal keeps what is done to files")
    if path.resolve() in {file.resolve() for file, _ in work_on}:
        raise SettingsError("one of the texts to fix; expected another file to write", path)
    if flags["output_file"] and path.resolve() == flags["output_file"].resolve():
        raise SettingsError("where findings go; expected another file to write", path)
    return journal.begin(path)


def jobs(flags: dict[str, Any], work_on: "Sequence[File]") -> int:
    from textlint import runner  # noqa: PLC0415

    return flags["jobs"] or (os.cpu_count() or 1 if runner.pays(work_on) else 1)


def require_files(work_on: "Sequence[File]", why: str) -> None:
    """Raise SettingsError where something stands in a store."""
    for path, _ in work_on:
        if isinstance(path, Address):
            raise SettingsError(f"an address; {why}", path)


def require_texts(work_on: "Sequence[File]", why: str) -> None:
    """Raise SettingsError where a file is a table."""
    from textlint.inputs import table_suffix  # noqa: PLC0415

    for path, _ in work_on:
        if table_suffix(path.name):
            raise SettingsError(f"a table; {why}", path)


def tables_are(flags: dict[str, Any]) -> dict[str, Any]:
    """What flags say of tables, as the work on them takes it."""
    from textlint import runner  # noqa: PLC0415
    from textlint.corpora import records  # noqa: PLC0415

    fields = tuple(flags["field"]) or records.Layout().fields
    return {
        "layout": records.Layout(fields, flags["id_field"], flags.get("by")),
        "longest": flags["max_doc_bytes"] or runner.LONGEST,
    }


def beside(flags: dict[str, Any]) -> tuple[str, ...]:
    """The files beside texts that count: none, where no settings do."""
    from textlint import allowlist  # noqa: PLC0415

    if flags["isolated"]:
        return ()
    return (allowlist.ALLOW,) if flags["no_baseline"] else (allowlist.ALLOW, allowlist.BASELINE)


def chosen_settings(flags: dict[str, Any]) -> "Settings | None":
    """The settings that hold for all files, or None where each file has its own."""
    from textlint import settings  # noqa: PLC0415

    if flags["config"] and flags["isolated"]:
        raise SettingsError("--config and --isolated exclude each other")
    if flags["config"]:
        return settings.read(flags["config"])
    return settings.Settings() if flags["isolated"] else None


def settings_here(flags: dict[str, Any]) -> "Settings":
    """The settings for the working folder, with the flags."""
    from textlint import settings  # noqa: PLC0415

    return with_flags(chosen_settings(flags) or settings.find(Path.cwd()), flags)


def with_flags(holds: "Settings", flags: dict[str, Any]) -> "Settings":
    from textlint import settings  # noqa: PLC0415

    if flags["select"] and not split(flags["select"]):
        raise SettingsError("--select names nothing; expected packs or rules")
    return settings.with_flags(
        holds,
        select=split(flags["select"]),
        extend_select=split(flags["extend_select"]),
        ignore=split(flags["ignore"]),
        rules=flags["rules"],
        profile=flags["profile"],
        unsafe_fixes=flags.get("unsafe_fixes"),
    )


def split(values: Iterable[str]) -> tuple[str, ...]:
    """What a flag lists, given several times or parted by commas."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def echo_json(values: Iterable[object]) -> None:
    from textlint.reports import as_json  # noqa: PLC0415

    click.echo(as_json(list(values), indent=2))
