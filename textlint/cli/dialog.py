"""dialog – a person on a terminal is asked about each finding; one key is an answer."""

import shutil
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import click
import regex

from textlint.cli import excerpt, wordlist
from textlint.cli.interactive import (
    Answer,
    Course,
    Standing,
    State,
    Verb,
    after,
    closed,
    objection,
    opened,
    result,
    verbs,
    word_of,
)
from textlint.cli.terminal import several, takes_color
from textlint.errors import InputError
from textlint.model import Applicability, Document, Finding, Result
from textlint.outputs.concise import headline
from textlint.reports import Placed, Report, escaped, place
from textlint.rulesets import Accepts, Ruleset
from textlint.settings import Settings

MOST_CANDIDATES = 9  # that have a key
CONTROL = regex.compile(r"[\p{Cc}\p{Cs}]")

HELP = {
    Verb.YES: "make the edit",
    Verb.NO: "leave it",
    Verb.ALL: "make all edits of this rule from here on",
    Verb.SKIP: "ask no more about this rule",
    Verb.WORD: "the word is right: put it into the dictionary",
    Verb.EDIT: "type what is to stand there",
    Verb.UNDO: "go back to the question before",
    Verb.QUIT: "ask no more, and write what was chosen until now",
}


@dataclass(slots=True)
class Session:
    """one run over many texts: what is remembered from one to the next"""

    holds: Mapping[Path, Settings]
    standing: Standing = field(default_factory=Standing)
    left: dict[str, Collection[Finding]] = field(default_factory=dict)  # by path: what was answered with no
    agreed: set[Path] = field(default_factory=set)  # dictionaries that may be made
    has_quit: bool = False
    problems: list[str] = field(default_factory=list)

    def fix(
        self,
        ruleset: Ruleset,
        document: Document,
        *,
        unsafe: bool,  # noqa: ARG002 - each edit is asked about
        accepts: Accepts | None = None,
    ) -> Result:
        """What the answers make of a text; it takes the place of `rulesets.fix`."""
        course = Course(ruleset, document, accepts)
        states = [opened(course, self.standing)]
        while states[-1].question and not self.has_quit:
            answer = self._ask(course, states[-1], can_undo=len(states) > 1)
            if answer.verb == Verb.QUIT:
                self.has_quit = True
            elif answer.verb == Verb.UNDO:
                states.pop()
            else:
                states.append(after(course, states[-1], answer))
        state = closed(course, states[-1])
        if state.dropped:
            click.echo(
                f"Left out, since together they would change the markup: {several(state.dropped, 'edit')}."
            )
        if state.is_endless:
            click.echo("Each round of edits gives rise to another; nothing more is asked about this text.")
        self._keep(document, state.standing.words[len(self.standing.words) :])
        self.standing = state.standing
        made = result(course, state)
        self.left[document.name or "-"] = {
            finding for finding in made.remaining if state.places[finding] in state.left
        }
        return made

    def left_in(self, report: Report) -> Iterator[Placed]:
        """What was answered with no of what is still found."""
        left = self.left.get(report.path, ())
        return (placed for placed in report.placed if placed.finding in left)

    def _ask(self, course: Course, state: State, *, can_undo: bool) -> Answer:
        """An answer that can be carried out."""
        finding = state.questions[state.number]
        candidates = finding.candidates[:MOST_CANDIDATES]
        offered = (*verbs(course, state), *((Verb.UNDO,) if can_undo else ()), Verb.QUIT)
        keys = [*map(str, range(1, len(candidates) + 1)), *offered]
        click.echo("\n".join(_shown(state.document, finding)), color=True)
        while True:
            click.echo(_asked(state, keys), nl=False)
            key = _key()
            if key not in keys:
                click.echo("help" if key == "?" else "one of these keys, please:")
                click.echo("\n".join(_help(keys)))
            elif answer := self._answer(key, course, state):
                problem = objection(state, answer)
                if not problem:
                    return answer
                click.echo(f"{problem} Nothing is changed.")

    def _answer(self, key: str, course: Course, state: State) -> Answer | None:
        """What a key stands for; None where it has come to nothing."""
        finding = state.questions[state.number]
        if key.isdecimal():
            candidate = finding.candidates[int(key) - 1]
            click.echo(escaped(candidate))
            return Answer(Verb.EDIT, candidate)
        verb = Verb(key)
        click.echo(f"{verb.name.lower()}")
        if verb == Verb.EDIT:
            text = _typed("Replacement: ")
            return None if text is None else Answer(verb, text)
        if verb == Verb.WORD:
            word = word_of(course, state.document, finding) or ""
            return Answer(verb, word) if self._may_keep(word, state.document) else None
        return Answer(verb)

    def _may_keep(self, word: str, document: Document) -> bool:
        """Whether there is a dictionary for a word, or one may be made."""
        settings = self.holds[Path(document.name or "-")]
        file = wordlist.file_for(settings)
        if not settings.dictionary and file not in self.agreed:
            if not confirmed(f"No dictionary is set. Put '{escaped(word)}' into {_named(file)}? [y/N] "):
                return False
            self.agreed.add(file)
        return True

    def _keep(self, document: Document, words: Sequence[str]) -> None:
        """Put new words into the dictionary."""
        if not words:
            return
        settings = self.holds[Path(document.name or "-")]
        file = wordlist.file_for(settings)
        try:
            wordlist.add(file, words)
        except InputError as error:
            self.problems.append(str(error))
            return
        click.echo(f"Wrote {_named(file)}: {several(len(words), 'word')}.")
        if not settings.dictionary:
            home = _named(settings.path or file.with_name("textlint.toml"))
            click.echo(f'So that it counts from now on, write into {home}: dictionary = ["{file.name}"]')


def confirmed(question: str) -> bool:
    """Whether a question is answered with yes."""
    click.echo(question, nl=False)
    agreed = _key() == "y"
    click.echo("yes" if agreed else "no")
    return agreed


def _shown(document: Document, finding: Finding) -> Iterator[str]:
    """A finding as it is put before a person: what it is, its line, what the edits make of it."""
    color, (width, _) = takes_color(sys.stdout), shutil.get_terminal_size()
    yield ""
    yield headline(escaped(document.name or "-"), place(document, (finding,))[0], color=color)
    yield f"  {excerpt.before(document, finding, width - 2, color=color)}"
    if finding.edits:
        yield f"  {excerpt.after(document, finding, width - 2, color=color)}"
    listed = (f"{n} {escaped(each)}" for n, each in enumerate(finding.candidates[:MOST_CANDIDATES], 1))
    if finding.candidates:
        yield f"  {'  '.join(listed)}"


def _asked(state: State, keys: Sequence[str]) -> str:
    finding = state.questions[state.number]
    doubt = ", which may be wrong" if finding.applicability == Applicability.UNSAFE else ""
    what = f"Make this edit{doubt}" if finding.edits else "What is to be done"
    return f"{what} ({state.number + 1} of {len(state.questions)})? [{','.join(keys)},?] "


def _help(keys: Sequence[str]) -> Iterator[str]:
    if keys[0].isdecimal():
        yield "  1 …  put this in its place"
    yield from (f"  {key}    {HELP[Verb(key)]}" for key in keys if key in HELP)


def _key() -> str:
    """A key, at once where the terminal can do so. The end of the input, or Ctrl-C, gives up."""
    try:
        key = click.getchar()
    except (EOFError, KeyboardInterrupt):
        key = ""
    if not key:
        click.echo()
        raise click.Abort
    return (key.strip("\r\n") or key).lower()


def _typed(prompt: str) -> str | None:
    """A line that is typed; None if it is to count for nothing."""
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415 - it lets people move in the line that they type
    try:
        text = input(prompt)
    except (EOFError, KeyboardInterrupt):
        click.echo()
        raise click.Abort from None
    except UnicodeDecodeError:
        text = "\0"
    if CONTROL.search(text):
        click.echo("Signs that can't be shown are not taken. Nothing is changed.")
        return None
    return text if text or confirmed("Delete it? [y/N] ") else None


def _named(file: Path) -> str:
    """A file as it is shown: relative to the working folder, if it lies there."""
    here = Path.cwd()
    return escaped(str(file.relative_to(here) if file.is_relative_to(here) else file))
