"""plots – drawings beside the table, where matplotlib is installed: throughput against size, time by rule."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios import Points
from tools import executable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COSTLIEST = 30  # rules that are shown
COSTS = ("seconds_per_mb", "seconds", "cost")  # the key that holds what a rule costs


def draw(points: Points, stem: Path) -> list[Path]:
    """The drawings for which there are figures."""
    try:
        import matplotlib as mpl  # noqa: PLC0415 - the tables do without it
    except ImportError:
        print("matplotlib is not installed: nothing is drawn", file=sys.stderr)
        return []
    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "textlint", "svg.fonttype": "none", "font.size": 9})
    drawn = [_throughput(points, stem.with_name(f"{stem.name}-throughput.svg"))] if points else []
    if costs := rule_costs():
        drawn.append(_rules(costs, stem.with_name(f"{stem.name}-rules.svg")))
    return drawn


def rule_costs() -> Mapping[str, float]:
    """Seconds a megabyte by rule, or nothing if textlint does not tell."""
    found = executable("textlint")
    if found is None:
        return {}
    asked = [found, "rules", "--cost", "--isolated", "--output-format", "json"]
    try:
        answer = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=300)
        listed = json.loads(answer.stdout)
        key = next(key for key in COSTS if key in listed[0])
        return {each["id"]: float(each[key]) for each in listed if each.get(key) is not None}
    except (subprocess.SubprocessError, ValueError, LookupError, StopIteration, TypeError) as error:
        print(f"no time by rule: {error}", file=sys.stderr)
        return {}


def _throughput(points: Points, path: Path) -> Path:
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(1, len(points), figsize=(4.5 * len(points), 3.6), sharey=True, squeeze=False)
    for axis, (form, tools) in zip(axes[0], points.items(), strict=True):
        for name, measured in tools.items():
            axis.plot(*zip(*measured, strict=True), marker="o", markersize=3, label=name)
        axis.set(title=form, xscale="log", yscale="log", xlabel="MB of text")
        axis.grid(visible=True, alpha=0.3)
    axes[0][0].set_ylabel("MB a second, wall")
    axes[0][-1].legend()
    return _save(figure, path)


def _rules(costs: Mapping[str, float], path: Path) -> Path:
    from matplotlib import pyplot as plt  # noqa: PLC0415

    costliest = sorted(costs.items(), key=lambda item: item[1])[-COSTLIEST:]
    figure, axis = plt.subplots(figsize=(7, 0.2 * len(costliest) + 1))
    axis.barh([name for name, _ in costliest], [seconds * 1000 for _, seconds in costliest])
    axis.set(xlabel="milliseconds a MB", title=f"The {len(costliest)} costliest of {len(costs)} rules")
    axis.grid(visible=True, axis="x", alpha=0.3)
    return _save(figure, path)


def _save(figure: "Figure", path: Path) -> Path:
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    return path
