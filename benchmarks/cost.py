"""cost – instructions a byte of each rule, counted by valgrind: a ruler that a busy machine does not bend.

python benchmarks/cost.py              all rules together, against the figure in rule-costs.tsv: the gate
python benchmarks/cost.py --write      each rule by itself, and all of them: writes rule-costs.tsv, in minutes

The sample is the seeds and the examples of all rules, once each. A rule's figure is that of a run with the
rule and those that it waits for, less that of a run without rules; views that rules share count for each of
them. It has the compilation of patterns in it, which a short run pays for.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from textlint.bench import sample
from textlint.compiler import compile_rules
from textlint.rules import load

ROOT = Path(__file__).parents[1]
CORE = ROOT / "textlint" / "core"
COSTS = Path(__file__).with_name("rule-costs.tsv")
ALL, NONE = "all", "none"
MOST = 1.1  # times the recorded figure
COLLECTED = re.compile(r"Collected : (\d+)")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    rules = load()
    default = [rule for rule in rules if rule.enabled]
    with tempfile.TemporaryDirectory() as folder:
        texts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("seeds/*.txt"))] + sample(
            rules
        )
        lines = "\n".join(map(json.dumps, texts))
        (Path(folder) / "texts.jsonl").write_text(lines, encoding="utf-8")
        size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
        none = counted([], Path(folder))
        together = (counted(compile_rules(default, rules).specifications, Path(folder)) - none) / size
        if not write:
            known = dict(line.split("\t") for line in COSTS.read_text(encoding="utf-8").splitlines())
            print(f"{together:.0f} instructions a byte, recorded {known[ALL]}")
            return int(together > MOST * float(known[ALL]))
        costs = {ALL: together}
        for rule in default:
            own = counted(compile_rules([rule], rules).specifications, Path(folder))
            costs[rule.id] = (own - none) / size
    ordered = sorted(costs.items(), key=lambda cost: -cost[1])
    COSTS.write_text("".join(f"{name}\t{cost:.1f}\n" for name, cost in ordered), encoding="utf-8")
    return 0


def counted(specifications: Sequence[str], folder: Path) -> int:
    """The instructions of a run with some rules."""
    (folder / "rules.json").write_text(f"[{','.join(specifications)}]", encoding="utf-8")
    build = ["cargo", "build", "--release", "--quiet", "--example", "cost", "--message-format", "json"]
    built = subprocess.run(build, cwd=CORE, check=True, capture_output=True, text=True)
    artifacts = map(json.loads, built.stdout.splitlines())
    (program,) = (each["executable"] for each in artifacts if each.get("target", {}).get("name") == "cost")
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program]
    run = subprocess.run(
        [*command, "rules.json", "texts.jsonl"], cwd=folder, check=True, capture_output=True, text=True
    )
    return int(COLLECTED.search(run.stderr)[1])


if __name__ == "__main__":
    sys.exit(main())
