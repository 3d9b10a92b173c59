"""tables – Markdown: medians with their range, ratios of paired rounds, the machine."""

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from measure import Run, Runs
from tools import PEERS, installed

COST = ("", "wall s", "CPU s", "MB per CPU s", "peak MB", "findings")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is words and whose others are numbers."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def spread(values: Iterable[float]) -> str:
    """The median, and the range if there is one."""
    ordered = sorted(values)
    middle = short(median(ordered))
    return middle if len(ordered) == 1 else f"{middle} ({short(ordered[0])}–{short(ordered[-1])})"


def short(value: float) -> str:
    """A number with as many places as tell something."""
    return f"{value:.{0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3}f}"


def cost(name: str, runs: Sequence[Run], megabytes: float) -> list[str]:
    """What one tool took and what it found; a row below COST."""
    return [
        name,
        spread(run.wall for run in runs),
        spread(run.cpu for run in runs),
        spread(megabytes / run.cpu for run in runs),
        short(max(run.peak for run in runs)),
        str(runs[0].findings),
    ]


def ratios(runs: Runs) -> str:
    """How many times as much a peer needs as textlint in the same round."""
    ours, others = ([name for name in runs if name.split()[0] in group] for group in (("textlint",), PEERS))
    rows = [
        [f"{own}, {label}", *(spread(_pairs(runs[own], runs[other], kind)) for other in others)]
        for own in ours
        for kind, label in (("cpu", "CPU"), ("wall", "wall"))
    ]
    return table(["times as much as textlint", *others], rows) if ours and others else ""


def load() -> str:
    return " ".join(f"{each:.2f}" for each in os.getloadavg())


def machine() -> str:
    """What this ran on and with."""
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text(encoding="utf-8").splitlines() if cpus.exists() else []
    models = {line.partition(":")[2].strip() for line in lines if line.startswith("model name")}
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    versions = (f"{program} {installed(program) or 'not installed'}" for program in ("textlint", *PEERS))
    asked = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    checkout = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return (
        f"{', '.join(models) or platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB; "
        f"{platform.system()} {platform.release()}; Python {platform.python_version()}; "
        f"{', '.join(versions)}; checkout {checkout or 'unknown'}"
    )


def _pairs(own: Sequence[Run], other: Sequence[Run], kind: str) -> list[float]:
    return [getattr(theirs, kind) / getattr(ours, kind) for ours, theirs in zip(own, other, strict=True)]
