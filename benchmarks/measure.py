"""measure – one process after the other, in turns; exit codes and counts must be as expected."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import Tool, command

LAUNCH = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py"))]
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
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
