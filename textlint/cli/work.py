"""work – what check, fix and baseline have in common: find files, run, write reports, count."""

import sys
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from textlint.cli.flags import (
    FINDINGS_FORMATS,
    begun_journal,
    beside,
    chosen_settings,
    files,
    jobs,
    require_files,
    require_texts,
    tables_are,
    with_flags,
)
from textlint.errors import InputError, SettingsError
from textlint.inputs import table_suffix

if TYPE_CHECKING:
    from textlint.allowlist import Entry
    from textlint.corpora.shards import Shard
    from textlint.model import Rule
    from textlint.reports import Report, Tally
    from textlint.runner import File, Work
    from textlint.settings import Settings

GO_ON = "interrupted; the tables that are finished are kept, and the same command goes on with the others"


def work(paths: Sequence[Path], flags: dict[str, Any], *, fixing: bool = False) -> int:
    """What check and fix have in common: find files, run, write reports, count."""
    from textlint import reports, runner  # noqa: PLC0415
    from textlint.cli import terminal  # noqa: PLC0415

    if flags.get("diff") and (flags["output_format"] or flags["statistics"]):
        raise SettingsError("--diff shows a diff; --output-format and --statistics don't go with it")
    if flags.get("journal") and (flags["diff"] or Path("-") in paths):
        raise SettingsError("--journal keeps what is done to files; --diff and '-' don't go with it")
    if flags["statistics"] and flags["output_format"]:
        raise SettingsError("--statistics counts findings; --output-format doesn't go with it")
    if flags["stdin_filename"] and Path("-") not in paths:
        raise SettingsError("--stdin-filename is what `-` is called; expected `-` beside it")
    if flags["on"]:
        _require_cluster_can(paths, flags, fixing=fixing)
    if flags.get("findings") or flags.get("findings_format"):
        _require_findings_can(paths, flags)
    tally = reports.Tally()
    work = runner.Work(fixing, bool(flags.get("diff")), frozenset(paths), beside(flags), **tables_are(flags))
    if Path("-") in paths:
        _work_on_stdin(paths, flags, work, tally)
        return terminal.conclude(tally, flags, fixing=fixing)
    if flags.get("findings"):
        from textlint.corpora import sidecars  # noqa: PLC0415

        work = sidecars.work_for(work, flags["findings_format"] or FINDINGS_FORMATS[0])
    work_on = files(paths, flags, tally)
    work = replace(work, journal=begun_journal(flags, work_on))
    with (
        _saying_how_to_go_on(flags),
        terminal.door(flags["output_file"], [path for path, _ in work_on]) as door,
    ):
        running = run(paths, work_on, work, flags, door.stream)
        if flags.get("add_suppressions") is not None:
            require_files(work_on, "no .textlint-allow stands beside what is in a store")
            running = allowed(running, dict(work_on), flags["add_suppressions"])
        with closing(running):  # so that workers go at once if this ends early
            terminal.write(
                running,
                door,
                flags,
                tally,
                _rules_of(holds for _, holds in work_on),
                to_end=(fixing and not flags["diff"]) or bool(flags.get("findings")),
            )
    tally.problems += _problems(holds for _, holds in work_on)
    return terminal.conclude(tally, flags, fixing=fixing)


@contextmanager
def _saying_how_to_go_on(flags: dict[str, Any]) -> Iterator[None]:
    """An interrupt with what becomes of finished tables, which --output and --findings have."""
    try:
        yield
    except KeyboardInterrupt:
        if flags.get("output") or flags.get("findings"):
            raise KeyboardInterrupt(GO_ON) from None
        raise


def _require_cluster_can(paths: Sequence[Path], flags: dict[str, Any], *, fixing: bool) -> None:
    """Raise SettingsError for what doesn't go with an engine that may begin a table again at any time."""
    from textlint.corpora import engines  # noqa: PLC0415

    engine = engines.chosen(flags["on"])
    if engine == engines.LOCAL:
        return
    if Path("-") in paths:
        raise SettingsError(f"'-' is read on this machine; --on {flags['on']} doesn't go with it")
    if flags.get("journal"):
        raise SettingsError(f"--journal is written on this machine; --on {flags['on']} doesn't go with it")
    if fixing and not flags["output"]:
        raise SettingsError(
            f"--on {flags['on']} may begin a table again, so that the old one has to stay; expected --output"
        )


def _require_findings_can(paths: Sequence[Path], flags: dict[str, Any]) -> None:
    """Raise SettingsError for what doesn't go with findings that are not shown."""
    if not flags["findings"]:
        raise SettingsError("--findings-format says how findings are written; expected --findings beside it")
    if Path("-") in paths:
        raise SettingsError("'-' is standard input; --findings writes beside files")
    for flag in ("output-format", "output-file", "statistics", "add-suppressions"):
        if flags[flag.replace("-", "_")] not in (None, False):
            raise SettingsError(f"--findings writes findings into files; --{flag} doesn't go with it")


def run(
    paths: Sequence[Path], work_on: "Sequence[File]", work: "Work", flags: dict[str, Any], stream: TextIO
) -> "Generator[Report]":
    """Reports on texts, and then on tables, while a terminal shows how far they are."""
    from textlint import runner  # noqa: PLC0415
    from textlint.cli import terminal  # noqa: PLC0415

    tables = [(path, holds) for path, holds in work_on if table_suffix(path.name)]
    texts = [(path, holds) for path, holds in work_on if not table_suffix(path.name)]
    for flag in ("output", "findings", "on"):
        if flags.get(flag) and texts:
            raise SettingsError(f"a text; --{flag} is for tables", texts[0][0])
    if work.diff:
        require_texts(tables, "--diff shows texts, and --output writes tables to another place")
    every: Sequence[Shard] = ()
    if tables:
        from textlint.corpora import engines  # noqa: PLC0415 - late: most runs have no tables

        engine = engines.chosen(flags.get("on") or "local")
        every = _planned(tables, paths or [Path()], work, flags)
    if texts:
        yield from terminal.with_progress(
            runner.run(texts, work, jobs=jobs(flags, texts)), len(texts), stream
        )
    if tables:
        yield from engine.run(every, work, jobs=flags["jobs"], watch=terminal.Bar().show)


def _planned(
    tables: "Sequence[File]", roots: Sequence[Path], work: "Work", flags: dict[str, Any]
) -> "Sequence[Shard]":
    """What is to be made of tables, and where."""
    from textlint.corpora import corpus, sidecars  # noqa: PLC0415

    if flags.get("findings"):
        form = flags["findings_format"] or FINDINGS_FORMATS[0]
        return sidecars.planned(tables, flags["findings"], form, roots)
    return corpus.planned(tables, flags.get("output"), roots, fixing=work.fix)


def _work_on_stdin(paths: Sequence[Path], flags: dict[str, Any], work: "Work", tally: "Tally") -> None:
    """One text from standard input; fix writes the whole new text to standard output."""
    from textlint import allowlist, inputs, linter, model, runner, settings  # noqa: PLC0415
    from textlint.cli import terminal  # noqa: PLC0415
    from textlint.inputs.text import decode, encode  # noqa: PLC0415

    name = Path(flags["stdin_filename"] or "-")
    if len(paths) > 1:
        raise SettingsError("'-' is standard input and stands alone")
    if flags.get("output"):
        raise SettingsError("what '-' comes to goes to standard output; --output doesn't go with it")
    if name.suffix.lower() in inputs.STRUCTURED and not table_suffix(name.name):
        raise InputError(f"{name.suffix} files are not read; expected plain text", name)
    if (flags["field"] or flags["id_field"]) and not table_suffix(name.name):
        raise SettingsError(
            "--field and --id-field are for tables; say by --stdin-filename what '-' is, such as a.jsonl"
        )
    if sys.stdin is None:
        raise InputError("standard input is closed")
    holds = settings.for_file(chosen_settings(flags) or settings.find(name.parent), name)
    holds = with_flags(holds, flags)
    if table_suffix(name.name):
        _stream(name, holds, work, flags, tally)
        return
    try:
        decoded = decode(sys.stdin.buffer.read(), str(name))
    except OSError as error:
        raise InputError(f"standard input can't be read: {error.strerror}") from None
    document = model.Document(decoded.text, str(name), inputs.format_of(name.suffix).markup)
    entries = allowlist.entries_for(name, work.beside) if work.beside else ()
    if not work.fix:
        report = linter.check(document, holds, entries)
    else:
        result, report = linter.fix(document, holds, entries, work.fixing)
        if work.diff:
            report = runner.with_diff(report, decoded, result.text)
        else:
            sys.stdout.buffer.write(encode(decoded, result.text))
            sys.stdout.buffer.flush()
    standard = sys.stderr if work.fix and not work.diff else sys.stdout
    with terminal.door(flags["output_file"], standard=standard) as door:
        terminal.write([report], door, flags, tally, _rules_of([holds]))
    tally.problems += _problems([holds])


def _problems(every: "Iterable[Settings]") -> list[str]:
    """What rules have given up on."""
    from textlint import selection  # noqa: PLC0415

    return [problem for settings in dict.fromkeys(every) for problem in selection.problems(settings)]


def _stream(name: Path, holds: "Settings", work: "Work", flags: dict[str, Any], tally: "Tally") -> None:
    """A table from standard input, row by row."""
    from textlint.cli import terminal  # noqa: PLC0415
    from textlint.corpora import corpus  # noqa: PLC0415

    if work.diff:
        raise SettingsError("a table; --diff shows texts", name)
    with terminal.door(flags["output_file"], standard=sys.stderr if work.fix else sys.stdout) as door:
        terminal.write(corpus.stream(name, holds, work), door, flags, tally, _rules_of([holds]))
    tally.problems += _problems([holds])


def _rules_of(every: "Iterable[Settings]") -> "Iterator[Rule[Any]]":
    """The rules that settings know, of two with one id the first; read only if somebody asks for them."""
    from textlint import rules  # noqa: PLC0415

    folders = dict.fromkeys([(), *(holds.rules for holds in every)])
    known: dict[str, Rule[Any]] = {}
    for each in folders:
        for rule in rules.load(each):
            known.setdefault(rule.id, rule)
    yield from known.values()


def allowed(done: "Iterable[Report]", holds: "Mapping[Path, Settings]", reason: str) -> "Generator[Report]":
    """Reports after what they found has been written into .textlint-allow: nothing is left to be shown."""
    from textlint import allowlist  # noqa: PLC0415
    from textlint.cli import terminal  # noqa: PLC0415
    from textlint.reports import escaped  # noqa: PLC0415

    every = list(done)
    for file, each in by_file(every, holds, allowlist.ALLOW, reason).items():
        entries = [entry for of_report in each.values() for entry in of_report]
        if entries:
            allowlist.add(file, entries)
            click.echo(f"Wrote {escaped(str(file))}: {terminal.several(len(entries), 'finding')}.", err=True)
    for report in every:
        own = tuple(placed for placed in report.placed if placed.finding.rule.startswith("textlint/"))
        yield replace(report, placed=own)


def by_file(
    done: "Iterable[Report]", holds: "Mapping[Path, Settings]", name: str, reason: str = ""
) -> "dict[Path, dict[str, list[Entry]]]":
    """Entries for what reports say, by the file that they belong in and the path that they have there."""
    from textlint import allowlist, files  # noqa: PLC0415

    of_file: dict[Path, dict[str, list[Entry]]] = {}
    for report in done:
        path = files.absolute(Path(report.path))
        file = allowlist.nearest(str(path.parent), name) or _home(path, holds[Path(report.path)]) / name
        shown = path.relative_to(file.parent).as_posix()
        if report.others:  # the last of a table: what was said of its other texts holds no more
            for key in allowlist.entries_of_table(path, (name,)):
                of_file.setdefault(file, {}).setdefault(shown + key, [])
        if report.record:
            shown += report.record.key
        if report.read:
            of_file.setdefault(file, {})[shown] = [
                allowlist.Entry(placed.fingerprint, placed.finding.rule, shown, reason)
                for placed in report.placed
                if not placed.finding.rule.startswith("textlint/")
            ]
    return of_file


def _home(path: Path, holds: "Settings") -> Path:
    """Where a file beside a text belongs: by its settings, in the working folder above it, or next to it."""
    return holds.folder or (Path.cwd() if path.is_relative_to(Path.cwd()) else path.parent)
