"""run – build the texts, run textlint and its peers side by side, write the dated table and the drawings.

pip install -r benchmarks/requirements.txt         the peers; what is not installed is skipped
python benchmarks/run.py                           everything, about ten minutes on Linux
python benchmarks/run.py --scenario files --size 10 --rounds 3
python benchmarks/run.py --data articles.jsonl.gz  prose of your own instead of seeds/
"""

import argparse
import shlex
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from corpus import MB, Plan, Source
from measure import BenchmarkError
from plots import draw
from scenarios import SCENARIOS, SEEDS, Setting
from tables import load, machine
from tools import TOOLS, available, command


def main() -> int:
    given = arguments()
    source = Source.read(given.data)
    setting = Setting(
        plan=Plan(source, given.defects, given.furniture, given.seed),
        work=given.work.resolve(),
        size=given.size,
        rounds=given.rounds,
        repeats=given.repeats,
        growth=given.growth or tuple(size for size in (1, 10, 100) if size <= given.size) or (given.size,),
        hostile=given.hostile,
        timeout=given.timeout,
        only=frozenset(given.only),
        without=frozenset(given.without),
    )
    setting.work.mkdir(parents=True, exist_ok=True)
    sections, failed = [head(setting)], False
    for name in given.scenario or SCENARIOS:
        print(f"{name} …", file=sys.stderr, flush=True)
        before = load()
        try:
            text = SCENARIOS[name](setting)
        except BenchmarkError as error:
            failed = True
            text = f"**Failed**: {error}\n"
            print(f"{name} failed: {error}", file=sys.stderr)
        if text:
            about = " ".join((SCENARIOS[name].__doc__ or "").split())
            sections.append(
                f"## {name}\n\n{about}\n\n{text}\nLoad average: {before}; afterwards: {load()}.\n"
            )
    given.out.mkdir(parents=True, exist_ok=True)
    date = datetime.now(UTC).date().isoformat()
    drawn = draw(setting.points, given.out / date)
    sections += [f"![{path.stem}]({path.name})\n" for path in drawn]
    result = given.out / f"{date}.md"
    result.write_text("\n".join(section.rstrip("\n") + "\n" for section in sections), encoding="utf-8")
    print(result)
    return int(failed)


HEAD = """\
# Benchmark of {now:%Y-%m-%d %H:%M} UTC

`{call}`

{machine}.

Source: {source.name}, {source.unique_bytes:,} bytes of unique prose in {paragraphs} paragraphs, shuffled and
spliced: at {setting.size:g} MB each byte occurs about {times:,.0f} times, which flatters caches. Put into an
article: {plan.defects:g} defects on average; furniture into {plan.furniture:.0%} of the articles.

Medians, with the range in brackets. CPU is user and system time with all child processes, MB are 1,000,000
bytes, the peak is the resident size of the largest process (below 10 MB it is the launcher's). `read` and
`decode` are the limits: a Python process that only reads the files, or reads and decodes them. The tools do
not do the same job: textlint words is to be compared with codespell and typos, which have dictionaries of
their own, and all is everything that textlint does.

{called}{skipped}"""


def head(setting: Setting) -> str:
    """What was run, on what, and what the texts are made of."""
    calls = ((tool, shown(command(tool, ()))) for tool in setting.tools())
    missing = ", ".join(tool.name for tool in TOOLS if not available(tool))
    return HEAD.format(
        now=datetime.now(UTC),
        call=shown(["python", *sys.argv]),
        machine=machine(),
        setting=setting,
        plan=setting.plan,
        source=setting.plan.source,
        paragraphs=len(setting.plan.source.paragraphs),
        times=setting.size * MB / setting.plan.source.unique_bytes,
        called="".join(f"- {tool.name}: `{call} …`\n" for tool, call in calls),
        skipped=f"\nNot installed, so not measured: {missing}.\n" if missing else "",
    )


def shown(called: Sequence[str]) -> str:
    """A command, without the folders of programs and scripts."""
    return shlex.join(Path(each).name if Path(each).is_absolute() else each for each in called)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--scenario", action="append", choices=SCENARIOS, help="may be given again; default: all")
    add("--size", type=float, default=100, metavar="MB")
    add("--rounds", type=int, default=5)
    add("--repeats", type=int, default=30, help="rounds of the scenario small")
    add("--growth", type=sizes, metavar="MB,MB", help="default: 1,10,100 up to --size")
    add("--hostile", type=float, default=5, metavar="MB", help="size of each hostile text")
    add("--timeout", type=float, default=900, metavar="SECONDS", help="for each process")
    add("--only", nargs="+", default=(), metavar="TOOL", help="textlint, typos, codespell, ftfy, read, …")
    add("--without", nargs="+", default=(), metavar="TOOL")
    add(
        "--data",
        type=Path,
        default=SEEDS[0].parent,
        help=".jsonl or .jsonl.gz with a field text, or a folder of .txt",
    )
    add("--defects", type=float, default=1, help="mean number in an article")
    add("--furniture", type=float, default=1 / 3, help="share of articles that have some")
    add("--seed", type=int, default=1)
    add(
        "--work",
        type=Path,
        default=Path(tempfile.gettempdir()) / "textlint-benchmarks",
        help="where the texts are built",
    )
    add("--out", type=Path, default=Path(__file__).with_name("results"))
    return parser.parse_args()


def sizes(text: str) -> tuple[float, ...]:
    return tuple(float(each) for each in text.split(","))


if __name__ == "__main__":
    sys.exit(main())
