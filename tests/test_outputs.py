"""Each way out, on one document with every kind of finding, as a user will see it.

What CI systems read is compared with the files in gold/outputs; sarif.json is indented there for people.
"""

import io
import json
import re
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

import commands
import jsonschema
import pytest

from textlint.model import Accepted, Applicability, Document, Edit, Finding, Rule, Severity, Span
from textlint.outputs import OUTPUTS, statistics
from textlint.reports import Report, escaped, place

GOLD = Path(__file__).parent / "gold" / "outputs"

TEXT = "Ein Käse.. 漢字 thier\r\nLeave a\x1b Reply\nlast line"
FINDINGS = (
    Finding(
        "punctuation/doubled",
        Severity.WARNING,
        Span(8, 10),
        "One stop is enough.",
        (Edit(Span(8, 10), "."),),
        Applicability.SAFE,
    ),
    Finding(
        "spelling/typo",
        Severity.ERROR,
        Span(14, 19),
        "Write 'their'.",
        (Edit(Span(14, 19), "their"),),
        Applicability.UNSAFE,
    ),
    Finding(
        "scraping/comment-form",
        Severity.WARNING,
        Span(21, 35),
        "Comment form.",
        (Edit(Span(21, 36), ""),),
        Applicability.SAFE,
    ),
    Finding("truncation/document", Severity.INFO, Span(36, 45), "Cut \udc80 off."),
)
REPORTS = (Report("a b.txt", place(Document(TEXT), FINDINGS)), Report("sound.txt"))

FULL = """\
a b.txt:1:9: punctuation/doubled [*] One stop is enough.
  |
1 | Ein Käse.. 漢字 thier
  |         ^^ fix: '.'

a b.txt:1:15: spelling/typo [~] Write 'their'.
  |
1 | Ein Käse.. 漢字 thier
  |                 ^^^^^ unsafe fix: 'their'

a b.txt:2:1: scraping/comment-form [*] Comment form.
  |
2 | Leave a\\x1b Reply
  | ^^^^^^^^^^^^^^^^^ fix: delete

a b.txt:3:1: truncation/document Cut \\udc80 off.
  |
3 | last line
  | ^^^^^^^^^

"""

CONCISE = """\
a b.txt:1:9: punctuation/doubled [*] One stop is enough.
a b.txt:1:15: spelling/typo [~] Write 'their'.
a b.txt:2:1: scraping/comment-form [*] Comment form.
a b.txt:3:1: truncation/document Cut \\udc80 off.
"""

GROUPED = """\
a b.txt:
   1:9 punctuation/doubled [*] One stop is enough.
  1:15 spelling/typo [~] Write 'their'.
   2:1 scraping/comment-form [*] Comment form.
   3:1 truncation/document Cut \\udc80 off.

"""

STATISTICS = """\
      1  punctuation/doubled  [*] 1 fixable
      1  scraping/comment-form  [*] 1 fixable
      1  spelling/typo
      1  truncation/document
"""


def written(output, reports=REPORTS, rules=()):
    stream = io.StringIO()
    output.write(iter(reports), stream, color=False, rules=iter(rules))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("full", FULL, id="full"),
        pytest.param("concise", CONCISE, id="concise"),
        pytest.param("grouped", GROUPED, id="grouped"),
    ],
)
def test_text(name, text):
    assert written(OUTPUTS[name]) == text


def test_statistics():
    assert written(statistics) == STATISTICS


def test_jsonl_has_the_keys_of_the_contract_in_order():
    first, *_, last = map(json.loads, written(OUTPUTS["jsonl"]).splitlines())

    assert list(first.items()) == [
        ("path", "a b.txt"),
        ("record", None),
        ("rule", "punctuation/doubled"),
        ("severity", "warning"),
        ("message", "One stop is enough."),
        ("line", 1),
        ("column", 9),
        ("end_line", 1),
        ("end_column", 11),
        ("start", 8),
        ("end", 10),
        ("found", ".."),
        ("edits", [{"start": 8, "end": 10, "text": "."}]),
        ("applicability", "safe"),
    ]
    assert (last["edits"], last["applicability"], last["message"]) == ([], None, "Cut \\udc80 off.")


def test_json_is_an_array_of_the_same_objects():
    assert json.loads(written(OUTPUTS["json"])) == [
        json.loads(line) for line in written(OUTPUTS["jsonl"]).splitlines()
    ]


def test_json_without_findings():
    assert json.loads(written(OUTPUTS["json"], [Report("a.txt")])) == []


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_is_valid_utf8(name):
    written(OUTPUTS[name]).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain “text” é 漢", "plain “text” é 漢", id="what can be shown stays"),
        pytest.param("\x1b]0;title\x07", "\\x1b]0;title\\x07", id="terminal sequences"),
        pytest.param("\u202eevil\u2066", "\\u202eevil\\u2066", id="directions"),
        pytest.param("a\nb\rc\t", "a\\nb\\rc\\t", id="line ends"),
        pytest.param("\udcff", "\\udcff", id="undecodable bytes"),
        pytest.param("\u200b\ufeff\u2028", "\\u200b\\ufeff\\u2028", id="invisible ones"),
    ],
)
def test_escaped(text, shown):
    assert escaped(text) == shown


# --- what CI systems read

CI_TEXT = (
    "Ein Käse.. \N{GRINNING FACE} thier\r\n"
    "Leave a Reply\r\n"
    "Cut \N{RIGHT-TO-LEFT OVERRIDE}off here,\r\n"
    "and there.\r\n"
    "He said 'so'. ahoy Belay hoist larboard\n"
    "<the \x07last> line"
)


def finding(found, rule, message, *edits, severity="warning", applicability=None):
    """A finding on the words `found`; an edit is the words that it replaces and their replacement."""
    spans = [Span(CI_TEXT.index(words), CI_TEXT.index(words) + len(words)) for words in (found, *dict(edits))]
    made = tuple(Edit(span, text) for span, (_, text) in zip(spans[1:], edits, strict=True))
    how = Applicability(applicability) if applicability else None
    return Finding(rule, Severity(severity), spans[0], message, made, how)


CI_FINDINGS = (
    finding("..", "punctuation/doubled", "One stop is enough.", ("..", "."), applicability="safe"),
    finding(
        "thier",
        "spelling/typo",
        "Write 'their'.",
        ("thier", "their"),
        severity="error",
        applicability="unsafe",
    ),
    finding(
        "Leave a Reply",
        "scraping/comment-form",
        "100 % comment form.",
        ("Leave a Reply\r\n", ""),
        applicability="safe",
    ),
    finding(
        "off here,\r\nand there.",
        "truncation/document",
        "Cut\r\n::error file=x,line=1::off \N{RIGHT-TO-LEFT OVERRIDE}[here](https://example.org).",
    ),
    finding("'so'", "style/quotes", "Curl both.", (" '", " ‘"), ("'.", "’."), applicability="safe"),
    finding("ahoy", "spelling/typo", "Unknown word: 'ahoy'."),
    finding("Belay", "spelling/typo", "Unknown word: 'Belay'."),
    finding("hoist", "spelling/typo", "Unknown word: 'hoist'."),
    finding("larboard", "spelling/typo", "Unknown word: 'larboard'."),
    finding(
        "<the \x07last> line", "textlint/unused-suppression", "Nothing here \ufffe & \udc80.", severity="info"
    ),
)
ACCEPTED = {
    5: Accepted("comment", "a greeting"),
    6: Accepted("file", "part of a quotation"),
    7: Accepted("words"),
    8: Accepted("baseline"),
}
CI_PLACED = place(Document(CI_TEXT), CI_FINDINGS)
CI_REPORTS = (
    Report(
        "docs/50 %, ä:b.txt",
        tuple(placed for n, placed in enumerate(CI_PLACED) if n not in ACCEPTED),
        tuple(replace(CI_PLACED[n], accepted=accepted) for n, accepted in ACCEPTED.items()),
    ),
    Report("sound.txt"),
    Report("picture.txt", read=False),
    Report("broken.txt", read=False, problems=("broken.txt: broken UTF-16 at byte 9; left alone",)),
    Report(
        "/elsewhere/ü.txt",
        place(Document("So"), [Finding("casing/name", Severity.INFO, Span(0, 2), "A name.")]),
    ),
)


def rule(name, message, why, **more):
    return Rule(name, "pattern", message, why, None, Path(f"rules/{name}.yaml"), **more)


CI_RULES = (
    rule("casing/name", "'{found}' is written '{fixed}'.", "Names have capitals.", enabled=False),
    rule(
        "punctuation/doubled",
        "One stop is enough.",
        "Joined\n  sentences keep both stops.",
        fix=Applicability.SAFE,
    ),
    rule(
        "spelling/typo", "Unknown word: '{found}'.", "Fingers slip.", severity=Severity.ERROR, language="en"
    ),
)
CI_OUTPUTS = {
    "github": "github.txt",
    "gitlab": "gitlab.json",
    "junit": "junit.xml",
    "sarif": "sarif.json",
    "rdjson": "rdjson.json",
}


@pytest.fixture
def ci_output(tmp_path, monkeypatch):
    """What an output writes of the reports above, in a folder called /here and by version 1.2.3."""
    monkeypatch.chdir(tmp_path)

    def _written(name, reports=CI_REPORTS):
        text = written(OUTPUTS[name], reports, CI_RULES)
        return text.replace(tmp_path.as_uri(), "file:///here").replace(f'"{version("textlint")}"', '"1.2.3"')

    return _written


@pytest.mark.parametrize("name", CI_OUTPUTS)
def test_gold(name, ci_output):
    gold = (GOLD / CI_OUTPUTS[name]).read_text(encoding="utf-8")
    found = ci_output(name)

    if name == "sarif":
        assert json.loads(found) == json.loads(gold)
    else:
        assert found == gold


def parse_commands(text):
    """GitHub's commands, one a line, as its runner reads them: level, properties, message."""
    for line in text.splitlines():
        _, command, data = line.split("::", 2)
        level, properties = command.split(" ", 1)
        yield level, dict(pair.split("=") for pair in properties.split(",")), data


PARSERS = {
    "github": lambda text: list(parse_commands(text)),
    "gitlab": json.loads,
    "junit": ET.fromstring,
    "sarif": json.loads,
    "rdjson": json.loads,
}
NOTHING = {
    "github": lambda found: found == [],
    "gitlab": lambda found: found == [],
    "junit": lambda found: found.findall(".//failure") == [],
    "sarif": lambda found: found["runs"][0]["results"] == [],
    "rdjson": lambda found: found["diagnostics"] == [],
}

SCHEMA = json.loads((GOLD / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))


def validate(log):
    jsonschema.Draft4Validator(SCHEMA).validate(log)


def sarif_path(log):
    """Where the first result of a log is, if the log is valid."""
    validate(log)
    return log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize("name", CI_OUTPUTS)
@pytest.mark.parametrize(
    "reports",
    [
        pytest.param((), id="no files"),
        pytest.param([Report("a.txt")], id="no findings"),
        pytest.param([Report("a.txt", read=False)], id="passed over"),
    ],
)
def test_nothing_found_is_valid_too(name, reports, ci_output):
    assert NOTHING[name](PARSERS[name](ci_output(name, reports)))


def run_check(name, *args, cwd):
    """The exit code of the real command, and what it writes in a format, parsed."""
    flags = ("--isolated", "--select", "punctuation/doubled", "--output-format", name)
    done = commands.run("check", *flags, *args, cwd=cwd)
    return done.returncode, PARSERS[name](done.stdout.decode("utf-8"))


@pytest.mark.parametrize(
    ("name", "path", "where"),
    [
        pytest.param("github", "sub/50 %25.txt", lambda found: found[0][1]["file"], id="github"),
        pytest.param("gitlab", "sub/50 %.txt", lambda found: found[0]["location"]["path"], id="gitlab"),
        pytest.param(
            "junit", "sub/50 %.txt", lambda found: found.find(".//testcase").get("file"), id="junit"
        ),
        pytest.param("sarif", "sub/50%20%25.txt", sarif_path, id="sarif"),
        pytest.param(
            "rdjson", "sub/50 %.txt", lambda found: found["diagnostics"][0]["location"]["path"], id="rdjson"
        ),
    ],
)
def test_the_command(name, path, where, tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "50 %.txt").write_text("It ended.. He left.\n")

    code, found = run_check(name, tmp_path, cwd=tmp_path)
    assert (code, where(found)) == (1, path)

    code, found = run_check(name, "--exclude", "sub", tmp_path, cwd=tmp_path)
    assert (code, NOTHING[name](found)) == (0, True)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param(
            "junit", lambda found: [each.get("message") for each in found.iter("error")], id="junit"
        ),
        pytest.param(
            "sarif",
            lambda found: [
                note["message"]["text"]
                for each in found["runs"][0]["invocations"]
                if not each["executionSuccessful"]
                for note in each["toolExecutionNotifications"]
            ],
            id="sarif",
        ),
    ],
)
def test_the_command_tells_what_it_could_not_read(name, told, tmp_path):
    (tmp_path / "picture.txt").write_bytes(b"\0")

    code, found = run_check(name, "picture.txt", "nothing.txt", cwd=tmp_path)
    assert code == 2
    assert told(found) == [
        "nothing.txt: no such file or folder",
        "picture.txt: a binary file; expected text",
    ]


def test_github_takes_no_columns_for_a_finding_on_several_lines(ci_output):
    found = {properties["title"]: properties for _, properties, _ in PARSERS["github"](ci_output("github"))}

    cut = found["textlint (truncation/document)"]
    assert (cut["line"], cut["endLine"], "col" in cut, "endColumn" in cut) == ("3", "4", False, False)


@pytest.mark.parametrize(
    ("message", "line"),
    [
        pytest.param("a: b, c", "a: b, c", id="these are sound in a message"),
        pytest.param("100 %0A::error::x", "100 %250A::error::x", id="what looks escaped"),
        pytest.param("a\r\n::error::b", "a\\r\\n::error::b", id="line ends"),
        pytest.param("a\u2028::error::\x85b", "a\\u2028::error::\\x85b", id="line ends of other systems"),
        pytest.param("\x1b[31m\u202eb", "\\x1b[31m\\u202eb", id="what acts on terminals"),
    ],
)
def test_no_message_is_a_command(message, line, ci_output):
    placed = place(Document("A text."), [Finding("a/b", Severity.INFO, Span(0, 1), message)])
    found = ci_output("github", [Report("a.txt", placed)])

    assert found == (
        "::notice file=a.txt,line=1,col=1,endLine=1,endColumn=2,title=textlint (a/b)"
        f"::a.txt:1:1: a/b {line}\n"
    )


def test_no_path_is_a_property(ci_output):
    placed = place(Document("A text."), [Finding("a/b", Severity.ERROR, Span(0, 1), "A.")])
    found = ci_output("github", [Report("x,line=9::y\n%.txt", placed)])

    assert found == (
        "::error file=x%2Cline=9%3A%3Ay\\n%25.txt,line=1,col=1,endLine=1,endColumn=2,title=textlint (a/b)"
        "::x,line=9::y\\n%25.txt:1:1: a/b A.\n"
    )


def test_gitlab_has_no_fingerprint_twice(ci_output):
    placed = place(
        Document("So.. so.. so.."), [replace(CI_FINDINGS[0], span=Span(n, n + 2)) for n in (2, 7, 12)]
    )
    found = json.loads(ci_output("gitlab", [Report("a.txt", placed), Report("b.txt", placed)]))

    assert len({each["fingerprint"] for each in found}) == len(found) == 6


def test_junit_is_xml_whatever_a_text_holds(ci_output):
    everything = "".join(map(chr, (*range(0x300), *range(0xD7F0, 0xE010), *range(0xFDC0, 0x10010), 0x10FFFF)))
    placed = place(Document("A text."), [Finding("a/b", Severity.ERROR, Span(0, 1), everything)])
    text = ci_output("junit", [Report("a\x01<b>.txt", placed, problems=(everything,))])
    found = ET.fromstring(text.encode("utf-8"))  # noqa: S314 - our own

    assert found.find(".//failure").get("message") == found.find(".//error").get("message")
    assert found.find("testsuite").get("name") == "a\\x01<b>.txt"


@pytest.mark.parametrize("reports", [pytest.param(CI_REPORTS, id="all"), pytest.param((), id="none")])
def test_sarif_keeps_the_schema(reports, ci_output):
    validate(json.loads(ci_output("sarif", reports)))


def test_the_schema_sees_what_is_wrong(ci_output):
    log = json.loads(ci_output("sarif"))
    log["runs"][0]["results"][0]["level"] = "info"

    with pytest.raises(jsonschema.ValidationError) as error:
        validate(log)
    assert (error.value.validator, error.value.instance) == ("enum", "info")


def test_sarif_names_the_rule_of_each_result(ci_output):
    run = json.loads(ci_output("sarif"))["runs"][0]
    names = [each["id"] for each in run["tool"]["driver"]["rules"]]

    assert names[: len(CI_RULES)] == [each.id for each in CI_RULES]
    assert len(set(names)) == len(names)
    assert [names[each["ruleIndex"]] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]


def test_sarif_knows_of_states_only_with_a_baseline(ci_output):
    def states(log):
        return [each.get("baselineState") for each in json.loads(log)["runs"][0]["results"]]

    everything, *others = CI_REPORTS
    commented = replace(everything, accepted=everything.accepted[:1])
    assert sorted(set(states(ci_output("sarif", CI_REPORTS)))) == ["new", "unchanged"]
    assert set(states(ci_output("sarif", [commented, *others]))) == {None}


# --- fixes, made by who reads the report


def lines(text):
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", text)


def replaced(edits, encoding, width):
    """The text after edits given by lines and columns, which are counted in units of an encoding."""
    starts = [0]
    for each in lines(CI_TEXT):
        starts.append(starts[-1] + len(each.encode(encoding)))
    data = CI_TEXT.encode(encoding)
    for (line, column), (end_line, end_column), new in reversed(edits):
        start, end = starts[line - 1] + width * (column - 1), starts[end_line - 1] + width * (end_column - 1)
        data = data[:start] + new.encode(encoding) + data[end:]
    return data.decode(encoding)


def edited(finding):
    text = CI_TEXT
    for (start, end), new in reversed([(each.span, each.text) for each in finding.edits]):
        text = text[:start] + new + text[end:]
    return text


FIXED = {each.rule: edited(each) for each in CI_FINDINGS if each.edits}


def test_sarif_fixes_do_what_ours_do(ci_output):
    done = {}
    for result in json.loads(ci_output("sarif"))["runs"][0]["results"]:
        for fix in result.get("fixes", ()):
            edits = [
                (
                    (each["deletedRegion"]["startLine"], each["deletedRegion"]["startColumn"]),
                    (each["deletedRegion"]["endLine"], each["deletedRegion"]["endColumn"]),
                    each["insertedContent"]["text"],
                )
                for each in fix["artifactChanges"][0]["replacements"]
            ]
            done[result["ruleId"]] = replaced(edits, "utf-16-le", 2)

    assert len(done) == 4
    assert done == FIXED


def test_rdjson_suggestions_do_what_our_fixes_do(ci_output):
    done = {}
    for each in json.loads(ci_output("rdjson"))["diagnostics"]:
        for suggestion in each["suggestions"]:
            start, end = suggestion["range"]["start"], suggestion["range"]["end"]
            edit = (start["line"], start["column"]), (end["line"], end["column"]), suggestion["text"]
            done[each["code"]["value"]] = replaced([edit], "utf-8", 1)

    assert done == {name: text for name, text in FIXED.items() if name != "style/quotes"}


@pytest.mark.parametrize("at", [0, 1, 999, 1000, 1001, 2500, 6000])
def test_columns_of_a_long_line_are_counted_from_its_beginning(at):
    line = "é😀 ist's\udcff" * 900
    document = Document(f"Before.\n{line}\nBehind.", "a.txt")
    start = len("Before.\n") + at

    for span in (Span(start + 1000, start + 1002), Span(start, start + 3)):  # the order makes no difference
        found = Finding("a/b", Severity.ERROR, span, "So.")
        places = place(document, [found])[0].places

        before = document.text[len("Before.\n") : span.start]
        units, octets = before.encode("utf-16-le", "surrogatepass"), before.encode("utf-8", "surrogateescape")
        columns = [each.column for each in places]
        assert columns == [len(before) + 1, len(units) // 2 + 1, len(octets) + 1]


@pytest.mark.parametrize("name", [name for name in OUTPUTS if name != "sarif"])
def test_an_output_streams_and_reads_no_rules(name):
    """What is known of a report has been written when the next one is asked for."""
    stream, seen = io.StringIO(), []

    def reports():
        for each in CI_REPORTS:
            yield each
            seen.append(stream.getvalue())

    def rules():
        raise AssertionError
        yield

    OUTPUTS[name].write(reports(), stream, color=False, rules=rules())
    assert "doubled" in seen[0]
