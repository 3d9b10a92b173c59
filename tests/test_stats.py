"""What is found in many texts, in numbers: as a user asks for it, and how summaries add up."""

import gzip
import json
import random
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import commands
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet as pq
import pytest

from textlint import summary
from textlint.cli.commands.stats import FORMATS
from textlint.corpora.records import Record
from textlint.model import Finding, Severity, Span
from textlint.outputs.summaries import SUMMARIES
from textlint.reports import Report, unplaced
from textlint.summary import Summary, name_of

RULES = ("--select", "punctuation")
SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
TEXTS = ["It ended.. He left.", "All is well.", None, "It came  back.. He left.", "😀 It ended.. He left."]


def run(*args, cwd, **environment):
    known = {"NO_COLOR": "", "FORCE_COLOR": "", "COLUMNS": "80", **environment}
    return commands.run(*args, *RULES, cwd=cwd, **known)


def stats(*args, cwd):
    """The summary as JSON."""
    return json.loads(run("stats", *args, "--output-format", "json", cwd=cwd).stdout)


def rows_of(texts, sites=("https://www.a.org/1", "http://B.org:80/2")):
    return [{"text": text, "site": sites[n % len(sites)]} for n, text in enumerate(texts)]


def write_lines(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def write_tables(folder):
    """One table in each format."""
    write_lines(folder / "a.jsonl", rows_of(TEXTS))
    (folder / "a.jsonl.gz").write_bytes(gzip.compress((folder / "a.jsonl").read_bytes() * 2))
    table = pa.Table.from_pylist(rows_of(TEXTS * 2))
    pq.write_table(table, folder / "b.parquet", row_group_size=4)
    pyarrow.feather.write_feather(table.slice(0, 7), folder / "c.arrow")
    pyarrow.csv.write_csv(table.slice(0, 2), folder / "d.csv")


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """A folder of tables, what check finds in them, and their summary."""
    folder = tmp_path_factory.mktemp("counted")
    write_tables(folder / "in")
    lines = run("check", "in", "--field", "text", "--output-format", "jsonl", cwd=folder).stdout.splitlines()
    return folder, [json.loads(line) for line in lines], stats("in", "--by", "site", cwd=folder)


# --- counts


def test_the_command_line_names_the_outputs_that_there_are():
    assert list(FORMATS) == list(SUMMARIES)


def test_it_counts_what_check_finds(counted):
    _, found, whole = counted
    rules = Counter(each["rule"] for each in found)
    texts = TEXTS * 3 + (TEXTS * 2) + (TEXTS * 2)[:7] + TEXTS[:2]

    assert whole["findings"] == len(found) > 20
    assert {each["rule"]: each["findings"] for each in whole["rules"]} == rules
    assert [each["rule"] for each in whole["rules"]] == [name for name, _ in rules.most_common()]
    assert whole["severities"] == {"error": 0, **Counter(each["severity"] for each in found)}
    documents = Counter(
        rule for rule, _, _ in {(each["rule"], each["path"], each["record"]["row"]) for each in found}
    )
    assert {each["rule"]: each["documents"] for each in whole["rules"]} == documents
    assert whole["documents"] == sum(text is not None for text in texts)
    assert whole["words"] == sum(len(text.split()) for text in texts if text)
    assert whole["per_10000_words"] == round(10_000 * len(found) / whole["words"], 3)


def test_groups_are_told_apart_in_tables_of_all_formats(counted):
    folder, found, whole = counted

    assert [each["group"] for each in whole["groups"]] == ["a.org", "b.org"]
    assert sum(each["findings"] for each in whole["groups"]) == len(found)
    assert sum(each["words"] for each in whole["groups"]) == whole["words"]
    for name in ("a.jsonl", "a.jsonl.gz", "b.parquet", "c.arrow", "d.csv"):
        groups = stats(f"in/{name}", "--by", "site", cwd=folder)["groups"]
        rows = [each["record"]["row"] for each in found if each["path"] == f"in/{name}"]
        if name == "a.jsonl.gz":
            rows = [row - 5 if row > 5 else row for row in rows]  # the sites begin anew
        assert {each["group"]: each["findings"] for each in groups} == {
            "a.org": sum(row % 2 == 1 for row in rows),
            "b.org": sum(row % 2 == 0 for row in rows),
        }


@pytest.mark.parametrize("form", SUMMARIES)
def test_it_is_the_same_with_one_worker_and_many(counted, form):
    folder, _, _ = counted
    args = ("stats", "in", "--by", "site", "--output-format", form)

    one, two = (run(*args, "--jobs", jobs, cwd=folder) for jobs in (1, 2))

    assert one.stdout == two.stdout != b""
    assert (one.returncode, one.stderr) == (0, b"")


def test_texts_are_counted_as_tables_are(tmp_path):
    texts = [path.read_text() for path in SEEDS]
    (tmp_path / "files").mkdir()
    for n, text in enumerate([*texts, "All is well.\n", "Grüße aus\u00a0Köln\n"]):
        (tmp_path / "files" / f"{n}.txt").write_text(text)
    write_lines(tmp_path / "a.jsonl", rows_of([*texts, "All is well.\n", "Grüße aus\u00a0Köln\n"]))

    of_files, of_table = stats("files", cwd=tmp_path), stats("a.jsonl", cwd=tmp_path)

    assert of_files["words"] == of_table["words"] > 3000
    assert of_files["documents"] == 7
    without = [
        {**whole, "rules": [{**rule, "samples": None} for rule in whole["rules"]]}
        for whole in (of_files, of_table)
    ]
    assert without[0] == without[1]
    assert of_files["findings"] > 10


def test_a_nested_field_groups_and_what_has_none_is_a_group(tmp_path):
    rows = [{"text": "It.. is.", "metadata": {"site": n}} for n in (1, 1, "x", None)] + [{"text": "All."}]
    write_lines(tmp_path / "a.jsonl", rows)

    groups = stats("a.jsonl", "--by", "metadata.site", cwd=tmp_path)["groups"]

    assert [(each["group"], each["documents"], each["findings"]) for each in groups] == [
        (None, 2, 1),
        ("1", 2, 2),
        ("x", 1, 1),
    ]


def test_few_groups_are_shown_and_the_others_are_counted_together(tmp_path):
    write_lines(tmp_path / "a.jsonl", rows_of(["It ended.. He left."] * 7, ["a", "b", "a", "c"]))

    whole = stats("a.jsonl", "--by", "site", "--top", 1, cwd=tmp_path)
    shown = run("stats", "a.jsonl", "--by", "site", "--top", 1, cwd=tmp_path).stdout.decode()

    assert [each["group"] for each in whole["groups"]] == ["a"]
    assert whole["other_groups"]["documents"] == whole["other_groups"]["findings"] == 3
    assert whole["all_groups_told_apart"]
    assert "(others: 2)" in shown


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("https://www.Example.org/a?b=c", "example.org"),
        ("http://user:word@example.org:8080", "example.org"),
        ("//cdn.example.org/x", "cdn.example.org"),
        ("www.example.org/a", "example.org"),
        ("http://[2001:db8::1]:80/", "[2001:db8::1]"),
        ("https://example.org./", "example.org"),
        ("file:///tmp/x", "file:///tmp/x"),
        ("https://", "https://"),
        ("example.org/a", "example.org/a"),
        ("  news ", "news"),
        ("", ""),
        (None, None),
        ("x" * 1_000_000, "x" * 199 + "…"),
        ("https://" + "x" * 1_000_000, "x" * 199 + "…"),
        ("a" * 1_000_000 + "://x", "a" * 199 + "…"),
    ],
)
def test_the_group_that_a_value_stands_for(value, name):
    assert name_of(value) == name


# --- what can't be counted


def test_what_can_not_be_read_is_said_and_the_rest_is_counted(tmp_path):
    write_lines(tmp_path / "a.jsonl", rows_of(TEXTS))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "It.. is."}\n' * 900)[:-9])

    done = run("stats", ".", "--field", "text", "--output-format", "json", cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr == (
        b"textlint: b.jsonl.gz: ends in the middle of its compressed data; expected a whole file\n"
    )
    assert json.loads(done.stdout)["documents"] == 4


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["a.txt", "--by", "site"], "a.txt: a text; --by names a field of tables"),
        (["-"], "'-' is standard input; stats reads files"),
        (["a.jsonl", "--by", "sites"], "a.jsonl: no row has a field 'sites'; did you mean 'site'?"),
        (["a.csv", "--by", "sites"], "a.csv: no column 'sites'"),
        (["a.parquet", "--by", "sites"], "no column 'sites'; did you mean 'site'?"),
        (["nothing"], "nothing: no such file or folder"),
        (["a.jsonl", "--output-file", "a.jsonl"], "one of the texts to read; expected another file"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_line(tmp_path, args, problem):
    write_lines(tmp_path / "a.jsonl", rows_of(TEXTS))
    pyarrow.csv.write_csv(pa.Table.from_pylist(rows_of(TEXTS)), tmp_path / "a.csv")
    pq.write_table(pa.Table.from_pylist(rows_of(TEXTS)), tmp_path / "a.parquet")
    (tmp_path / "a.txt").write_text("It ended.. He left.\n")

    done = run("stats", *args, cwd=tmp_path)

    assert done.returncode == 2
    assert problem in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1


# --- what is shown


def test_what_a_terminal_shows(tmp_path):
    write_lines(tmp_path / "a.jsonl", rows_of(TEXTS[:4]))

    done = run("stats", "a.jsonl", "--by", "site", cwd=tmp_path)

    assert (
        done.stdout.decode()
        == """\
3 documents, 12 words, 3 findings, 2,500.0 per 10,000 words

findings  severity
       2  warning  ██████████████████████████████
       1  info     ███████████████

findings  documents  per 10,000  rule
       2          2    1,666.67  punctuation/doubled       █████████████████████
    It ended«..» He left.  a.jsonl:1[text]
    It came  back«..» He left.  a.jsonl:4[text]
       1          1      833.33  punctuation/doubled-space ██████████▌
    It came«  »back.. He left.  a.jsonl:4[text]

documents  words  findings  per 10,000  site
        2      8         2    2,500.00  b.org ██████████████████████████████
    punctuation/doubled 1, punctuation/doubled-space 1
        1      4         1    2,500.00  a.org ██████████████████████████████
    punctuation/doubled 1
"""
    )


def test_groups_are_shown_where_nothing_is_found(tmp_path):
    write_lines(tmp_path / "a.jsonl", rows_of(["All is well.", "So it is."]))
    write_lines(tmp_path / "none.jsonl", [])

    some, none = (run("stats", name, "--by", "site", cwd=tmp_path) for name in ("a.jsonl", "none.jsonl"))

    assert (
        some.stdout.decode()
        == """\
2 documents, 6 words, 0 findings, 0.0 per 10,000 words

documents  words  findings  per 10,000  site
        1      3         0        0.00  a.org
        1      3         0        0.00  b.org
"""
    )
    assert none.stdout.decode() == "0 documents, 0 words, 0 findings\n"


@pytest.mark.parametrize("width", [40, 60, 120])
def test_no_line_is_wider_than_the_terminal(tmp_path, width):
    long = "Word " * 40 + "ended.. He left " + "then " * 40 + "漢字" * 30
    write_lines(
        tmp_path / f"{'long' * 20}.jsonl",
        rows_of([long, "日本語 wo\u200brd " + long], ["s" * 300, "日本" * 40]),
    )

    shown = run("stats", ".", "--by", "site", cwd=tmp_path, COLUMNS=str(width)).stdout.decode()

    rules = [line for line in shown.splitlines() if "«" in line]
    assert rules
    wide = re.compile("[日本語漢字]")
    assert all(len(line) + len(wide.findall(line)) <= width for line in rules)


def test_colours_are_for_those_who_want_them(tmp_path):
    write_lines(tmp_path / "a.jsonl", rows_of(TEXTS))

    plain, coloured = (
        run("stats", "a.jsonl", cwd=tmp_path, **environment).stdout
        for environment in ({"NO_COLOR": "1"}, {"FORCE_COLOR": "1"})
    )

    assert b"\x1b" not in plain
    assert b"\x1b[33m" in coloured


def test_samples_differ_and_are_as_many_as_are_wanted(tmp_path):
    write_lines(
        tmp_path / "a.jsonl", rows_of(["One.. He", "One.. He", "Two.. He.. It", "Three.. He", "Four.. He"])
    )

    doubled = stats("a.jsonl", cwd=tmp_path)["rules"][0]
    fewer = stats("a.jsonl", "--samples", 1, cwd=tmp_path)["rules"][0]

    assert doubled["rule"] == "punctuation/doubled"
    assert [(each["document"], each["before"]) for each in doubled["samples"]] == [
        ("a.jsonl:1[text]", "One"),
        ("a.jsonl:3[text]", "Two"),
        ("a.jsonl:4[text]", "Three"),
    ]
    assert len(fewer["samples"]) == 1


class Page(HTMLParser):
    """the elements of a page, with what they ask for, and its words"""

    def __init__(self, page):
        super().__init__()
        self.tags, self.asked, self.words = Counter(), [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.asked += [(tag, name) for name, _ in attrs if name in ("src", "href") or name.startswith("on")]

    def handle_data(self, data):
        self.words.append(data)


HOSTILE = "\x1b[31m\u202e\ud800</td><script>alert(1)</script><img src=x onerror=alert(2)>\n&amp;'\""


def test_a_page_shows_the_numbers_and_nothing_in_it_acts(tmp_path):
    rows = rows_of(
        [f"{HOSTILE} It ended.. {HOSTILE}"] * 2 + ["All is well."] * 1500, [HOSTILE, "b.org", "b.org"]
    )
    write_lines(tmp_path / "<b>.jsonl", rows)

    done = run(
        "stats", ".", "--by", "site", *("--output-format", "html"), "--output-file", "s.html", cwd=tmp_path
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    page = (tmp_path / "s.html").read_text()
    read = Page(page)
    assert read.tags["script"] == read.tags["img"] == read.tags["b"] == 0
    assert read.asked == []
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e\ud800]", page)
    shown = " ".join(read.words)
    assert "<script>alert(1)</script>" in shown
    assert r"\x1b[31m\u202e\ud800</td>" in shown
    assert "<b>.jsonl:1[text]" in shown
    whole = stats(".", "--by", "site", cwd=tmp_path)
    numbers = [f"{whole[name]:,}" for name in ("documents", "words", "findings")]
    numbers += [f"{each[name]:,}" for each in whole["rules"] for name in ("findings", "documents")]
    numbers += [f"{each[name]:,}" for each in whole["groups"] for name in ("documents", "words", "findings")]
    assert "1,502" in numbers
    assert [number for number in numbers if number not in read.words] == []


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_acts_on_a_terminal(tmp_path, form):
    write_lines(tmp_path / "a.jsonl", rows_of([f"It ended.. {HOSTILE}"], [HOSTILE]))

    done = run("stats", "a.jsonl", "--by", "site", "--output-format", form, cwd=tmp_path)

    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert rb"\ud800" in done.stdout
    if form == "text":
        assert "\u202e" not in done.stdout.decode()
    else:
        assert json.loads(done.stdout)["rules"][0]["samples"][0]["after"].endswith("onerror=alert(2)>")


# --- how summaries add up


def reports(count, sites):
    """Reports on records with findings of a few rules, the same each time."""
    chance = random.Random(count)
    for row in range(1, count + 1):
        found = chance.choices(["a/one", "a/two", "b/three"], k=chance.randrange(4))
        placed = [
            unplaced(Finding(rule, chance.choice([*Severity]), Span(0, 1), f"{chance.randrange(3)}"))
            for rule in found
        ]
        record = Record(row, None, "text", None, group=f"s{int(chance.paretovariate(0.6)) % sites}")
        yield Report("a.jsonl", tuple(placed), record=record, words=chance.randrange(50))


def summed(every):
    whole = Summary("site")
    for report in every:
        whole.add(report)
    return whole


@pytest.mark.parametrize("cuts", [(0,), (1, 2, 3), (150,), (299, 300)])
def test_summaries_of_parts_add_up_to_the_summary_of_all(cuts):
    every = list(reports(300, 1000))
    whole = Summary("site")
    for start, end in zip((0, *cuts), (*cuts, len(every)), strict=True):
        whole.include(summed(every[start:end]))

    assert whole == summed(every)
    assert len(whole.rules["a/one"].samples) == 3


def test_so_many_groups_are_told_apart_and_no_more(monkeypatch):
    monkeypatch.setattr(summary, "MOST_GROUPS", 20)
    monkeypatch.setattr(summary, "MORE_GROUPS", 25)

    whole, groups = Summary("site"), summed(reports(3000, 1000))
    for start in range(0, 3000, 1000):
        whole.include(summed(list(reports(3000, 1000))[start : start + 1000]))
    exact = Counter(name_of(report.record.group) for report in reports(3000, 1000))

    for each in (whole, groups):
        assert len(each.groups) <= 25
        assert each.has_more_groups
        assert (
            each.documents == 3000 == each.others.documents + sum(g.documents for g in each.groups.values())
        )
        assert each.findings == each.others.findings + sum(g.findings for g in each.groups.values())
        common = [name for name, _ in exact.most_common(3)]
        assert [name for name, _ in each.commonest_groups(3)[0]] == common
        assert [each.groups[name].documents for name in common] == [exact[name] for name in common]
