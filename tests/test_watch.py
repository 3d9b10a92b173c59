"""`textlint check --watch` with the real command and real files: what changes is checked again, until Ctrl-C."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

TEXTLINT = Path(sys.executable).with_name("textlint")
PATIENCE = 60  # seconds; far more than it takes
DONE = re.compile(r"^No findings in|^\d+ findings? in|^textlint: ", re.MULTILINE)
RULE = "kind: pattern\nmessage: Found.\nwhy: A test needs it.\noptions: {{find: {0}}}\nexamples: [bad: {0}, ok: x]\n"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="an interrupt is sent in another way there")


class Watching:
    """a command that goes on, and what it has written"""

    def __init__(self, process):
        self.process, self.lines = process, queue.SimpleQueue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def until(self, *expected):
        """The lines of the next check that finds just this: why it was made, what was found, the summary."""
        while True:
            lines = self.lines_of_a_check()
            if found(lines) == [*expected]:
                return lines

    def until_it_says(self, expected):
        """The lines of the next check that ends with this error."""
        while True:
            lines = self.lines_of_a_check()
            if expected in lines[-1]:
                return lines

    def lines_of_a_check(self):
        lines = []
        while not (lines and DONE.match(lines[-1])):
            line = self.lines.get(timeout=PATIENCE)
            assert line is not None, f"it ended: {lines}"
            lines.append(line.rstrip("\n"))
        return [re.sub(r"^\d\d:\d\d:\d\d ", "", lines[0]), *lines[1:]]

    def interrupt(self):
        """The exit code, and what was left to be read."""
        self.process.send_signal(signal.SIGINT)
        code, rest = self.process.wait(PATIENCE), []
        while line := self.lines.get(timeout=PATIENCE):
            rest.append(line)
        return code, rest


@contextmanager
def watching(folder, *args):
    command = [TEXTLINT, "check", "--watch", "--output-format", "concise", *args]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield Watching(process)
        finally:
            process.kill()


def found(lines):
    """Path, line and rule of what a check has found."""
    return [re.sub(r":(\d+):\d+: (\S+) .*", r":\1 \2", line) for line in lines[1:-1]]


def put(path, content):
    """Write a file in one step, so that no check sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}~")
    beside.write_text(content)
    beside.replace(path)


def test_texts_and_settings_come_change_and_go(tmp_path):
    put(tmp_path / "a.txt", "It ended.. He left.\n")
    with watching(tmp_path, "--select", "punctuation/doubled") as run:
        lines = run.until("a.txt:1 punctuation/doubled")
        assert lines[0] == "watching; Ctrl-C ends it"

        put(tmp_path / "a.txt", "All is well.\n\nIt ended.. He left.\n")
        lines = run.until("a.txt:3 punctuation/doubled")
        assert lines[0] == "a.txt changed"

        put(tmp_path / "new" / "b.txt", "Once more.. He left.\n")
        run.until("a.txt:3 punctuation/doubled", "new/b.txt:1 punctuation/doubled")

        (tmp_path / "new").rename(tmp_path / "sub")
        run.until("a.txt:3 punctuation/doubled", "sub/b.txt:1 punctuation/doubled")

        put(tmp_path / "textlint.toml", 'exclude = ["sub/"]\n')
        run.until("a.txt:3 punctuation/doubled")

        (tmp_path / "textlint.toml").unlink()
        run.until("a.txt:3 punctuation/doubled", "sub/b.txt:1 punctuation/doubled")

        (tmp_path / "a.txt").unlink()
        run.until("sub/b.txt:1 punctuation/doubled")

        assert run.interrupt() == (0, [])


@pytest.mark.parametrize("path", [".", "texts"])
def test_mistakes_are_shown_until_they_are_mended(tmp_path, path):
    settings, rule = tmp_path / "textlint.toml", tmp_path / "my" / "house" / "word.yaml"
    put(tmp_path / "texts" / "a.txt", "one two\n\none\n")
    put(rule, RULE.format("one"))
    put(settings, 'select = ["house"]\nrules = ["my"]\n')
    with watching(tmp_path, path) as run:
        run.until("texts/a.txt:1 house/word", "texts/a.txt:3 house/word")

        put(settings, 'select = ["house"]\nruls = ["my"]\n')
        assert run.until_it_says("unknown key 'ruls'")[0] == "textlint.toml changed"
        put(settings, 'select = ["house"]\nrules = ["my"]\n')
        run.until("texts/a.txt:1 house/word", "texts/a.txt:3 house/word")

        put(rule, RULE.format("two").replace("kind", "kid"))
        assert run.until_it_says("word.yaml:1: unknown key 'kid'")[0] == "my/house/word.yaml changed"
        put(rule, RULE.format("two"))
        run.until("texts/a.txt:1 house/word")

        put(tmp_path / ".textlint-allow", "not an entry\n")
        run.until_it_says(".textlint-allow:1: expected 'fingerprint")
        (tmp_path / ".textlint-allow").unlink()
        run.until("texts/a.txt:1 house/word")

        assert run.interrupt() == (0, [])


def test_a_named_file_is_followed_when_an_editor_replaces_it(tmp_path):
    put(tmp_path / "notes", "It ended.. He left.\n")
    with watching(tmp_path, "--select", "punctuation/doubled", "notes") as run:
        run.until("notes:1 punctuation/doubled")

        for n in (1, 2):
            put(tmp_path / f"other{n}.txt", "Not ours.. It is not watched.\n")
            put(tmp_path / "notes", "\n" * n + "Anew.. He left.\n")
            assert run.until(f"notes:{n + 1} punctuation/doubled")[0] == "notes changed"

        (tmp_path / "notes").unlink()
        run.until_it_says("notes: no such file or folder")
        put(tmp_path / "notes", "It is back.. He left.\n")
        run.until("notes:1 punctuation/doubled")


def test_words_that_are_right_here_may_stand_in_a_text(tmp_path):
    put(tmp_path / "words.txt", "teh\n")
    put(tmp_path / "textlint.toml", 'dictionary = ["words.txt"]\nexclude = ["words.txt"]\n')
    put(tmp_path / "a.txt", "She saw teh house and thier garden.\n")
    with watching(tmp_path, "--select", "spelling/typo") as run:
        run.until("a.txt:1 spelling/typo")

        put(tmp_path / "words.txt", "teh\nthier\n")
        run.until()


def test_a_terminal_is_cleared_before_each_check(tmp_path):
    (tmp_path / "a.txt").write_text("It ended. He left.\n")
    ours, theirs = os.openpty()
    command = [TEXTLINT, "check", "--watch", "--select", "punctuation/doubled"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=theirs, stderr=theirs) as process:
        try:
            shown = b""
            while b"No findings" not in shown:
                shown += os.read(ours, 1000)
            (tmp_path / "a.txt").write_text("It ended.. He left.\n")
            while b"1 finding in" not in shown:
                shown += os.read(ours, 1000)
        finally:
            process.kill()
    os.close(ours)
    os.close(theirs)

    assert shown.count(b"\x1b[2J") == 2


@pytest.mark.parametrize(
    "args",
    [("-",), ("--output-file", "found.txt"), ("--add-suppressions", "known")],
    ids=lambda args: args[0],
)
def test_what_makes_no_sense_while_watching_is_refused(tmp_path, args):
    done = subprocess.run(
        [TEXTLINT, "check", "--watch", *args], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr.startswith("textlint: --watch shows what is in files; ")
