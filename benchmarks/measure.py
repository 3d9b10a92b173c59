"""measure – one process after the other, in turns; exit codes and counts must be as expected."""

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tools import Tool, command

LAUNCH = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py"))]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
MOMENT = 0.25  # seconds between two looks at memory
KILLED = -9  # by the launcher when the time is up, or by the system when memory is


class BenchmarkError(Exception):
    """a tool did not do what the measurement takes for granted"""


@dataclass(frozen=True, slots=True)
class Run:
    """what one process has cost"""

    exit: int
    wall: float  # seconds
    cpu: float  # seconds, user and system, with all children
    peak: float  # MB, of the largest process
    findings: int  # lines on standard output
    said: str  # the last line on standard error

    @property
    def failure(self) -> str:
        """What to say of a run that did not do its work."""
        return (
            f"killed after {self.wall:.0f} s"
            if self.exit == KILLED
            else f"exit code {self.exit}: {self.said[:80]}"
        )


Runs = dict[str, list[Run]]


def sound(tool: Tool, run: Run) -> bool:
    """Whether a run did its work. Python's crashes have the exit code of findings, but print none."""
    return run.exit in tool.exits and (run.exit == 0 or run.findings > 0)


def measure(argv: Sequence[str], folder: Path, out: Path, timeout: float) -> Run:
    """Run a command in a folder; its output goes to the files `out` and `out`.err."""
    errors = out.with_suffix(".err")
    launched = subprocess.run(
        [*LAUNCH, str(timeout), str(out), str(errors), *argv],
        cwd=folder,
        env=CLEAN,
        stdout=subprocess.PIPE,
        check=True,
    )
    exit_code, wall, cpu, peak = launched.stdout.split()
    with out.open("rb") as stream:
        findings = sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
    said = errors.read_text(encoding="utf-8", errors="replace").strip().rpartition("\n")[2]
    return Run(int(exit_code), float(wall), float(cpu), int(peak) * 1024 / 1e6, findings, said)


def measure_all(argv: Sequence[str], folder: Path, out: Path, timeout: float) -> Run:
    """The same; the peak is that of all processes together, as far as a look every moment can tell."""
    peak = 0
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(measure, argv, folder, out, timeout)
        while not running.done():
            peak = max(peak, _memory_below(os.getpid()))
            wait([running], MOMENT)
    return replace(running.result(), peak=peak * 1024 / 1e6)


def _memory_below(process: int) -> int:
    """KB of all processes that have begun below one, what they share counted once; 0 where Linux isn't."""
    children = defaultdict[int, list[int]](list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            parent = int(path.read_text(errors="replace").rpartition(")")[2].split()[1])
            children[parent].append(int(path.parent.name))
    below, size = list(children[process]), 0
    for each in below:
        below += children[each]
        with suppress(OSError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="utf-8").splitlines()
            size += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return size


def in_turns(
    chosen: Sequence[Tool], paths: Sequence[str], folder: Path, out: Path, *, rounds: int, timeout: float
) -> Runs:
    """Each tool once a round; every round begins with another tool. Raises BenchmarkError."""
    runs: Runs = {tool.name: [] for tool in chosen}
    for number in range(rounds):
        first = number % len(chosen)
        for tool in (*chosen[first:], *chosen[:first]):
            print(f"    round {number + 1}: {tool.name}", file=sys.stderr, flush=True)
            run = measure(command(tool, paths), folder, out, timeout)
            if not sound(tool, run):
                raise BenchmarkError(f"{tool.name}: {run.failure}")
            runs[tool.name].append(run)
            if (counted := {each.findings for each in runs[tool.name]}) != {run.findings}:
                raise BenchmarkError(f"{tool.name}: the rounds differ in findings: {sorted(counted)}")
    return runs
