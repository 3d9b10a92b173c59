"""scenarios – what is measured; each gives a section of the result, headed by its docstring."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from agreement import differences
from corpus import HOSTILE, MB, Corpus, Plan, build, hostile, shards
from measure import KILLED, BenchmarkError, Run, Runs, in_turns, measure, measure_all, sound
from tables import COST, cost, ratios, short, spread, table
from tools import LIMITS, PYTHON, SETTINGS, TEXTLINT, TOOLS, Tool, available, command

SEEDS = sorted(Path(__file__).parents[1].glob("seeds/*.txt"))
REFERENCES = ("textlint words", "textlint all", "codespell")  # shown beside the slow tools, on the same text
FORMS = {"files": "files", "one big file": "all.txt", "JSON lines": "all.jsonl"}
FEW = 100  # so many files are named one by one, since not every tool enters folders
HOSTILE_SECONDS = 60  # for each process
FASTER = 10  # so many times as fast as usual is fast enough; above that the clock is too coarse

HOUSE_RULE = """
kind: words
message: "{{found}} is not our word."
why: It is not.
options:
  words:
    {word}: do
examples:
  - bad: We {word} it.
  - ok: We do it.
"""

Points = dict[str, dict[str, list[tuple[float, float]]]]  # form, tool, (MB, MB a second)


@dataclass(frozen=True)
class Setting:
    """the flags of a run, and the points to draw"""

    plan: Plan
    work: Path
    size: float
    rounds: int
    repeats: int
    growth: tuple[float, ...]
    hostile: float
    timeout: float
    only: frozenset[str]
    without: frozenset[str]
    points: Points = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def corpus(self, megabytes: float) -> Corpus:
        return build(self.plan, megabytes, self.work)

    def tools(self, *names: str) -> list[Tool]:
        """The tools of these names, or all, that are asked for and installed."""
        asked = [tool for tool in TOOLS if tool.name in names or not names]
        asked = [tool for tool in asked if tool.program in self.only or not self.only]
        return [tool for tool in asked if tool.program not in self.without and available(tool)]

    def once(self, tool: Tool, path: Path | str, folder: Path, timeout: float | None = None) -> Run:
        return measure(command(tool, [str(path)]), folder, self.work / "output", timeout or self.timeout)

    def in_turns(self, chosen: Sequence[Tool], paths: Sequence[str], folder: Path, rounds: int) -> Runs:
        """Rounds in the warm: the texts have been read, each tool has run before and made what it keeps."""
        measure([*PYTHON, "read", *paths], folder, self.work / "output", self.timeout)
        for tool in chosen:
            self.once(tool, SEEDS[0], folder)
        return in_turns(chosen, paths, folder, self.work / "output", rounds=rounds, timeout=self.timeout)


def files(setting: Setting) -> str:
    """A folder of articles. Slow tools read less of it, beside the others on the same files."""
    one_job = [tool for tool in setting.tools() if "2 jobs" not in tool.name]
    sections = []
    for size in sorted({min(tool.most, setting.size) for tool in one_job}, reverse=True):
        chosen = [tool for tool in one_job if min(tool.most, setting.size) == size]
        if size < setting.size:
            chosen = [*setting.tools(*REFERENCES), *chosen]
        rounds = setting.rounds if size == setting.size else min(setting.rounds, 3)
        sections.append(_files(setting, chosen, size, rounds))
    return "\n\n".join(section.rstrip() for section in sections) + "\n"


def jobs(setting: Setting) -> str:
    """Two workers against one, on the same folder. The peak is that of the largest process."""
    chosen = [tool for tool in setting.tools() if tool.program == "textlint"]
    if not chosen:
        return ""
    corpus = setting.corpus(setting.size)
    runs = setting.in_turns(chosen, ["files"], corpus.folder, setting.rounds)
    rows = []
    for name in ("textlint words", "textlint all"):
        one, two = runs[name], runs[f"{name}, 2 jobs"]
        if one[0].findings != two[0].findings:
            raise BenchmarkError(f"{name}: two jobs find {two[0].findings}, one {one[0].findings}")
        pairs = list(zip(one, two, strict=True))
        rows.append(
            [name, spread(a.wall / b.wall for a, b in pairs), spread(b.cpu / a.cpu for a, b in pairs)]
        )
    gain = table(["", "wall: one job / two", "CPU: two jobs / one"], rows)
    return table(COST, (cost(name, each, corpus.megabytes) for name, each in runs.items())) + "\n" + gain


def small(setting: Setting) -> str:
    """The five files of seeds/, 25 KB, warm: what a pre-commit hook costs."""
    chosen = [tool for tool in setting.tools() if tool.most > 1 and "2 jobs" not in tool.name]
    if not chosen:
        return ""
    runs = setting.in_turns(chosen, [str(path) for path in SEEDS], setting.work, setting.repeats)
    rows = [
        [
            name,
            *(spread(getattr(run, kind) * 1000 for run in each) for kind in ("cpu", "wall")),
            str(each[0].findings),
        ]
        for name, each in runs.items()
    ]
    return (
        table(["", "CPU ms", "wall ms", "findings"], rows)
        + f"\n{setting.repeats} repeats.\n\n"
        + ratios(runs)
    )


def start(setting: Setting) -> str:
    """The five files of seeds/ in runs that no run before has prepared: what a choice of rules costs."""
    chosen = setting.tools("textlint all", "typos -j1", "codespell")
    if not chosen:
        return ""
    with TemporaryDirectory(dir=setting.work, prefix="start-") as made:
        folder = Path(made)
        house = folder / "rules" / "house" / "word.yaml"
        house.parent.mkdir(parents=True)
        (folder / "second.toml").write_text('ignore = ["casing"]\n')
        chosen += [
            Tool("textlint, other packs", (*TEXTLINT, "1", "--select", "spelling,punctuation"), (0, 1)),
            Tool("textlint, a rule of its own, edited", (*TEXTLINT, "1", "--rules", "rules"), (0, 1)),
            Tool("textlint, other settings", (*SETTINGS, "second.toml"), (0, 1)),
        ]
        seconds = defaultdict[str, list[float]](list)
        for number in range(setting.repeats):
            house.write_text(HOUSE_RULE.format(word=f"frobnicate{number}"))
            for tool in chosen:
                run = measure(
                    command(tool, map(str, SEEDS)), folder, setting.work / "output", setting.timeout
                )
                if not sound(tool, run):
                    raise BenchmarkError(f"{tool.name}: {run.failure}")
                seconds[tool.name].append(run.cpu)
    rows = [[name, spread(cpu * 1000 for cpu in each)] for name, each in seconds.items()]
    return table(["", "CPU ms"], rows) + f"\n{setting.repeats} repeats.\n"


def memory(setting: Setting) -> str:
    """The three forms of the same text, one run each. The peak is that of the largest process."""
    corpus = setting.corpus(setting.size)
    chosen = setting.tools(
        "textlint words", "textlint all", "textlint all, 2 jobs", "typos -j1", "codespell", "decode"
    )
    rows = []
    for form, path in FORMS.items():
        for tool in chosen:
            run = setting.once(tool, path, corpus.folder)
            if form != "JSON lines" and not sound(tool, run):  # these a tool may refuse
                raise BenchmarkError(f"{tool.name}: {run.failure}")
            name, done = f"{form}: {tool.name}", sound(tool, run)
            rows.append(cost(name, [run], corpus.megabytes) if done else [name, run.failure, "", "", "", ""])
    return table(COST, rows)


def growth(setting: Setting) -> str:
    """Throughput by wall time and memory against size, one run each."""
    chosen = setting.tools("textlint words", "textlint all", "typos -j1", "codespell", "decode")
    rows = []
    for size in setting.growth:
        corpus = setting.corpus(size)
        for form in ("files", "one big file"):
            for tool in chosen:
                run = setting.once(tool, FORMS[form], corpus.folder)
                if run.exit != KILLED and not sound(tool, run):
                    raise BenchmarkError(f"{tool.name}: {run.failure}")
                cells = [run.failure, ""]
                if sound(tool, run):
                    rate = corpus.megabytes / run.wall
                    cells = [short(rate), short(run.peak)]
                    setting.points[form][tool.name].append((corpus.megabytes, rate))
                rows.append([f"{size:g} MB, {form}: {tool.name}", *cells])
    return table(["", "MB/s", "peak MB"], rows)


def corpora(setting: Setting) -> str:
    """Eight tables with two jobs, a tenth of the text and then all of it, with rules on punctuation alone.

    The peak is that of all processes together.
    """
    flags = ("--isolated", "--quiet", "--select", "punctuation", "--jobs", "2", "--field", "text")
    setting.once(Tool("textlint", ("textlint", "check", *flags), (0, 1)), SEEDS[0], setting.work)
    rows = []
    for form in ("jsonl", "parquet"):
        rates = defaultdict[str, list[float]](list)
        for size in (setting.size / 10, setting.size):
            with TemporaryDirectory(dir=setting.work, prefix="shards-") as made:
                folder = Path(made)
                shards(setting.plan, size, folder / "in", form)
                for name, more in (("check", ()), ("fix", ("--output", "out"))):
                    tool = Tool(f"textlint {name}", ("textlint", name, *flags, *more), (0, 1))
                    run = measure_all(command(tool, ["in"]), folder, setting.work / "output", setting.timeout)
                    if not sound(tool, run):
                        raise BenchmarkError(f"{name}: {run.failure}")
                    rates[name].append(run.cpu / size)
                    rows.append(cost(f"{size:g} MB, {form}: {name}", [run], size))
        for name, (few, many) in rates.items():
            rows.append([f"{form}: {name}, CPU a MB, all / a tenth", "", short(many / few), "", "", ""])
    return table(COST, rows)


def hostile_texts(setting: Setting) -> str:
    """Shapes that make scanners slow, a file each. A rate is by CPU time without the start, as a ratio of the
    rate on articles: 1 is as fast, 0.1 is ten times as slow.
    """
    chosen = setting.tools("textlint words", "textlint all", "typos -j1", "codespell")
    least = hostile("short lines", 0, setting.plan.source, setting.work)
    start = {tool.name: min(setting.once(tool, least, setting.work).cpu for _ in range(3)) for tool in chosen}
    texts = {name: hostile(name, setting.hostile, setting.plan.source, setting.work) for name in HOSTILE}
    usual = dict[str, float]()
    rows = [["start, CPU ms", *(short(start[tool.name] * 1000) for tool in chosen)]]
    for name, path in {"articles": setting.corpus(setting.hostile).folder / "all.txt", **texts}.items():
        cells = []
        for tool in chosen:
            run = setting.once(tool, path, setting.work, min(setting.timeout, HOSTILE_SECONDS))
            rate = path.stat().st_size / MB / max(run.cpu - start[tool.name], 0.001)
            if not sound(tool, run):
                cells.append(run.failure)
            elif name == "articles":
                usual[tool.name] = rate
                cells.append(f"{short(rate)} MB/s")
            elif tool.name not in usual:
                cells.append("")
            else:
                ratio = rate / usual[tool.name]
                cells.append(short(ratio) if ratio < FASTER else f"above {FASTER}")
        rows.append([name, *cells])
    return f"{setting.hostile:g} MB each.\n\n" + table(["", *(tool.name for tool in chosen)], rows)


def agreement(setting: Setting) -> str:
    """textlint's misspellings against codespell's, by file, line and word."""
    if len(setting.tools("textlint words", "codespell")) < 2:
        return ""
    return differences(setting.corpus(setting.size).folder, setting.work / "output", setting.timeout)


SCENARIOS: dict[str, Callable[[Setting], str]] = {
    "files": files,
    "jobs": jobs,
    "small": small,
    "start": start,
    "memory": memory,
    "growth": growth,
    "corpora": corpora,
    "hostile": hostile_texts,
    "agreement": agreement,
}


def _files(setting: Setting, chosen: Sequence[Tool], size: float, rounds: int) -> str:
    corpus = setting.corpus(size)
    named = sorted(path.relative_to(corpus.folder).as_posix() for path in corpus.folder.glob("files/*/*"))
    runs = setting.in_turns(chosen, named if len(named) <= FEW else ["files"], corpus.folder, rounds)
    blind = [name for name, each in runs.items() if not each[0].findings and name not in LIMITS]
    if blind and corpus.defects:
        raise BenchmarkError(f"nothing found, so nothing read: {', '.join(blind)}")
    damage = ", ".join(f"{name} {count}" for name, count in corpus.defects.items())
    rows = (cost(name, each, corpus.megabytes) for name, each in runs.items())
    size_and_rounds = f"{corpus.megabytes:.2f} MB in {corpus.articles} files, {rounds} rounds"
    put_in = f"furniture put into {corpus.with_furniture}; defects put in: {damage}"
    return f"{size_and_rounds}; {put_in}.\n\n{table(COST, rows)}\n{ratios(runs)}"
