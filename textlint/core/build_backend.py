"""Build backend: maturin's, after the built-in rules have been compiled for the package.

The core is not built yet when rules are compiled, so patterns are not checked here; the tests do that.
"""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import maturin
from maturin import (  # the hooks that stay as they are
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

ROOT = Path(__file__).parents[2]


def build_wheel(*args: Any, **more: Any) -> str:
    """A wheel with the compiled rules."""
    compile_rules()
    return str(maturin.build_wheel(*args, **more))


def build_editable(*args: Any, **more: Any) -> str:
    """A wheel that leads to the checkout, where the rules are compiled."""
    compile_rules()
    return str(maturin.build_editable(*args, **more))


def build_sdist(*args: Any, **more: Any) -> str:
    """The sources; rules are compiled where they are built."""
    return str(maturin.build_sdist(*args, **more))


def compile_rules() -> None:
    """Compile the built-in rules, with a core that knows no more than the names of groups."""
    import regex  # noqa: PLC0415 - a requirement of the build, like pyyaml and ftfy

    core = ModuleType("textlint._core")
    vars(core).update(
        groups=lambda source: list(regex.compile(source).groupindex),
        require_replacement=lambda _source, _replacement: None,
        dictionaries=_dictionaries,
        judge=None,
        speaks=None,
    )
    sys.modules["textlint._core"] = core
    sys.path.insert(0, str(ROOT))
    from textlint import briefs  # noqa: PLC0415

    briefs.write()


def _dictionaries() -> set[str]:
    """The names of the dictionaries in the table that the core has built in."""
    table = ROOT / "rules" / "lexicon" / "misspellings.tsv"
    lines = table.read_text(encoding="utf-8").splitlines()
    return {line.partition("\t")[0] for line in lines if not line.startswith("#")}
