"""What users have accepted: in comments, by lists of words, in files beside the texts; and what that is worth."""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import textlint
from textlint import allowlist, rulesets, suppress
from textlint.compiler import compile_rules
from textlint.errors import SettingsError
from textlint.fingerprints import fingerprints, matches
from textlint.model import Document, Finding, Rule
from textlint.rulesets import Ruleset
from textlint.suppress import Allowances, judge

Rules = Callable[..., Rule[Any]]
NOTHING = Allowances()


@pytest.fixture(scope="module")
def ruleset(make_rule: Rules) -> Ruleset:
    return compile_rules(
        [
            make_rule(
                "words", id="spelling/typo", words={"thier": "their", "teh": "the", "manger": "manager"}
            ),
            make_rule("pattern", id="punctuation/doubled", find=r"\.\.", replace="."),
        ],
        [make_rule("words", id="spelling/rare", words={"ab": "cd"})],
    )


def told(ruleset: Ruleset, text: str, allowances: Allowances = NOTHING, *, written: bool = True) -> list[str]:
    """What is still reported: rule and line."""
    document = Document(text, format="commented" if written else None)
    findings = rulesets.check(ruleset, document)
    judged = judge(document, findings, ruleset, allowances)
    left = [each for n, each in enumerate(findings) if n not in judged.accepted]
    return [
        f"{each.rule.partition('/')[2]} {document.text.count(chr(10), 0, each.span.start) + 1}"
        for each in sorted((*left, *judged.own), key=lambda each: each.span)
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("It is thier.. end.", ["typo 1", "doubled 1"], id="nothing is allowed"),
        pytest.param(
            "% textlint: allow spelling/typo\nthier\nthier\n\nthier", ["typo 5"], id="the next paragraph"
        ),
        pytest.param("thier % textlint: allow spelling/typo -- why\nthier", ["typo 2"], id="this line"),
        pytest.param(
            "# textlint: allow-next-line spelling\nthier\nthier", ["typo 3"], id="the next line, a pack"
        ),
        pytest.param(
            "// textlint: allow-start all\nthier..\n\nthier\n// textlint: allow-end\nthier",
            ["typo 6"],
            id="a range",
        ),
        pytest.param(
            ".. textlint: allow-start spelling/typo punctuation\nthier..\n.. textlint: allow-end spelling/typo\nteh..",
            ["typo 4"],
            id="a range that ends for one of two",
        ),
        pytest.param("thier\n\n% textlint: allow-file spelling/typo\n\nthier", [], id="the whole file"),
        pytest.param(
            "% textlint: allow-file spelling/typo, punctuation\nthier..", [], id="parted by a comma"
        ),
        pytest.param(
            "% textlint: allow spelling/tpyo\nthier", ["unknown-rule 1", "typo 2"], id="no such rule"
        ),
        pytest.param("% textlint: allow spelling/typo\ntheir", ["unused-suppression 1"], id="in vain"),
        pytest.param("% textlint: allow spelling/rare\ntheir", [], id="of a rule that does not run"),
        pytest.param("% textlint: allow\nthier", ["bad-directive 1", "typo 2"], id="names no rule"),
        pytest.param(
            "% textlint: alow spelling\nthier", ["bad-directive 1", "typo 2"], id="no such directive"
        ),
        pytest.param("thier\n% textlint: allow-end", ["typo 1", "bad-directive 2"], id="closes nothing"),
        pytest.param(
            "% textlint: allow -- spelling/typo\nthier", ["bad-directive 1", "typo 2"], id="only a reason"
        ),
        pytest.param(
            "100 \\% textlint: allow spelling/typo thier", ["typo 1"], id="no comment: a percent sign"
        ),
        pytest.param("% textlint: allow-start spelling\nthier", [], id="a range up to the end"),
        pytest.param(
            "\\begin{verbatim}\n% textlint: allow-file all\n\\end{verbatim}\nthier",
            ["typo 4"],
            id="code of TeX",
        ),
        pytest.param(
            "#+BEGIN_SRC sh\n# textlint: allow-file all\n#+END_SRC\nthier", ["typo 4"], id="code of Org"
        ),
        pytest.param("----\n// textlint: allow-file all\n----\nthier", ["typo 4"], id="code of AsciiDoc"),
        pytest.param("```\n// textlint: allow-file all\n```\nthier", ["typo 4"], id="code of Typst"),
    ],
)
def test_comments_allow(ruleset: Ruleset, text: str, left: Sequence[str]) -> None:
    assert told(ruleset, text) == left


def test_directives_in_plain_text_are_text(ruleset: Ruleset) -> None:
    text = "# textlint: allow-file all\n<!-- textlint: allow-file all -->\nthier\n"
    assert told(ruleset, text, written=False) == ["typo 3"]


@pytest.mark.parametrize(
    ("words", "text", "left"),
    [
        (["thier"], "thier", []),
        (["thier"], "They and Thier's dog. Thier.", []),
        (["Manger"], "Manger said that manger was right.", ["typo 1"]),
        (["Teh"], "the teh.", ["typo 1"]),
        (["teh thier"], "teh thier", []),
        (["teh thier"], "teh\nthier", []),
        (["teh thier"], "teh or thier", ["typo 1", "typo 1"]),
        (["e"], "thier", ["typo 1"]),
        (["a.."], "See a.. There. b..", ["doubled 1"]),
    ],
)
def test_listed_words_are_left_alone(ruleset: Ruleset, words: list[str], text: str, left: list[str]) -> None:
    assert told(ruleset, text, Allowances(words=tuple(words))) == left


def test_own_findings_can_be_ignored(ruleset: Ruleset) -> None:
    text = "% textlint: allow spelling/tpyo\n"
    assert told(ruleset, text) == ["unknown-rule 1"]
    assert told(ruleset, text, Allowances(ignore=("textlint/unknown-rule",))) == []
    assert told(ruleset, text, Allowances(ignore=("textlint",))) == []


def test_fix_leaves_alone_what_is_accepted(ruleset: Ruleset) -> None:
    def accepts(document: Document, findings: Sequence[Finding]) -> list[Finding]:
        return [findings[n] for n in judge(document, findings, ruleset, Allowances()).accepted]

    text = "teh.. thier % textlint: allow spelling\nteh.. thier\n"
    document = Document(text, format="commented")
    result = rulesets.fix(ruleset, document, unsafe=True, accepts=accepts)
    assert result.text == "teh. thier % textlint: allow spelling\nthe. their\n"
    assert [each.rule for each in result.accepted] == ["spelling/typo"] * 2
    assert result.remaining == ()


# Fingerprints


def prints(ruleset: Ruleset, text: str) -> dict[str, str]:
    """Fingerprints, and what was found."""
    document = Document(text)
    findings = rulesets.check(ruleset, document)
    names = fingerprints(document, findings)
    return {name: text[slice(*each.span)] for name, each in zip(names, findings, strict=True)}


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("a b thier c d", "New line.\n\na b thier c d", 1),
        ("a b thier c d", "a b\nthier   c d", 1),
        ("a b thier c d", "x y thier c d", 1),
        ("a b thier c d", "a b thier x y", 1),
        ("a b thier c d", "x y thier x y", 0),
        ("a b thier c d", "a b teh c d", 0),
        ("thier", "thier thier", 1),
        ("a thier b a thier b", "a thier b. And. a thier b a thier b", 2),
    ],
)
def test_a_finding_is_known_again(ruleset: Ruleset, before: str, after: str, same: int) -> None:
    assert len(matches(prints(ruleset, before), list(prints(ruleset, after)))) == same


@given(st.lists(st.sampled_from(["thier", "teh", "a", "b", "..", "\n"]), max_size=30).map(" ".join))
def test_no_two_fingerprints_are_alike(ruleset: Ruleset, text: str) -> None:
    document = Document(text)
    findings = rulesets.check(ruleset, document)
    names = list(fingerprints(document, findings))
    assert len(set(names)) == len(names)
    assert matches(names, names) == {name: name for name in names}


def test_of_300_old_findings_none_comes_back_after_edits_elsewhere(ruleset: Ruleset) -> None:
    dice = random.Random(3)
    words = [
        "the",
        "long",
        "road",
        "from",
        "town",
        "to",
        "sea",
        "is",
        "open",
        "again",
        "and",
        "people",
        "glad",
    ]
    lines = [
        " ".join(dice.choice(words) for _ in range(12))
        + (" thier " if n % 2 else " teh ")
        + dice.choice(words)
        for n in range(300)
    ]
    known = prints(ruleset, "\n".join(lines))
    assert len(known) == 300
    for n in dice.sample(range(300), 20):
        kind = dice.randrange(3)
        if kind == 0:
            lines[n] = f"Before it. {lines[n]}"
        elif kind == 1:
            lines[n] = f"{lines[n]}\nA line that is new, with thier own."
        else:
            lines[n] = f"A line above.\n\n{lines[n]}"
    now = prints(ruleset, "\n".join(lines))
    new = [name for name in now if name not in matches(known, list(now))]
    assert len(new) == len(now) - 300 == "\n".join(lines).count("with thier own")


# The files beside the texts


ENTRIES = [
    allowlist.Entry("00000000-11111111", "spelling/typo", "a b.txt", "a name -- really"),
    allowlist.Entry("00000000-11111111.2", "spelling/typo", "deep/a  b.txt", ""),
    allowlist.Entry("22222222-11111111", "casing/place", "odd\n%20 -- x.txt ", "why"),
    allowlist.Entry("22222222-33333333", "casing/place", "\udcff.txt", "bytes"),
]


def test_entries_come_back_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / allowlist.ALLOW
    allowlist.add(file, ENTRIES[:2])
    allowlist.add(file, ENTRIES[2:])
    read = [entry for entries in allowlist.read(file).values() for entry in entries]
    assert [each[:4] for each in map(_parts, read)] == [each[:4] for each in map(_parts, ENTRIES)]
    assert [each.line for each in read] == [2, 3, 4, 5]
    assert allowlist.entries_for(tmp_path / "a b.txt") == (read[0],)
    assert allowlist.entries_for(tmp_path / "deep" / "a  b.txt") == (read[1],)


def _parts(entry: allowlist.Entry) -> tuple[str, str, str, str]:
    return entry.fingerprint, entry.rule, entry.path, entry.reason


def test_a_baseline_keeps_what_it_says_of_other_files(tmp_path: Path) -> None:
    file = tmp_path / allowlist.BASELINE
    allowlist.rewrite(file, ENTRIES[:3], set())
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a  b.txt").touch()  # the third text is gone
    allowlist.rewrite(file, [], {"a b.txt"})
    assert set(allowlist.read(file)) == {ENTRIES[1].path}
    assert all(entry.how == "baseline" for each in allowlist.read(file).values() for entry in each)


@pytest.mark.parametrize("line", ["spelling/typo a.txt", "00000000-11111111 typo a.txt", "00000000-1 a/b c"])
def test_a_line_that_is_wrong_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / allowlist.ALLOW
    file.write_text(f"# comment\n\n{line}\n")
    with pytest.raises(SettingsError, match=r"\.textlint-allow:3: expected 'fingerprint rule path"):
        allowlist.read(file)


def test_people_s_comments_stay(tmp_path: Path) -> None:
    file = tmp_path / allowlist.ALLOW
    file.write_text("# ours\n00000000-11111111  a/b  c.txt  -- why # not a comment")
    allowlist.add(file, ENTRIES[:1])
    assert file.read_text().splitlines()[:2] == [
        "# ours",
        "00000000-11111111  a/b  c.txt  -- why # not a comment",
    ]
    assert allowlist.read(file)["c.txt"][0].reason == "why # not a comment"


@pytest.mark.parametrize(
    ("allowed", "text", "left"),
    [
        ("thier", "a thier b", []),
        ("thier", "a their b", ["unused-suppression 1"]),
        ("thier", "a thier b.. teh", ["doubled 1", "typo 1"]),
    ],
)
def test_entries_allow(ruleset: Ruleset, allowed: str, text: str, left: list[str]) -> None:
    (name,) = prints(ruleset, f"a {allowed} b")
    entries = (allowlist.Entry(name, "spelling/typo", "x", line=7),)
    assert told(ruleset, text, Allowances(entries=entries), written=False) == left
    baseline = (allowlist.Entry(name, "spelling/typo", "x", how="baseline"),)
    told_of = [each for each in left if each != "unused-suppression 1"]
    assert told(ruleset, text, Allowances(entries=baseline), written=False) == told_of


def test_an_entry_of_an_unknown_rule_is_told(ruleset: Ruleset) -> None:
    entries = (allowlist.Entry("00000000-11111111", "spelling/tpyo", "x", line=7),)
    assert told(ruleset, "Sound.", Allowances(entries=entries), written=False) == ["unknown-rule 1"]


overlaps = suppress._overlaps


def test_directives_look_only_at_the_findings_that_they_may_reach(
    monkeypatch: pytest.MonkeyPatch, make_rule: Rules
) -> None:
    """Twice the text is twice the work, and not four times."""
    ruleset = compile_rules([make_rule("pattern", id="house/end", find="teh end")])
    counts = []
    for n in (100, 200):
        looked: list[Any] = []
        monkeypatch.setattr(
            suppress,
            "_overlaps",
            lambda one, other, looked=looked: looked.append(one) or overlaps(one, other),
        )
        text = "<!-- textlint: allow house/end -->\nIt is teh end.\n\n" * n
        document = Document(text, "a.md", "markdown")
        findings = textlint.check(text, ruleset, name="a.md")

        judged = judge(document, findings, ruleset, Allowances())

        assert len(judged.accepted) == len(findings) == n
        assert judged.own == ()
        counts.append(len(looked))

    assert counts[1] <= 2 * counts[0]
