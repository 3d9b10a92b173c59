"""A project begins with old findings: the real command writes a baseline or suppressions, and reports what is new."""

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import commands
import pytest
from words import misspellings

FEW_RULES = ("--select", "spelling/typo,punctuation/doubled,punctuation/space-before")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(*args: str, code: int) -> subprocess.CompletedProcess[str]:
        done = commands.run(*args[:1], *FEW_RULES, *args[1:], cwd=tmp_path, text=True)
        assert (done.returncode, done.stderr if done.returncode == 2 else "") == (code, ""), done
        return done

    return run


def told(done: subprocess.CompletedProcess[str]) -> list[tuple[str, str]]:
    """What was reported: paths and what was found."""
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [(each["path"], each["found"]) for each in found]


WORDS = ["the", "long", "road", "from", "town", "to", "sea", "is", "open", "again", "and", "people", "glad"]
# Each stands once: what a text writes so again and again is its own spelling.
SLIPS = [
    each.wrong
    for each in misspellings()
    if each.is_sure == "1" and each.wrong.isalpha() and len(each.wrong) > 6
]


def _sentence(dice: random.Random, slip: str) -> str:
    words = [dice.choice(WORDS) for _ in range(14)]
    return (
        f"The {' '.join(words[:6])} {slip} {' '.join(words[6:])} at the end of day {dice.randrange(10**6)}."
    )


@pytest.mark.parametrize("name", ["old.txt", "old.md"])
def test_of_300_old_findings_and_20_edits_elsewhere_only_what_is_new_is_reported(
    run: Run, tmp_path: Path, name: str
) -> None:
    dice = random.Random(11)
    slips = dice.sample(SLIPS, 420)
    paragraphs = [_sentence(dice, slip) for slip in slips[:400]]
    text = tmp_path / name
    text.write_text("\n\n".join(paragraphs) + "\n")
    old = told(run("check", name, "--output-format", "jsonl", code=1))
    assert len(old) >= 300

    run("baseline", name, code=0)
    assert told(run("check", name, "--output-format", "jsonl", code=0)) == []

    new = []
    for n in sorted(dice.sample(range(400), 20), reverse=True):
        match n % 4:
            case 0:  # a new defect in a new paragraph
                new.append(slips.pop())
                paragraphs.insert(n, f"Nobody has seen the {new[-1]} until today, as it seems.")
            case 1:  # a sentence before
                paragraphs[n] = f"On that evening all was well. {paragraphs[n]}"
            case 2:  # hard line breaks
                paragraphs[n] = paragraphs[n].replace(" ", "\n", 1)
            case _:  # an old defect goes
                paragraphs[n] = "Nothing of what was here is left."
    text.write_text("\n\n".join(paragraphs) + "\n")
    assert new
    assert sorted(
        found for _, found in told(run("check", name, "--output-format", "jsonl", code=1))
    ) == sorted(new)
    shown = run("check", name, "--no-baseline", code=1)
    assert shown.stdout.count("\n") > 250


def test_a_baseline_is_told_of_and_its_findings_are_not_fixed(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("It was thier road.\n")
    wrote = run("baseline", code=0)
    assert (tmp_path / ".textlint-baseline").is_file()
    assert ".textlint-baseline: 1 finding" in wrote.stderr
    assert "1 accepted" in run("check", code=0).stderr

    text.write_text("It was thier road, and they recieve it.\n")
    run("fix", code=0)
    assert text.read_text() == "It was thier road, and they receive it.\n"


def test_a_baseline_of_some_files_keeps_the_rest(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("It was thier road.\n")
    run("baseline", code=0)
    (tmp_path / "a.txt").write_text("It was their road.\n")
    run("baseline", "a.txt", code=0)
    assert [line.split()[2] for line in (tmp_path / ".textlint-baseline").read_text().splitlines()[1:]] == [
        "b.txt"
    ]


def test_suppressions_are_written_and_hold(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It was thier road..\n")
    (tmp_path / "b.md").write_text("It was *thier* road.\n")
    added = run("check", "--add-suppressions", "as it was said", code=0)
    assert added.stdout == ""
    lines = (tmp_path / ".textlint-allow").read_text().splitlines()
    assert [line.split(None, 1)[1] for line in lines[1:]] == [
        "spelling/typo  a.txt  -- as it was said",
        "punctuation/doubled  a.txt  -- as it was said",
        "spelling/typo  b.md  -- as it was said",
    ]
    run("check", code=0)

    (tmp_path / "a.txt").write_text("It was their road..\n")
    unused = run("check", "--output-format", "concise", code=1)
    assert (
        "textlint/unused-suppression .textlint-allow, line 2 allows a finding of 'spelling/typo'"
        in unused.stdout
    )
    run("check", "--ignore", "textlint", code=0)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "<!-- textlint: allow spelling/typo -- a name -->\nThe *thier* sailed.\n"),
        ("a.md", "The thier sailed. <!-- textlint: allow spelling -->\n"),
        ("a.html", "<p><!-- textlint: allow spelling/typo -->The thier sailed.</p>\n"),
        (
            "a.html",
            "<!-- textlint: allow-start all --><p>The thier sailed.</p><!-- textlint: allow-end -->\n",
        ),
        ("a.rst", ".. textlint: allow spelling/typo -- a name\n\nThe thier sailed.\n"),
        ("a.tex", "The thier sailed. % textlint: allow spelling/typo\n"),
        ("a.adoc", "// textlint: allow spelling/typo\nThe thier sailed.\n"),
    ],
)
def test_comments_allow_in_every_format(run: Run, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    run("check", name, code=0)
    run("fix", name, "--unsafe-fixes", code=0)
    assert (tmp_path / name).read_text() == text

    (tmp_path / name).write_text(text.replace("allow", "alow", 1))
    assert "textlint/bad-directive" in run("check", name, "--output-format", "concise", code=1).stdout


def test_what_a_stranger_wrote_is_no_directive(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "<!-- textlint: allow-file all -->\nThe thier sailed.\n# textlint: allow all\n"
    )
    assert told(run("check", "a.txt", "--output-format", "jsonl", code=1)) == [("a.txt", "thier")]


def test_words_are_right_in_a_project(run: Run, tmp_path: Path) -> None:
    (tmp_path / "textlint.toml").write_text('words = ["Manger"]\ndictionary = ["words.txt"]\n')
    (tmp_path / "words.txt").write_text("thier  # a ship\n")
    (tmp_path / "a.txt").write_text("The Thier came. She recieve it.\n")
    assert told(run("check", "--output-format", "jsonl", code=1)) == [("a.txt", "recieve")]


def test_a_damaged_file_beside_the_texts_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("All is well.\n")
    (tmp_path / ".textlint-allow").write_text("nonsense\n")
    done = commands.run("check", "a.txt", cwd=tmp_path, text=True)
    assert done.returncode == 2
    assert ".textlint-allow:1: expected 'fingerprint rule path -- reason', found 'nonsense'" in done.stderr


RULE = """\
kind: pattern
message: "Misspelled."
why: Because.
language: any
options:
  find: 'teh'
examples:
  - bad: "A teh."
  - ok: "All is well."
"""


@pytest.mark.parametrize("name", ["no.dogs", "no dogs", "100%", "a%20b", "é\u00a0x", "no  two", "-- x"])
@pytest.mark.parametrize("command", [("baseline",), ("check", "--add-suppressions", "why")])
def test_rules_with_any_name_can_be_accepted(tmp_path: Path, name: str, command: tuple[str, ...]) -> None:
    (tmp_path / "rules" / "my house").mkdir(parents=True)
    (tmp_path / "rules" / "my house" / f"{name}.yaml").write_text(RULE)
    (tmp_path / "a.txt").write_text("It is teh end.\n")
    flags = ("--rules", "rules", "--select", "my house")

    for args, code in ((("check",), 1), (command, 0), (("check",), 0)):
        done = commands.run(*args, *flags, cwd=tmp_path)
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr.decode()
    (tmp_path / "rules" / "my house" / f"{name}.yaml").unlink()
    (tmp_path / "rules" / "my house" / "other.yaml").write_text(RULE)
    done = commands.run("check", *flags, cwd=tmp_path)
    assert done.returncode == 1  # what was accepted is one rule's


FOREIGN = "aws_secret_access_key = HUNTER2SECRET\n"


@pytest.mark.parametrize("where", ["elsewhere", "here", "work tree"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        (".textlint-allow", None),
        (".textlint-baseline", None),
        ("textlint.toml", None),
        (".textlint.toml", None),
        ("textlint.toml", "extend = '{secret}'"),
        ("textlint.toml", "rules = ['{secret}']"),
        ("rules/house/x.yaml", None),
    ],
)
def test_what_is_wrong_is_quoted_only_from_files_of_the_project(
    tmp_path: Path, name: str, content: str | None, where: str
) -> None:
    """A checkout may have a link to a secret of whoever runs textlint, and its log may be public."""
    folder = tmp_path / "project"
    (folder / name).parent.mkdir(parents=True)
    (folder / "a.txt").write_text("All is well.\n")
    secret = (folder if where == "here" else tmp_path) / "secret.yaml"
    secret.write_text(FOREIGN)
    if where == "work tree":
        (tmp_path / ".git").mkdir()
    if content:
        (folder / name).write_text(content.format(secret=secret))
    else:
        (folder / name).symlink_to(secret)
    own = ("--rules", "rules") if "rules/" in name else ()

    done = commands.run("check", *FEW_RULES, *own, cwd=folder, text=True)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "HUNTER2" not in done.stderr or where != "elsewhere"
    assert ("what was found is not shown" in done.stderr) is (where == "elsewhere")
    if where == "elsewhere":
        assert "aws" not in done.stderr
        assert ":1: expected " in done.stderr
