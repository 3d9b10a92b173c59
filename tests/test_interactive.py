"""Fixing with a person who is asked: what answers make of a text, what is shown, and all of it on a terminal."""

import os
import pty
import select
import sys
import termios
import time
from pathlib import Path

import commands
import pytest

from textlint.cli import excerpt, wordlist
from textlint.cli.interactive import (
    Answer,
    Course,
    Standing,
    Verb,
    after,
    closed,
    edited,
    objection,
    opened,
    result,
    verbs,
    word_of,
)
from textlint.compiler import compile_rules
from textlint.errors import InputError
from textlint.inputs import format_of
from textlint.model import Document, Edit, Finding, Severity, Span
from textlint.reports import columns
from textlint.settings import Settings

TEXTLINT = Path(sys.executable).with_name("textlint")
PATIENCE = 60  # seconds that a terminal may stay silent


@pytest.fixture(scope="module")
def ruleset(make_rule):
    return compile_rules(
        [
            make_rule("words", id="house/typo", words={"teh": "the", "thier": "their", "acn": "can, an"}),
            make_rule("pattern", id="house/stops", find=r"\.\.", replace="."),
            make_rule("pattern", id="house/foo", fix=None, find="foo"),
            make_rule("encoding", id="house/mojibake", steps=["fix_encoding"]),
            make_rule("pattern", id="house/bar", find="bar", replace="baz"),
            make_rule("pattern", id="house/baz", find="baz", replace="bar"),
            make_rule("pattern", id="house/grow", find="grow+", replace=r"\g<0>w"),
            make_rule("pattern", id="house/ab", find="kl", replace="xl"),
            make_rule("pattern", id="house/bc", find="lm", replace="ly"),
        ]
    )


def course_of(ruleset, text, suffix=".txt"):
    return Course(ruleset, Document(text, f"a{suffix}", format_of(suffix).markup))


def answer_to(course, state, key):
    """What a key stands for: a verb, the number of a candidate, or a replacement in angle brackets."""
    if key.startswith("<"):
        return Answer(Verb.EDIT, key.strip("<>"))
    if key.isdecimal():
        return Answer(Verb.EDIT, state.question.candidates[int(key) - 1])
    return Answer(Verb(key), word_of(course, state.document, state.question) if key == "w" else "")


def answered(course, keys, standing=None):
    """What was asked about, and the state after the answers."""
    state, asked = opened(course, standing or Standing()), []
    for key in keys.split():
        asked.append(state.document.text[slice(*state.question.span)])
        answer = answer_to(course, state, key)
        assert objection(state, answer) is None
        state = after(course, state, answer)
    return asked, state


# --- what answers make of a text


@pytest.mark.parametrize(
    ("text", "keys", "new"),
    [
        pytest.param("teh thier.. So", "y n y", "the thier. So", id="yes and no"),
        pytest.param("teh.. thier.. teh", "a n n", "the.. their.. the", id="all of a rule"),
        pytest.param("teh.. thier.. teh", "s y y", "teh. thier. teh", id="skip a rule"),
        pytest.param("teh acn.. thier", "a s y", "the acn. thier", id="all of a rule, then none"),
        pytest.param("acn I, acn you", "1 2", "can I, an you", id="candidates"),
        pytest.param("Acn I", "1", "Can I", id="a candidate, in the case of what was found"),
        pytest.param("a foo here", "<bin>", "a bin here", id="what was typed"),
        pytest.param("a foo here", "<>", "a  here", id="nothing was typed"),
        pytest.param("teh thier. Teh teh", "w y", "teh their. Teh teh", id="a word that is right"),
        pytest.param("Teh end of teh", "w y", "Teh end of the", id="a word with a capital is only that"),
        pytest.param("sound", "", "sound", id="nothing to ask"),
    ],
)
def test_what_answers_make_of_a_text(ruleset, text, keys, new):
    course = course_of(ruleset, text)

    _, state = answered(course, keys)

    assert state.question is None
    assert closed(course, state).document.text == new


@pytest.mark.parametrize(
    ("text", "keys", "asked", "new"),
    [
        pytest.param("a... b", "y y", ["..", ".."], "a. b", id="what a fix reveals"),
        pytest.param("a... b", "y n", ["..", ".."], "a.. b", id="and is left"),
        pytest.param("a bar", "y y", ["bar", "baz"], "a bar", id="what was answered is not asked again"),
        pytest.param("a bar", "a a", ["bar", "baz"], "a bar", id="nor made again, where all are"),
        pytest.param("klm", "n y", ["kl", "lm"], "kly", id="what overlaps an edit that is not made"),
        pytest.param("klm", "y y", ["kl", "lm"], "xly", id="or that is made, if it is still there"),
        pytest.param(
            "grow", "y " * 10, [f"grow{'w' * n}" for n in range(10)], f"grow{'w' * 10}", id="what has no end"
        ),
        pytest.param("teh kl", "n n", ["teh", "kl"], "teh kl", id="nothing is done"),
        pytest.param("teh itâ€™s", "y y", ["â€™", "teh"], "the it’s", id="wrong encodings come first"),
        pytest.param("teh itâ€™s", "n y", ["â€™", "teh"], "the itâ€™s", id="even if they stay"),
    ],
)
def test_rounds(ruleset, text, keys, asked, new):
    course = course_of(ruleset, text)

    was_asked, state = answered(course, keys)

    assert was_asked == asked
    assert state.question is None
    assert closed(course, state).document.text == new


@pytest.mark.parametrize(
    ("text", "keys", "new"),
    [
        pytest.param("teh thier.. So", "y", "the thier.. So", id="what was chosen is done, the rest is left"),
        pytest.param(
            "teh.. thier... So", "a", "the.. their... So", id="all of a rule, behind the question too"
        ),
        pytest.param("a... teh", "a", "a. teh", id="in further rounds too"),
        pytest.param("teh thier", "", "teh thier", id="nothing was chosen"),
    ],
)
def test_giving_up_in_between(ruleset, text, keys, new):
    course = course_of(ruleset, text)

    _, state = answered(course, keys)

    assert state.question
    assert closed(course, state).document.text == new


def test_what_was_answered_for_good_holds_in_the_next_text(ruleset):
    standing = Standing(frozenset({"house/stops"}), frozenset({"house/foo"}), ("thier",))
    course = course_of(ruleset, "foo.. thier teh")

    asked, state = answered(course, "y", standing)

    assert asked == ["teh"]
    assert closed(course, state).document.text == "foo. thier the"
    assert closed(course, state).standing == standing


def test_the_result_tells_what_was_done_and_what_remains(ruleset):
    course = course_of(ruleset, "teh.. foo thier acn")

    _, state = answered(course, "y y n w n")
    made = result(course, closed(course, state))

    assert made.text == "the. foo thier acn"
    assert [(each.rule, each.span) for each in made.applied] == [
        ("house/typo", (0, 3)),
        ("house/stops", (3, 5)),
    ]
    assert [made.text[slice(*each.span)] for each in made.remaining] == ["foo", "acn"]
    assert state.left == {("house/foo", (6, 9), "foo"), ("house/typo", (16, 19), "acn")}


def test_what_is_accepted_is_not_asked(ruleset):
    course = course_of(ruleset, "teh.. foo")
    course = Course(ruleset, course.document, accepts=lambda _, findings: findings[1:])

    asked, state = answered(course, "y")

    assert asked == ["teh"]
    assert [each.rule for each in closed(course, state).accepted] == ["house/stops", "house/foo"]


@pytest.mark.parametrize(
    ("text", "suffix", "keys", "problem"),
    [
        pytest.param("a foo", ".txt", "<foo>", "That is what stands there.", id="no change"),
        pytest.param("a foo\udc80", ".txt", "<bin>", "No edit touches bytes", id="beside undecodable bytes"),
        pytest.param("a foo, `teh`", ".md", "<`bin`>", "This would change the markup", id="code is typed"),
        pytest.param("a foo b", ".md", "<# *bin*>", "This would change the markup", id="emphasis is typed"),
        pytest.param("foo b", ".md", "<- bin>", "This would change the markup", id="a list is typed"),
        pytest.param("a foo, `teh`", ".md", "<bin>", None, id="plain words in markup"),
        pytest.param("a foo b", ".txt", "<# *bin*>", None, id="plain text has no markup"),
        pytest.param("a foo", ".txt", "n", None, id="no edit"),
    ],
)
def test_edits_that_are_refused(ruleset, text, suffix, keys, problem):
    course = course_of(ruleset, text, suffix)
    state = opened(course, Standing())

    found = objection(state, answer_to(course, state, keys))

    assert (found or "").startswith(problem or "")
    assert (found is None) == (problem is None)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("teh", "ynaswe", id="an edit to a word"),
        pytest.param("a..", "ynase", id="an edit to signs"),
        pytest.param("acn", "nswe", id="candidates"),
        pytest.param("foo", "nswe", id="only found"),
    ],
)
def test_what_may_be_answered(ruleset, text, keys):
    course = course_of(ruleset, text)

    assert "".join(verbs(course, opened(course, Standing()))) == keys


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("a foo b", "foo", id="a word"),
        pytest.param("a xfoos b", "xfoos", id="the whole word"),
        pytest.param("a Foo foo b", "foo", id="as it is written"),
        pytest.param("a..", None, id="no word"),
    ],
)
def test_the_word_that_is_right(ruleset, text, word):
    course = course_of(ruleset, text)

    assert word_of(course, course.document, opened(course, Standing()).question) == word


def test_an_edit_that_was_typed_is_unsafe():
    finding = Finding("house/foo", Severity.WARNING, Span(2, 5), "Foo.")

    assert edited(finding, Answer(Verb.EDIT, "x")).edits == (Edit(Span(2, 5), "x"),)
    assert edited(finding, Answer(Verb.EDIT, "x")).applicability == "unsafe"


# --- the dictionary


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(None, b"teh\nna\xc3\xafve\n", id="a new file"),
        pytest.param(b"", b"teh\nna\xc3\xafve\n", id="an empty one"),
        pytest.param(b"# ours\nfoo", b"# ours\nfoo\nteh\nna\xc3\xafve\n", id="no line break at the end"),
        pytest.param(b"foo\r\n", b"foo\r\nteh\r\nna\xc3\xafve\r\n", id="other line breaks"),
    ],
)
def test_words_are_added_to_a_dictionary(before, after, tmp_path):
    file = tmp_path / "words.txt"
    if before is not None:
        file.write_bytes(before)

    wordlist.add(file, ["teh", "naïve"])

    assert file.read_bytes() == after


def test_a_dictionary_that_is_a_link_is_left_alone(tmp_path):
    (tmp_path / "real").write_text("foo\n")
    (tmp_path / "words.txt").symlink_to(tmp_path / "real")

    with pytest.raises(InputError, match="a symbolic link"):
        wordlist.add(tmp_path / "words.txt", ["teh"])


def test_where_new_words_go(tmp_path):
    path = tmp_path / "textlint.toml"

    named = Settings(path=path, dictionary=(tmp_path / "a", tmp_path / "b"))
    assert wordlist.file_for(named) == tmp_path / "b"
    assert wordlist.file_for(Settings(path=path)) == tmp_path / ".textlint-words"
    assert wordlist.file_for(Settings()) == Path.cwd() / ".textlint-words"


# --- what is shown


def drawn(text, span, edits, width):
    document = Document(text)
    finding = Finding(
        "a/b", Severity.WARNING, Span(*span), "", tuple(Edit(Span(*at), new) for at, new in edits)
    )
    return (
        excerpt.before(document, finding, width, color=False),
        excerpt.after(document, finding, width, color=False),
    )


@pytest.mark.parametrize(
    ("text", "span", "edits", "before", "after"),
    [
        pytest.param("a teh b", (2, 5), [((2, 5), "the")], "a [-teh-] b", "a {+the+} b", id="a word"),
        pytest.param("x\na teh\nb", (4, 7), [((4, 7), "the")], "a [-teh-]", "a {+the+}", id="only its line"),
        pytest.param("a,b", (1, 2), [((2, 2), " ")], "a[-,-]b", "a,{+ +}b", id="something put in"),
        pytest.param("a the the b", (2, 9), [((5, 9), "")], "a [-the the-] b", "a the b", id="taken out"),
        pytest.param(
            "a “b c” d",
            (2, 7),
            [((2, 3), '"'), ((6, 7), '"')],
            "a [-“b c”-] d",
            'a {+"+}b c{+"+} d',
            id="two",
        ),
        pytest.param("a\nLeave\nb", (2, 7), [((2, 8), "")], "[-Leave-]", "(deleted)", id="a line goes"),
        pytest.param("a\nLeave", (2, 7), [((2, 7), "")], "[-Leave-]", "(deleted)", id="the last line goes"),
        pytest.param("a-\nb", (0, 4), [((1, 3), "")], r"[-a-\nb-]", "ab", id="over two lines"),
        pytest.param(
            "\ta\x1b[2J\u202e", (1, 2), [((1, 2), "b")], r"\t[-a-]\x1b[2J\u202e", None, id="escaped"
        ),
        pytest.param(
            "日本teh語", (2, 5), [((2, 5), "の")], "日本[-teh-]語", "日本{+の+}語", id="wide letters"
        ),
        pytest.param("שלום teh עולם", (5, 8), [((5, 8), "x")], "שלום [-teh-] עולם", None, id="right to left"),
    ],
)
def test_a_line_as_it_is_and_as_it_would_be(text, span, edits, before, after):
    drawn_before, drawn_after = drawn(text, span, edits, 60)

    assert drawn_before == before
    assert after is None or drawn_after == after


@pytest.mark.parametrize("width", [20, 40, 79, 200])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("word " * 500 + "teh" + " more" * 500, "teh", id="in the middle"),
        pytest.param("teh" + " more" * 500, "teh", id="at the beginning"),
        pytest.param("word " * 500 + "teh", "teh", id="at the end"),
        pytest.param("日本語" * 500 + "teh" + "日本語" * 500, "teh", id="among wide letters"),
        pytest.param("e\N{COMBINING ACUTE ACCENT}" * 500 + "teh" + "\x1b\t" * 500, "teh", id="among marks"),
        pytest.param("a " + "teh" * 2000 + " b", "teh" * 2000, id="itself"),
    ],
)
def test_a_long_line_fits(text, found, width):
    at = text.index(found)
    span = (at, at + len(found))

    for line in drawn(text, span, [(span, found.upper())], width):
        assert columns(line) <= width
        assert "…" in line
        assert found[:4] in line or found[:4].upper() in line


def test_many_edits_are_only_counted():
    assert drawn("abcdefgh", (0, 8), [((n, n + 1), "x") for n in range(6)], 60)[1] == "(6 edits)"


# --- on a terminal

TYPO = """\
kind: words
message: "'{found}' should be {expected}."
why: Because.
fix: safe
language: any
options:
  words: {teh: the, thier: their, acn: "can, an"}
examples:
  - bad: "To teh end."
    good: "To the end."
  - ok: "To the end."
"""
STOPS = r"""\
kind: pattern
message: "Two stops."
why: Because.
fix: safe
language: any
options:
  find: '\.\.'
  replace: "."
examples:
  - bad: "The end.. So."
    good: "The end. So."
  - ok: "The end."
""".removeprefix("\\\n")


class Terminal:
    """A command on a pseudo-terminal of its own."""

    def __init__(self, *args, cwd, width=100, **env):
        unwanted = ("FORCE_COLOR", "COLUMNS", "LINES")  # which would have the last word on the terminal
        kept = {key: value for key, value in os.environ.items() if key not in unwanted}
        env = {**kept, "TERM": "xterm", "NO_COLOR": "1", "PYTHONWARNINGS": "", **env}
        command = [TEXTLINT, "fix", "--interactive", *map(str, args)]
        self.process, self.end = pty.fork()
        if not self.process:
            os.chdir(cwd)
            os.execve(TEXTLINT, command, env)  # noqa: S606
        termios.tcsetwinsize(self.end, (24, width))
        self.shown = ""

    def read(self):
        """More of what is shown; nothing when the command has ended."""
        assert select.select([self.end], [], [], PATIENCE)[0], f"silent after {self.shown!r}"
        try:
            data = os.read(self.end, 65536)
        except OSError:  # the other end is closed
            data = b""
        self.shown += data.decode().replace("\r\n", "\n")
        return data

    def press(self, keys):
        """Press keys, each when a question has been put and the terminal waits for a key."""
        for key in keys:
            self.wait("] ")
            while termios.tcgetattr(self.end)[3] & termios.ICANON:
                time.sleep(0.001)
            os.write(self.end, key.encode())
            self.seen = len(self.shown)
        return self

    def type(self, line):
        self.wait("Replacement: ")
        os.write(self.end, f"{line}\n".encode())
        self.seen = len(self.shown)
        return self

    seen = 0

    def wait(self, ending):
        while not (len(self.shown) > self.seen and self.shown.endswith(ending)):
            assert self.read(), f"ended after {self.shown!r}"

    def give_up(self, key):
        """Press a key in a line that is typed: again if nothing comes of it, as people do.

        A signal between the prompt and Python's wait for the terminal is only heard with the next key.
        """
        os.write(self.end, key.encode())
        if not select.select([self.end], [], [], 2)[0]:
            os.write(self.end, key.encode())

    def code(self):
        while self.read():
            pass
        os.close(self.end)
        return os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])


@pytest.fixture
def folder(tmp_path):
    for name, rule in (("typo", TYPO), ("stops", STOPS)):
        file = tmp_path / "my" / "house" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(rule)
    (tmp_path / "textlint.toml").write_text('rules = ["my"]\nselect = ["house"]\n')
    return tmp_path


def check(folder):
    done = commands.run("check", cwd=folder, text=True)
    return done.returncode, done.stdout


def test_a_session(folder):
    (folder / "a.txt").write_text("To teh end.. They acn go.\nTo thier house.\n")

    terminal = Terminal("a.txt", cwd=folder).press("yn2e").type("a").press("n")

    assert terminal.code() == 1
    assert (folder / "a.txt").read_text() == "To the end.. They an go.\nTo a house.\n"
    assert terminal.shown == (
        "\n"
        "a.txt:1:4: house/typo [*] 'teh' should be 'the'.\n"
        "  To [-teh-] end.. They acn go.\n"
        "  To {+the+} end.. They acn go.\n"
        "Make this edit (1 of 4)? [y,n,a,s,w,e,q,?] yes\n"
        "\n"
        "a.txt:1:11: house/stops [*] Two stops.\n"
        "  To teh end[-..-] They acn go.\n"
        "  To teh end{+.+} They acn go.\n"
        "Make this edit (2 of 4)? [y,n,a,s,e,u,q,?] no\n"
        "\n"
        "a.txt:1:19: house/typo 'acn' should be 'can' or 'an'.\n"
        "  To teh end.. They [-acn-] go.\n"
        "  1 can  2 an\n"
        "What is to be done (3 of 4)? [1,2,n,s,w,e,u,q,?] an\n"
        "\n"
        "a.txt:2:4: house/typo [*] 'thier' should be 'their'.\n"
        "  To [-thier-] house.\n"
        "  To {+their+} house.\n"
        "Make this edit (4 of 4)? [y,n,a,s,w,e,u,q,?] edit\n"
        "Replacement: a\n"
        "Keep 1 finding as suppressions in .textlint-allow? [y/N] no\n"
        "Fixed 3 defects in 1 of 1 document; 1 finding left.\n"
    )


def test_what_is_left_is_allowed_if_that_is_wanted(folder):
    (folder / "a.txt").write_text("To teh end.. So.\nTo thier house and teh house.\n")
    (folder / "b.txt").write_text("Of thier own.\n")

    terminal = Terminal("a.txt", "b.txt", cwd=folder).press("ynsy")

    assert terminal.code() == 1  # what was skipped is neither fixed nor allowed
    assert "Keep 1 finding as" in terminal.shown
    assert (folder / "a.txt").read_text() == "To the end.. So.\nTo thier house and teh house.\n"
    assert "  house/stops  a.txt\n" in (folder / ".textlint-allow").read_text()
    code, shown = check(folder)
    assert (code, [line.split()[1] for line in shown.splitlines()]) == (1, ["house/typo"] * 3)


def test_all_is_well_when_all_is_fixed_or_allowed(folder):
    (folder / "a.txt").write_text("To teh end.. So.\n")

    terminal = Terminal("a.txt", cwd=folder).press("yny")

    assert terminal.code() == 0
    assert check(folder) == (0, "")


@pytest.mark.parametrize(
    "encode",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="a byte order mark"),
        pytest.param(lambda text: b"\xff\xfe" + text.encode("utf-16-le"), id="UTF-16"),
        pytest.param(lambda text: b"\x80 " + text.encode(), id="undecodable bytes"),
    ],
)
def test_the_bytes_around_an_edit_stay(folder, encode):
    (folder / "a.txt").write_bytes(encode("naïve\r\nTo teh end.\r\rSo thier \n"))

    assert Terminal("a.txt", cwd=folder).press("yy").code() == 0
    assert (folder / "a.txt").read_bytes() == encode("naïve\r\nTo the end.\r\rSo their \n")


def test_all_and_skip_hold_for_the_next_files(folder):
    (folder / "a.txt").write_text("To teh end.. So thier..\n")
    (folder / "b.txt").write_text("To teh end.. So thier..\n")

    assert Terminal(cwd=folder).press("as").code() == 1
    assert (folder / "a.txt").read_text() == "To the end.. So their..\n"
    assert (folder / "b.txt").read_text() == "To the end.. So their..\n"


def test_undo(folder):
    (folder / "a.txt").write_text("To teh end... So.\n")

    terminal = Terminal("a.txt", cwd=folder).press("yyuunynn")

    assert terminal.code() == 1
    assert (folder / "a.txt").read_text() == "To teh end.. So.\n"
    assert [terminal.shown.count(f"({n})") for n in ("1 of 2", "2 of 2", "1 of 1")] == [2, 3, 2]
    assert "Keep 2 findings" in terminal.shown


def test_quit_writes_what_was_chosen_and_asks_no_more(folder):
    (folder / "a.txt").write_text("To teh end.. So.\n")
    (folder / "b.txt").write_text("To teh end.\n")

    terminal = Terminal(cwd=folder).press("yq")

    assert terminal.code() == 1
    assert (folder / "a.txt").read_text() == "To the end.. So.\n"
    assert (folder / "b.txt").read_text() == "To teh end.\n"
    assert terminal.shown.endswith("quit\nFixed 1 defect in 1 of 1 document; 1 finding left.\n")


@pytest.mark.parametrize("key", [pytest.param("\x03", id="Ctrl-C"), pytest.param("\x04", id="Ctrl-D")])
@pytest.mark.parametrize("asked", ["question", "replacement", "allow"])
def test_giving_up_writes_nothing_of_the_file(folder, key, asked):
    (folder / "a.txt").write_text("To teh end.\n")
    (folder / "b.txt").write_text("To acn end.. So.\n")
    (folder / "textlint.toml").write_text('rules = ["my"]\nselect = ["house"]\ndictionary = ["words.txt"]\n')
    (folder / "words.txt").write_text("ours\n")

    terminal = Terminal("a.txt", "b.txt", cwd=folder).press("yw")
    if asked == "question":
        terminal.press(key)
    elif asked == "replacement":
        terminal.press("e")
        terminal.wait("Replacement: ")
        terminal.give_up(key)
    else:
        terminal.press(f"n{key}")

    assert terminal.code() == 130
    assert terminal.shown.endswith("\ntextlint: interrupted\n")
    assert (folder / "a.txt").read_text() == "To the end.\n"
    assert (folder / "b.txt").read_text() == "To acn end.. So.\n"
    assert (folder / "words.txt").read_text() == ("ours\nacn\n" if asked == "allow" else "ours\n")
    assert not (folder / ".textlint-allow").exists()


def test_a_word_goes_into_the_dictionary(folder):
    (folder / "textlint.toml").write_text('rules = ["my"]\nselect = ["house"]\ndictionary = ["words.txt"]\n')
    (folder / "words.txt").write_text("# ours\n")
    (folder / "a.txt").write_text("To teh end, teh thier.\n")
    (folder / "b.txt").write_text("To teh end.\n")

    assert Terminal("a.txt", "b.txt", cwd=folder).press("wy").code() == 0
    assert (folder / "words.txt").read_text() == "# ours\nteh\n"
    assert (folder / "a.txt").read_text() == "To teh end, teh their.\n"
    assert check(folder) == (0, "")


def test_a_dictionary_is_made_if_that_is_wanted(folder):
    (folder / "a.txt").write_text("To teh end, thier end.\n")

    terminal = Terminal("a.txt", cwd=folder).press("wnwyw")

    assert terminal.code() == 0
    assert terminal.shown.count("No dictionary is set. Put 'teh' into .textlint-words? [y/N] ") == 2
    (line,) = (line for line in terminal.shown.splitlines() if "dictionary = " in line)
    assert line.startswith("So that it counts from now on, write into textlint.toml: ")
    assert (folder / ".textlint-words").read_text() == "teh\nthier\n"
    with (folder / "textlint.toml").open("a") as settings:
        settings.write(line.partition("toml: ")[2] + "\n")
    assert check(folder) == (0, "")


def test_markup_and_code_are_left_alone(folder):
    text = "To teh *end*, he says.\n\nRun `acn ..` so.. and then.\n\nIt is thier [house](http://acn.org/..).\n\n    acn ..\n"
    (folder / "a.md").write_text(text)

    terminal = Terminal("a.md", cwd=folder).press("ye").type("`x`").press("e").type("x *y* z").press("yy")

    assert terminal.code() == 0
    assert terminal.shown.count("This would change the markup around it. Nothing is changed.") == 2
    for old, new in (("teh *end*", "the *end*"), ("so..", "so."), ("is thier", "is their")):
        text = text.replace(old, new)
    assert (folder / "a.md").read_text() == text


def test_deleting_is_asked_again_and_other_signs_are_not_typed(folder):
    (folder / "a.txt").write_text("To teh end.\n")

    terminal = Terminal("a.txt", cwd=folder).press("e").type("\x16\x07x").press("e").type("").press("n")
    terminal.press("e").type("").press("y")

    assert terminal.code() == 0
    assert "Signs that can't be shown are not taken." in terminal.shown
    assert (folder / "a.txt").read_text() == "To  end.\n"


def test_help_and_other_keys(folder):
    (folder / "a.txt").write_text("To acn end.\n")

    terminal = Terminal("a.txt", cwd=folder).press(["?", "y", "\r", "\x1b[A", "u", "N", "n"])

    assert terminal.code() == 1
    assert terminal.shown.count("  n    leave it\n") == 5
    assert "make the edit" not in terminal.shown


def test_colors_and_a_narrow_terminal(folder):
    (folder / "a.txt").write_text(f"{'To ' * 2000}teh{' end' * 2000}\n")

    terminal = Terminal("a.txt", cwd=folder, width=40, NO_COLOR="").press("n")
    terminal.press("n")

    assert terminal.code() == 1
    assert "\x1b[31m[-teh-]\x1b[0m" in terminal.shown
    assert "\x1b[32m{+the+}\x1b[0m" in terminal.shown
    lines = [line for line in terminal.shown.split("\n") if "…" in line]
    assert [len(line) - len("\x1b[31m\x1b[0m") for line in lines] == [40, 40]


def test_a_file_that_somebody_else_has_changed_is_left_alone(folder):
    (folder / "a.txt").write_text("To teh end.. So.\n")

    terminal = Terminal("a.txt", cwd=folder).press("y")
    terminal.wait("] ")
    (folder / "a.txt").write_text("Another text.\n")
    terminal.press("y")

    assert terminal.code() == 2
    assert "a.txt: changed by somebody else in the meantime; left alone" in terminal.shown
    assert (folder / "a.txt").read_text() == "Another text.\n"


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        pytest.param([], "--interactive needs a terminal", id="no terminal"),
        pytest.param(["--diff"], "--diff doesn't go with it", id="a diff"),
        pytest.param(["-"], "'-' and --jobs don't go with it", id="standard input"),
        pytest.param(["--jobs", "2"], "'-' and --jobs don't go with it", id="several processes"),
        pytest.param(["--output-format", "json"], "--output-format doesn't go with it", id="an output"),
        pytest.param(["--statistics"], "--statistics doesn't go with it", id="statistics"),
    ],
)
def test_where_nobody_can_be_asked(folder, args, problem):
    (folder / "a.txt").write_text("To teh end.\n")

    done = commands.run("fix", "-i", *args, cwd=folder, data=b"y", text=True)

    assert done.returncode == 2
    assert problem in done.stderr
    assert done.stderr.count("\n") == 1
    assert (folder / "a.txt").read_text() == "To teh end.\n"


def test_the_session_in_the_documentation_is_real(tmp_path):
    told = (
        (Path(__file__).parents[1] / "docs" / "fixing.md")
        .read_text()
        .partition("$ textlint fix -i harbour.txt\n")[2]
    )
    (tmp_path / "harbour.txt").write_text(
        "The council met on Monday.. It was thier last meeting of the year.\n"
        "They all got the pece of it that they had asked for, and a lenghty report.\n"
    )

    terminal = Terminal("harbour.txt", "--select", "spelling,punctuation", cwd=tmp_path).press("yn2yn")

    assert terminal.code() == 1
    assert terminal.shown == told.partition("```")[0]
