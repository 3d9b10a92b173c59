"""interactive – a person decides about each finding: from answers to edits, round by round.

How somebody is asked, `dialog` knows. Here a state and an answer give the next state, and a state is a value:
undoing an answer is going back to the state before it. The rounds are those of the fixer. A finding that
overlaps an accepted one waits for the next round, and what has been answered is not asked again: it is known
by its rule, its words, and where it stood at first.
"""

from bisect import bisect_left, insort
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

import regex

from textlint import _core
from textlint.model import Applicability, Document, Edit, Finding, Result, Span
from textlint.rulesets import Accepts, Ruleset, finding_of, row_of
from textlint.suppress import Allowances, judge

ROUNDS = 10  # that may find something new
LETTER = regex.compile(r"\p{L}")
SURROGATE = regex.compile(r"[\ud800-\udfff]")
WORD_BEFORE, WORD_BEHIND = regex.compile(r"(?r)\w*+"), regex.compile(r"\w*+")
LONGEST_WORD = 60  # code points of what may be put into a dictionary


class Verb(StrEnum):
    """what may be answered, by its key"""

    YES = "y"
    NO = "n"
    ALL = "a"
    SKIP = "s"
    WORD = "w"
    EDIT = "e"
    UNDO = "u"
    QUIT = "q"


MAKING = (Verb.YES, Verb.ALL, Verb.EDIT)


class Place(NamedTuple):
    """a finding as it is known over rounds: its rule, what was found, and where that stood at first"""

    rule: str
    span: Span
    found: str


class Answer(NamedTuple):
    """`text` is the replacement, or the word that is right"""

    verb: Verb
    text: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """the answers that hold from here on, in this text and in the next ones"""

    every: frozenset[str] = frozenset()  # the rules whose edits are all made …
    never: frozenset[str] = frozenset()  # … and those that are asked about no more
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """what stays the same while one text is worked on"""

    ruleset: Ruleset
    document: Document
    accepts: Accepts | None = None


@dataclass(frozen=True, slots=True)
class State:
    """what has been answered until now, and what it has made of the text

    Edits are made at the end of a round: `chosen` are those of the present one, about the present text.
    """

    document: Document
    standing: Standing
    edits: _core.Round  # what the rounds before have done
    findings: tuple[Finding, ...] = ()  # in the present text, without those that are accepted
    places: Mapping[Finding, Place] = field(default_factory=dict)
    accepted: tuple[Finding, ...] = ()
    accepted_places: frozenset[tuple[str, Span]] = frozenset()
    questions: tuple[Finding, ...] = ()  # of this round
    number: int = 0
    chosen: tuple[Finding, ...] = ()
    answered: frozenset[Place] = frozenset()
    left: frozenset[Place] = frozenset()  # answered with no
    dropped: int = 0  # edits that were chosen with others, and would together have changed the markup
    round: int = 0

    @property
    def question(self) -> Finding | None:
        return self.questions[self.number] if self.number < len(self.questions) else None

    @property
    def is_endless(self) -> bool:
        """Whether so many rounds have found something new that no more are made."""
        return self.round > ROUNDS


def opened(course: Course, standing: Standing) -> State:
    """The state before the first answer."""
    document = course.document
    edits = _core.Round(course.ruleset.core, document.text, document.format)
    return _at_a_question(course, _examined(course, State(document, standing, edits)))


def after(course: Course, state: State, answer: Answer) -> State:
    """The state after an answer to the present question, at the next one."""
    finding, standing = state.questions[state.number], state.standing
    place = state.places[finding]
    if answer.verb == Verb.ALL:
        standing = replace(standing, every=standing.every | {finding.rule})
    elif answer.verb == Verb.SKIP:
        rule = frozenset((finding.rule,))
        standing = replace(standing, every=standing.every - rule, never=standing.never | rule)
    elif answer.verb == Verb.WORD:
        standing = replace(standing, words=(*standing.words, answer.text))
    made = (edited(finding, answer),) if answer.verb in MAKING else ()
    state = replace(
        state,
        standing=standing,
        number=state.number + 1,
        chosen=(*state.chosen, *made),
        answered=state.answered | {place},
        left=state.left | {place} if answer.verb == Verb.NO else state.left,
    )
    return _at_a_question(course, state)


def closed(course: Course, state: State) -> State:
    """The state at the end: what was chosen is done, all edits of wanted rules too, and the rest is left."""
    nothing_else = replace(state.standing, never=course.ruleset.reported)
    end = _at_a_question(course, replace(state, standing=nothing_else))
    return replace(end, standing=state.standing)


def edited(finding: Finding, answer: Answer) -> Finding:
    """The finding with the edit that was asked for."""
    if answer.verb != Verb.EDIT:
        return finding
    return replace(finding, edits=(Edit(finding.span, answer.text),), applicability=Applicability.UNSAFE)


def objection(state: State, answer: Answer) -> str | None:
    """Why the edits of an answer can't be made, if so."""
    if answer.verb not in MAKING:
        return None
    made = edited(state.questions[state.number], answer)
    text = state.document.text
    if all(text[slice(*edit.span)] == edit.text for edit in made.edits):
        return "That is what stands there."
    if any(_touches_bytes(text, edit.span) for edit in made.edits):
        return "No edit touches bytes that could not be decoded."
    every = state.edits.choose(list(map(row_of, (*state.chosen, made))))
    if len(every) <= len(state.chosen):
        return "This overlaps an edit that you have chosen."
    if len(state.edits.sound(every)) < len(every):
        return "This would change the markup around it."
    return None


def _touches_bytes(text: str, span: Span) -> bool:
    """Whether a span has, or is next to, bytes that could not be decoded."""
    return SURROGATE.search(text, max(0, span.start - 1), min(len(text), span.end + 1)) is not None


def verbs(course: Course, state: State) -> tuple[Verb, ...]:
    """What may be answered to the present question, beside going back and giving up."""
    finding = state.questions[state.number]
    yes = (Verb.YES,) if finding.edits else ()
    every = (Verb.ALL,) if finding.edits else ()
    word = (Verb.WORD,) if word_of(course, state.document, finding) else ()
    return (*yes, Verb.NO, *every, Verb.SKIP, *word, Verb.EDIT)


def word_of(course: Course, document: Document, finding: Finding) -> str | None:
    """The word that a finding is about, if a dictionary that has it would keep the finding away."""
    text, (start, end) = document.text, finding.span
    if end - start > LONGEST_WORD or not LETTER.search(text, start, end):
        return None
    before, behind = WORD_BEFORE.match(text, endpos=start), WORD_BEHIND.match(text, end)
    assert before  # noqa: S101 - it matches nothing, too
    assert behind  # noqa: S101
    word = " ".join((before[0] + text[start:end] + behind[0]).split())
    return word if "#" not in word and _listed(course, document, (finding,), (word,)) else None


def _at_a_question(course: Course, state: State) -> State:
    """The state at the next question, rounds further on if need be, or where there is none left."""
    state = _forward(course, state)
    while state.question is None and state.chosen:
        state = _forward(course, _examined(course, _applied(state)))
    return state


def _forward(course: Course, state: State) -> State:
    """Pass over the questions that are answered already, or have to wait for the next round."""
    encoding = _encoding(course)
    taken = sorted(span for finding in state.chosen for span in _claims(finding))
    listed = _listed(course, state.document, state.questions, state.standing.words)
    number, chosen, answered = state.number, list(state.chosen), set(state.answered)
    for finding in state.questions[number:]:
        waits = finding.rule not in encoding and any(each.rule in encoding for each in chosen[:1])
        if not waits and not any(_clashes(span, taken) for span in _claims(finding)):
            is_made = finding.rule in state.standing.every and finding.edits
            if not (is_made or finding.rule in state.standing.never or finding in listed):
                break
            answered.add(state.places[finding])
            if is_made and finding not in listed:
                chosen.append(finding)
                for span in _claims(finding):
                    insort(taken, span)
        number += 1
    return replace(state, number=number, chosen=tuple(chosen), answered=frozenset(answered))


def _applied(state: State) -> State:
    """The state after a round: its edits are made."""
    wanted = state.edits.choose(list(map(row_of, state.chosen)))
    chosen = state.edits.sound(wanted)
    edits = state.edits.apply(chosen)
    return replace(
        state,
        document=replace(state.document, text=edits.text, memo={}),
        edits=edits,
        chosen=(),
        dropped=state.dropped + len(wanted) - len(chosen),
    )


def _examined(course: Course, state: State) -> State:
    """The state at the beginning of a round: what is found in the text, and not answered yet, is asked.

    Wrong encodings have a round of their own, because all other rules read the characters that they falsify.
    """
    every = tuple(map(finding_of, state.edits.check()))
    spans = map(Span._make, state.edits.original_places([finding.span for finding in every]))
    every_place = {
        finding: Place(finding.rule, span, state.document.text[slice(*finding.span)])
        for finding, span in zip(every, spans, strict=True)
    }
    now = set(course.accepts(state.document, every)) if course.accepts and every else set()
    kept = tuple(each for each in every if each in now or every_place[each][:2] in state.accepted_places)
    findings = tuple(each for each in every if each not in kept)
    places = {each: every_place[each] for each in findings}
    left = state.left | {place for place in places.values() if _was_left(state, place)}
    known = left | state.answered
    open_ = [each for each in findings if places[each] not in known]
    encoding = _encoding(course)
    return replace(
        state,
        findings=findings,
        places=places,
        accepted=kept,
        accepted_places=state.accepted_places.union(every_place[each][:2] for each in kept),
        questions=tuple(sorted(open_, key=lambda each: (each.rule not in encoding, _priority(each))))
        if state.round < ROUNDS
        else (),
        number=0,
        left=left,
        round=state.round + 1,
    )


def _encoding(course: Course) -> Collection[str]:
    return {rule for rule, kind in course.ruleset.kinds.items() if kind == "encoding"}


def _claims(finding: Finding) -> tuple[Span, ...]:
    """The spans that no other finding of a round may touch, as the core has it."""
    own = tuple(edit.span for edit in finding.edits)
    return own if len(own) > 1 else (*own, finding.span)


def _priority(finding: Finding) -> tuple[int, int, str]:
    """What is asked first of findings that overlap."""
    spans = [edit.span for edit in finding.edits] or [finding.span]
    return min(span.start for span in spans), -max(span.end for span in spans), finding.rule


def _clashes(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span overlaps one of these; an insertion clashes with what it touches."""
    i = bisect_left(taken, span)
    return any(_overlap(span, other) for other in taken[max(0, i - 1) : i + 1])


def _overlap(one: Span, other: Span) -> bool:
    start, end = max(one.start, other.start), min(one.end, other.end)
    return start < end or (start == end and (one.start == one.end or other.start == other.end))


def _was_left(state: State, place: Place) -> bool:
    """Whether a finding was left in an earlier round; an edit beside it widens the span where it stood."""
    rule, (start, end), found = place
    return any(
        (rule, found) == (each.rule, each.found) and start < each.span.end and each.span.start < end
        for each in state.left
    )


def _listed(
    course: Course, document: Document, findings: Sequence[Finding], words: tuple[str, ...]
) -> Collection[Finding]:
    """The findings that words on a list keep away."""
    if not words:
        return ()
    judged = judge(document, findings, course.ruleset, Allowances(words), complete=False)
    return {findings[n] for n, verdict in judged.accepted.items() if verdict.how == "words"}


def result(course: Course, state: State) -> Result:
    """What the answers have made of the text, and what remains, but for words that were said to be right."""
    listed = _listed(course, state.document, state.findings, state.standing.words)
    remaining = tuple(finding for finding in state.findings if finding not in listed)
    applied = tuple(map(finding_of, state.edits.applied()))
    return Result(state.document.text, applied, remaining, accepted=state.accepted)
