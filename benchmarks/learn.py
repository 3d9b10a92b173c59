"""learn – the weights of a rule of the kind `score`, from lines that somebody has labelled.

python benchmarks/learn.py rules/scraping/page-line.yaml LINES.jsonl.gz[:WEIGHT[:ODDS]]…

A row is {"domain": …, "lines": [{"text": …, "label": "body" | "title" | "noise" | …}]}; lines with other
labels are looked at, but not learned from. Texts of a file with the weight 0.2 count a fifth, their furniture
ODDS times as much as their text. A site counts by its length only while it is short. Prints what thresholds
would give on sites that were left out, and writes the table beside the rule; names of signs in it are kept.

A logistic regression (L2) is used because its sum can be read, sign by sign. Boosted trees on the same signs
(scikit-learn's, 150 of 15 leaves) found no more at the same precision.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from textlint.compiler import compile_rules
from textlint.model import Rule
from textlint.rules import load

FEWEST_SITES = 50  # a single word counts only if so many sites have it in their furniture
STRENGTH = 0.15  # the inverse of the regularisation
LABELS = {"noise": 1, "body": 0, "title": 0}
LEAST = 0.05  # weights below are left out
PRECISIONS = (0.9, 0.95, 0.97, 0.98, 0.99, 0.995)


@dataclass(frozen=True)
class Line:
    """a line with what is known of it"""

    signs: tuple[str, ...]
    text: str
    label: int | None  # 1 for furniture, 0 for text
    judged: bool  # short enough, and no paragraph
    found: bool
    site: str
    file: str
    weight: float


SITE = 20  # lines; a site with far more of them in a file counts no more than one with a few times as many


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rule", type=Path)
    parser.add_argument("lines", nargs="+")
    given = parser.parse_args()
    rule = next(each for each in load([given.rule]) if each.path.resolve() == given.rule.resolve())
    lines = [line for source in given.lines for line in labelled(rule, *split(source))]
    lines = without_rare_words(lines)
    known = [line for line in lines if line.judged and line.label is not None]
    vectors = DictVectorizer()
    table = vectors.fit_transform([dict.fromkeys(line.signs, 1) for line in known])
    table.indices, table.indptr = (
        table.indices.astype(np.int32),
        table.indptr.astype(np.int32),
    )  # for liblinear
    labels = np.array([line.label for line in known])
    lengths = Counter((line.site, line.file) for line in known)
    weights = np.array([line.weight / (1 + lengths[line.site, line.file] / SITE) for line in known])
    scores = np.zeros(len(known))
    sites = [line.site for line in known]
    for learned, left_out in GroupKFold(5).split(table, groups=sites):
        model = regression().fit(table[learned], labels[learned], sample_weight=weights[learned])
        scores[left_out] = model.decision_function(table[left_out])
    report(lines, dict(zip(map(id, known), scores, strict=True)))
    model = regression().fit(table, labels, sample_weight=weights)
    found = {"always": float(model.intercept_[0])}
    for sign, weight in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True):
        found[sign] = found.get(sign, 0.0) + float(weight)
    write(rule.options.signs.path, found)


def regression() -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear")


def split(source: str) -> tuple[Path, float, float]:
    path, weight, odds = (*source.split(":"), "1", "1")[:3]
    return Path(path), float(weight), float(odds)


def labelled(rule: Rule[Any], path: Path, weight: float, odds: float) -> Iterator[Line]:
    """The lines of all texts in which other rules have found something."""
    ruleset = compile_rules([rule], load())
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            texts = [line["text"] for line in row["lines"]]
            for i, is_text, is_found, signs in ruleset.core.signs("\n".join(texts), rule.id):
                text = texts[i].strip()
                label = LABELS.get(row["lines"][i]["label"])
                judged = not is_text and len(text) <= rule.options.longest
                yield Line(
                    tuple(signs) if judged and label is not None else (),
                    text,
                    label,
                    judged,
                    is_found,
                    row["domain"],
                    path.name,
                    weight * (odds if label else 1),
                )


def without_rare_words(lines: list[Line]) -> list[Line]:
    """The lines without signs for words that only a few sites have."""
    sites = defaultdict(set)
    for line in lines:
        for sign in line.signs:
            if sign.startswith("word ") and line.label:
                sites[sign].add(line.site)
    usual = {
        sign for sign, having in sites.items() if len(having) >= FEWEST_SITES and len(sign) > len("word ?")
    }
    return [
        replace(
            line, signs=tuple(sign for sign in line.signs if not sign.startswith("word ") or sign in usual)
        )
        for line in lines
    ]


def report(lines: list[Line], scores: dict[int, float]) -> None:
    """What share of the furniture is found at which precision, and from which score on."""
    for file in dict.fromkeys(line.file for line in lines):
        here = [line for line in lines if line.file == file and line.label is not None]
        every = sum(line.label for line in here)
        first = [line for line in here if line.found]
        right, wrong = sum(line.label for line in first), sum(not line.label for line in first)
        print(f"{file}: {every} lines of furniture, {right} found by other rules, {wrong} wrongly")
        judged = sorted(
            (line for line in here if not line.found and line.judged), key=lambda line: -scores[id(line)]
        )
        best = {}
        for line in judged:
            right, wrong = right + line.label, wrong + (not line.label)
            for least in PRECISIONS:
                if right >= least * (right + wrong):
                    best[least] = (right / every, scores[id(line)])
        for least, (recall, score) in best.items():
            print(f"  precision {least:.3f}: recall {recall:.3f} from {score:.2f} on")


def write(path: Path, weights: dict[str, float]) -> None:
    """The table, weightiest first within each group of signs; remarks at its head and names are kept."""
    old = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    called = dict(line.split("\t")[::2] for line in old if line.count("\t") == 2)
    kept = {sign: weight for sign, weight in weights.items() if sign == "always" or abs(weight) >= LEAST}
    rows = [line for line in old if line.startswith("#")]
    for sign, weight in sorted(kept.items(), key=lambda item: (item[0].rpartition(" ")[0], -item[1])):
        rows.append("\t".join([sign, f"{weight:.2f}", *([called[sign]] if sign in called else [])]))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
