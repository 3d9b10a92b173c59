"""damage – what happens to an article: defects in its words and marks, furniture of the page around it."""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from importlib.metadata import files
from random import Random

WORD = r"(?<![\w’'-])[A-Za-z]+(?![\w’'-])"


Defect = Callable[[str, Random], str]

# Furniture: what stands above, in and below a scraped article; each block is lines joined by a slash.
HEADS = (
    "Share/Facebook/Twitter/WhatsApp",
    "Share this article/Copy link",
    "0 91",
    "Last updated 3 hours ago",
    "4 min read",
)
MIDDLES = (
    "Advertisement",
    "Story continues below",
    "Read more: What we know so far",
    "Sign up for our daily newsletter and never miss a story.",
    "RELATED/The week in pictures/Five charts that explain the vote",
)
COMMENT_FORM = (
    "Leave a Reply/Your email address will not be published. Required fields are marked */Comment */Name */"
    "Email */Website/Save my name, email, and website in this browser for the next time I comment./"
    "Post Comment"
)
TAILS = (
    COMMENT_FORM,
    "Related Articles/The long road to a deal/Who pays for the bridge?/Ten years after the flood/Read more",
    "You may also like/Prices rise for the third month/A village without a doctor",
    "We use cookies to improve your experience. By continuing you accept them./Accept all/Manage settings",
    "Share this:/Facebook/Twitter/Email/Print",
    "Tags: economy, politics, world",
    "All rights reserved./Back to top",
)


def furnish(body: list[str], random: Random) -> list[str]:
    """The lines of an article with a block above them, one inside and two below."""
    middle = random.randint(1, len(body))
    blocks = [random.choice(HEADS)], [random.choice(MIDDLES)], random.sample(TAILS, 2)
    head, inside, tail = ([line for block in each for line in block.split("/")] for each in blocks)
    return [body[0], *head, *body[1:middle], *inside, *body[middle:], *tail]


def damage(body: list[str], random: Random) -> str:
    """Put in a defect of a random kind, or of another where that has no place; returns the kind."""
    for name in random.sample(sorted(DEFECTS), len(DEFECTS)):
        index = len(body) - 1 if name == "lost end" else random.randrange(1, len(body))
        changed = DEFECTS[name](body[index], random)
        if changed != body[index]:
            body[index] = changed
            return name
    return "none"


@cache
def dictionary(name: str = "") -> dict[str, tuple[str, ...]]:
    """One of codespell's dictionaries: the wrong word and what may be meant."""
    [path] = [each for each in files("codespell") or () if each.name == f"dictionary{name}.txt"]
    pairs = (line.split("->") for line in path.read_text(encoding="utf-8").splitlines())
    return {wrong: tuple(each.strip() for each in right.split(",") if each.strip()) for wrong, right in pairs}


@cache
def _misspellings() -> dict[str, list[str]]:
    """The right word, and its misspellings that can mean nothing else."""
    found = defaultdict(list)
    for wrong, right in dictionary().items():
        if len(right) == 1 and wrong.isascii() and wrong.isalpha():
            found[right[0]].append(wrong)
    return found


def _typo(word: str, random: Random) -> str:
    return random.choice(_misspellings()[word])


def _at(pattern: str, change: Callable[[str, Random], str], fits: Callable[[str], bool] = bool) -> Defect:
    """A defect that changes one of the places where a pattern matches and that are fit for it."""
    compiled = re.compile(pattern)

    def apply(text: str, random: Random) -> str:
        found = [match for match in compiled.finditer(text) if fits(match[0])]
        if not found:
            return text
        match = random.choice(found)
        return text[: match.start()] + change(match[0], random) + text[match.end() :]

    return apply


def _lost_end(text: str, random: Random) -> str:
    spaces = [match.start() for match in re.finditer(r"(?<=[a-z]) (?=[a-z])", text)]
    return text[: random.choice(spaces)] if spaces else text


DEFECTS: dict[str, Defect] = {
    "typo": _at(WORD, _typo, lambda word: word in _misspellings()),
    "doubled word": _at(WORD, lambda word, _: f"{word} {word}"),
    "no space after comma": _at(r"(?<=[a-z]), (?=[a-z])", lambda *_: ","),
    "space before comma": _at(r"(?<=[a-z]),(?= [a-z])", lambda *_: " ,"),
    "doubled stop": _at(r"(?<=[a-z])\.", lambda *_: ".."),
    "lower-case name": _at(r"(?<=[a-z,] )[A-Z](?=[a-z]{3,}\b)", lambda letter, _: letter.lower()),
    "mojibake": _at(r"[’“–—…éèüö]", lambda character, _: character.encode().decode("cp1252")),
    "lost end": _lost_end,
}
