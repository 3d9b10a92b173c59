"""One table to one table: rows in, rows out, and the notes that say what has been done."""

import gzip
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

import textlint
from textlint import allowlist, inputs, rulesets, runner
from textlint.corpora import shards
from textlint.corpora.records import Layout, Record
from textlint.corpora.shards import Shard, Texts, process
from textlint.inputs import TABLES, table_for, table_suffix
from textlint.model import Severity
from textlint.reports import Tally
from textlint.settings import Settings, for_file, with_flags

FLAGS = {"select": ("punctuation",)}
FIX = runner.Work(fix=True)


def settings(**flags):
    return with_flags(for_file(Settings(), Path("a.jsonl")), **{**FLAGS, **flags})


def worked(shard, work=FIX, aside=()):
    """The outcome of a shard, and the reports on it."""
    reports = []
    outcome = process(shard, work, Texts(shard, work, reports.append, aside=aside))
    return outcome, reports


def rows(path, *texts):
    path.write_text("".join(json.dumps({"n": n, "text": text}) + "\n" for n, text in enumerate(texts, 1)))
    return path


def texts_of(path):
    return [json.loads(line)["text"] for line in path.read_text().splitlines()]


@pytest.fixture
def table(tmp_path):
    return rows(tmp_path / "a.jsonl", "It ended.. He left.", "All is well.", "It came  back.. He left.")


def elsewhere(table, name="b.jsonl", **flags):
    target = table.parent / "new" / name
    return Shard(table, settings(**flags), target, shards.note_for(target, target.parent))


def test_each_suffix_leads_to_the_module_that_has_it():
    assert {suffix for suffix in TABLES if suffix not in table_for(f"a{suffix}").SUFFIXES} == set()
    assert {each for suffix in TABLES for each in table_for(f"a{suffix}").SUFFIXES} == set(TABLES)
    assert not set(TABLES) & {*inputs.FORMATS, *inputs.NAMED, *inputs.STRUCTURED}


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("corpus.jsonl", ".jsonl"),
        ("Corpus.CSV.GZ", ".csv.gz"),
        ("a.b.ndjson.zst", ".ndjson.zst"),
        ("a.parquet", ".parquet"),
        ("a.parquet.gz", ""),
        ("a.txt.gz", ""),
        ("jsonl", ""),
        (".jsonl", ""),
    ],
)
def test_what_makes_a_table(name, suffix):
    assert table_suffix(name) == suffix


def test_texts_are_those_that_fix_gives_for_each_alone(table):
    before = texts_of(table)

    outcome, reports = worked(Shard(table, settings(), table))

    ruleset = textlint.load_ruleset(select=["punctuation"])
    results = [textlint.fix(text, ruleset) for text in before]
    assert texts_of(table) == [result.text for result in results]
    assert outcome.total == Tally(documents=3, findings=1, unsafe=1, fixed=2, changed=2)
    assert outcome.fixed == {"punctuation/doubled": 2}
    assert outcome.found == {"punctuation/doubled-space": 1}
    assert (outcome.rows, outcome.words) == (3, 12)
    assert [report.name for report in reports] == [f"{table}:3[text]"]
    assert reports[0].record == Record(3, None, "text", None)


def test_a_check_finds_what_check_finds_and_writes_nothing(table):
    data = table.read_bytes()

    _, reports = worked(Shard(table, settings()), runner.Work())

    ruleset = textlint.load_ruleset(select=["punctuation"])
    expected = [
        (n, finding) for n, text in enumerate(texts_of(table), 1) for finding in textlint.check(text, ruleset)
    ]
    assert [(each.record.row, placed.finding) for each in reports for placed in each.placed] == expected
    assert len(expected) == 3
    assert table.read_bytes() == data


HOSTILE = [
    pytest.param(b"not json\n", "textlint/record", id="no JSON"),
    pytest.param(b'{"text": "\xff"}\n', "textlint/record", id="no UTF-8"),
    pytest.param(b'{"text": 12345678901234567890123}\n', "textlint/record", id="a number"),
    pytest.param(b'{"text": NaN}\n', "textlint/record", id="NaN"),
    pytest.param(b'{"text": "It ended.\n', "textlint/record", id="cut off"),
    pytest.param(b'{"text": "' + b"ab. " * 300 + b'"}\n', "textlint/document", id="too long"),
    pytest.param(b'{"text": "' + "é".encode() * 600 + b'"}\n', "textlint/document", id="too many bytes"),
    pytest.param(b'{"text": null}\n', None, id="null"),
    pytest.param(b'{"other": "It ended.. He left."}\n', None, id="no such field"),
    pytest.param(b'{"text": ""}\n', None, id="empty"),
    pytest.param(b"\n\r\n", None, id="blank lines"),
    pytest.param(b'{"text": "\\ud800 \\udfff"}\n', None, id="halves of pairs"),
]


@pytest.mark.parametrize(("line", "rule"), HOSTILE)
def test_a_hostile_row_stays_as_it_is_and_is_reported(tmp_path, line, rule):
    table = tmp_path / "a.jsonl"
    good, fixed = b'{"text": "It ended.. He left."}\n', b'{"text": "It ended. He left."}\n'
    table.write_bytes(good + line + good)

    outcome, reports = worked(Shard(table, settings(), table), replace(FIX, longest=1000))

    assert table.read_bytes() == fixed + line + fixed
    found = [
        (each.record.row, placed.finding.rule, placed.finding.severity)
        for each in reports
        for placed in each.placed
    ]
    assert found == ([(2, rule, Severity.ERROR)] if rule else [])
    assert outcome.total.failing == len(found)
    assert outcome.total.problems == []


def test_a_finding_about_a_row_can_be_ignored(tmp_path):
    table = tmp_path / "a.jsonl"
    table.write_bytes(b'not json\n{"text": "All is well."}\n')

    assert worked(Shard(table, settings(ignore=("all",))), runner.Work())[1] == []


def test_a_text_on_which_a_rule_fails_is_left_and_the_others_are_not(table):
    def failing(ruleset, document, **more):
        if "back" in document.text:
            raise ValueError("a bug\nof ours")
        return rulesets.fix(ruleset, document, **more)

    _, reports = worked(Shard(table, settings(), table), replace(FIX, fixing=failing))

    assert texts_of(table) == ["It ended. He left.", "All is well.", "It came  back.. He left."]
    assert [placed.finding.message for each in reports for placed in each.placed] == [
        "A rule has failed here, left as it is: ValueError: a bug of ours."
    ]


def test_a_row_that_is_set_aside_is_left(table):
    _, reports = worked(Shard(table, settings(), table), aside={1})

    assert texts_of(table)[0] == "It ended.. He left."
    assert [(each.record.row, placed.finding.rule) for each in reports for placed in each.placed] == [
        (1, "textlint/document"),
        (3, "punctuation/doubled-space"),
    ]


def test_several_fields_and_ids(tmp_path):
    table = tmp_path / "a.jsonl"
    table.write_text('{"key": "x y", "title": "Oh..", "body": {"text": "It ended.. He left."}}\n')
    work = runner.Work(layout=Layout(("title", "body.text"), "key"))

    _, reports = worked(Shard(table, settings()), work)

    assert [(each.name, each.record.id) for each in reports] == [
        (f"{table}:1[title]", "x y"),
        (f"{table}:1[body.text]", "x y"),
    ]


def test_a_table_without_defects_is_not_touched(tmp_path):
    table = rows(tmp_path / "a.jsonl", "All is well.")
    before = table.stat()

    worked(Shard(table, settings(), table))

    after = table.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_new_table_without_defects_is_a_copy_even_of_what_is_packed(tmp_path):
    table = tmp_path / "a.jsonl.gz"
    table.write_bytes(gzip.compress(b'{"text": "All is well."}\n', 1))

    worked(elsewhere(table, "a.jsonl.gz"))

    assert (tmp_path / "new" / "a.jsonl.gz").read_bytes() == table.read_bytes()


# --- notes


def test_what_is_done_is_not_done_again(table):
    shard = elsewhere(table)

    assert shards.done(shard, FIX) is None
    outcome, _ = worked(shard)

    known = shards.done(shard, FIX)
    assert known
    assert (known.total, known.rows, known.words) == (outcome.total, outcome.rows, outcome.words)
    assert (known.found, known.fixed) == (outcome.found, outcome.fixed)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda shard: (replace(shard, settings=settings(select=("spelling",))), FIX), id="other rules"
        ),
        pytest.param(lambda shard: (replace(shard, settings=settings(unsafe_fixes=True)), FIX), id="unsafe"),
        pytest.param(lambda shard: (shard, replace(FIX, layout=Layout(("title",)))), id="another field"),
        pytest.param(lambda shard: (shard, replace(FIX, longest=5)), id="another limit"),
        pytest.param(lambda shard: (rows(shard.source, "Changed..") and shard, FIX), id="another table"),
        pytest.param(lambda shard: (shard.target.unlink() or shard, FIX), id="the new table is gone"),
        pytest.param(lambda shard: (shard.note.write_text("{") and shard, FIX), id="a broken note"),
        pytest.param(lambda shard: (shard.note.write_text("[]") and shard, FIX), id="no note"),
        pytest.param(lambda shard: (allow(shard, ALLOWED), FIX), id="allowed"),
    ],
)
def test_what_has_changed_is_done_again(table, change):
    shard = elsewhere(table)
    worked(shard)

    assert shards.done(*change(shard)) is None


def allow(shard, text):
    (shard.source.parent / ".textlint-allow").write_text(text)
    allowlist.forget()
    return shard


ALLOWED = "3f2a9c01-77b0d2e4 punctuation/doubled a.jsonl:1[text]\n"


def test_rules_of_ones_own_are_known_by_what_is_in_them(table, tmp_path):
    rule = tmp_path / "my" / "house" / "foo.yaml"
    rule.parent.mkdir(parents=True)
    text = "kind: pattern\nmessage: Foo.\nwhy: Because.\noptions:\n  find: foo\nexamples:\n  - bad: foo\n  - ok: bar\n"
    rule.write_text(text)
    shard = elsewhere(table, select=("house",), rules=(tmp_path / "my",))
    worked(shard)
    assert shards.done(shard, FIX)

    rule.write_text(text.replace("Foo.", "Oh."))
    shards.rules_digest.cache_clear()

    assert shards.done(shard, FIX) is None


def test_what_others_have_written_is_not_overwritten(table):
    shard = elsewhere(table)
    shard.target.parent.mkdir()
    shard.target.write_text("mine\n")

    outcome, _ = worked(shard)

    assert outcome.total.problems == [
        f"{shard.target}: is there already, and textlint has not written it; move it, or name another place"
    ]
    assert shard.target.read_text() == "mine\n"


def test_what_others_have_changed_is_not_overwritten(table):
    shard = elsewhere(table)
    worked(shard)
    shard.target.write_text("mine\n")

    outcome, _ = worked(shard)

    assert outcome.total.problems == [
        f"{shard.target}: has been changed since textlint wrote it; move it, or name another place"
    ]
    assert shard.target.read_text() == "mine\n"


def test_what_was_made_of_another_table_is_not_overwritten(table, tmp_path):
    shard = elsewhere(table)
    worked(shard)
    made = shard.target.read_bytes()
    other = tmp_path / "other" / table.name
    other.parent.mkdir()
    other.write_bytes(table.read_bytes())

    outcome, _ = worked(replace(shard, source=other))

    assert outcome.total.problems == [
        f"{shard.target}: has been made of {table}; move it, or name another place"
    ]
    assert shard.target.read_bytes() == made


def test_a_table_with_the_old_times_is_a_new_one(table):
    shard = elsewhere(table)
    worked(shard)
    before = table.stat()
    table.write_bytes(table.read_bytes().replace(b"t", b"T", 1))
    os.utime(table, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert shards.done(shard, FIX) is None


def test_a_kill_between_the_new_table_and_its_note_does_no_harm(table, monkeypatch):
    shard = elsewhere(table)
    written = shards._write_note

    def killed(note, about):
        if about["outcome"]:
            raise KeyboardInterrupt
        written(note, about)

    monkeypatch.setattr(shards, "_write_note", killed)
    with pytest.raises(KeyboardInterrupt):
        worked(shard)
    assert texts_of(shard.target)[0] == "It ended. He left."
    assert shards.done(shard, FIX) is None

    monkeypatch.setattr(shards, "_write_note", written)
    outcome, _ = worked(shard)

    assert outcome.total.problems == []
    assert shards.done(shard, FIX)


def test_a_table_that_changes_while_it_is_read_is_a_problem(table):
    def changing(ruleset, document, **more):
        with table.open("a") as file:
            file.write("\n")
        return rulesets.fix(ruleset, document, **more)

    shard = elsewhere(table)
    outcome, _ = worked(shard, replace(FIX, fixing=changing))

    assert outcome.total.problems == [f"{table}: changed while it was read; run the same command again"]
    assert shards.done(shard, FIX) is None


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b'{"txt": "a"}\n', "no row has a field 'text'; did you mean 'txt'?", id="no such field"),
        pytest.param(b"\xff\xfe{\0}\0", "begins with the mark of UTF-16; expected UTF-8", id="UTF-16"),
        pytest.param(None, "No such file or directory", id="gone"),
    ],
)
def test_a_table_that_cant_be_read_is_a_problem_that_names_it(tmp_path, data, problem):
    table = tmp_path / "a.jsonl"
    if data is not None:
        table.write_bytes(data)

    for shard in (Shard(table, settings(), table), elsewhere(table), Shard(table, settings())):
        outcome, _ = worked(shard, runner.Work(fix=shard.target is not None))
        assert [each for each in outcome.total.problems if problem in each and str(table) in each]
        assert len(outcome.total.problems) == 1

    assert [path.name for path in tmp_path.rglob("*.jsonl")] == (["a.jsonl"] if data else [])
