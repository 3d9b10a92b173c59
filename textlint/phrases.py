"""phrases – words and phrases in rule files, as the core looks for them: in any case, with any apostrophe."""

import regex

BEGINNING = regex.compile(r"[\p{L}\p{M}]")


def is_phrase(phrase: str) -> bool:
    """Whether a phrase can be found at all: it begins with a letter, and single spaces separate its words."""
    return bool(BEGINNING.match(phrase)) and phrase == " ".join(phrase.split())


def plain(text: str) -> str:
    """Lower case with straight apostrophes."""
    return text.lower().replace("’", "'")
