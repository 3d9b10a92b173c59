"""tokens – words and marks of a text, as spaCy's English tokenizer (3.8, MIT License) parts them.

Filters for corpora count what spaCy gives them, so their thresholds mean its words: marks are words, too,
`don't` is two, `well-known` is three. What stands between blanks is parted in itself: marks are taken off its
ends one by one, until the rest is known, or has none; what is left is one word if it is an address, and else
parted at hyphens and the like inside. Smileys beyond the commonest are not known here.

Most of what stands between blanks has been seen before; so it is kept how it was parted.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

import regex

KEPT, LONGEST_KEPT = 1 << 16, 40  # pieces whose parts are kept, and code points of one

LOWER, UPPER, LETTER = r"\p{Ll}\p{Lo}", r"\p{Lu}\p{Lo}", r"\p{L}"
QUOTES = "'\"”“`‘´’‚,„»«「」『』（）〔〕【】《》〈〉〈〉⟦⟧"
MARKS = r"…,:;!?¿؟¡()\[\]{}<>_#*&。？！，、；：～·।،۔؛٪"
CURRENCIES = r"\$£€¥฿₽﷼₠-₿"
UNITS = (
    "km[²³]?|m[²³]?|dm[²³]?|cm[²³]?|mm[²³]?|ha|µm|nm|yd|in|ft|kg|g|mg|µg|t|lb|oz|m/s|km/h|kmh|mph|hPa|Pa"
    "|mbar|mb|MB|kb|KB|gb|GB|tb|TB|[TGMK%]"
)

# What is taken off at the beginning, and at the end. The second is matched backwards.
BEFORE = regex.compile(
    rf"\.\.++|(?:US|C|A)\$|[§%=—–{MARKS}{QUOTES}{CURRENCIES}]|\+(?!\d)|\p{{So}}", regex.VERSION0
)
BEHIND = regex.compile(
    rf"""(?xr)
    \.\.+ | …… | ['’][sS]
  | [—–{MARKS}{QUOTES}] | \p{{So}}
  | (?<=[0-9])(?:\+ | US\$ | C\$ | A\$ | [{CURRENCIES}] | {UNITS})
  | (?<=°[FfCcKk]) \.
  | (?<=[0-9{LOWER}%²\-+|{MARKS}{QUOTES}]) \.
  | (?<=[{UPPER}][{UPPER}]) \.
    """
)
BETWEEN = regex.compile(
    rf"""(?x)
    \.\.++ | … | \p{{So}}
  | (?<=[0-9])[+\-*^](?=[0-9\-])
  | (?<=[{LOWER}{QUOTES}])\.(?=[{UPPER}{QUOTES}])
  | (?<={LETTER}),(?={LETTER})
  | (?<=[{LETTER}0-9])(?:-{{1,3}}+|–|——?+|~|[:<>=/])(?={LETTER})
    """
)
ADDRESS = regex.compile(
    rf"""(?x)
    (?:[\w+\-.]{{2,}}+://)?+ (?:[^\s@]++@)?+
    (?: \d{{1,3}}(?:\.\d{{1,3}}){{3}}
      | (?:[A-Za-z0-9\u00a1-\uffff][A-Za-z0-9\u00a1-\uffff_\-]*+\.)++[{LOWER}]{{2,63}} )
    (?::\d{{2,5}})?+ (?:[/?\#]\S*+)?+
    """
)

# Words and what may follow them with an apostrophe, or with none.
SUBJECTS, ASKING = "i you he she it we they", "who what when where why how there"
NOT = "could do does did had may might must need ought sha should wo would ca"
NOT_ALONE = "ai are is was were have has dare"
JOINED = (
    ("i", "m"),
    (f"{SUBJECTS} {ASKING} that this these those", "ll d ll+ve d+ve"),
    (f"i you we they {ASKING} these those could might must should would", "ve"),
    (f"you we they {ASKING} these those", "re"),
    (f"he she it {ASKING} that this", "s"),
)
NOT_JOINED = "ill its hell shell shed were well whore"
ABBREVIATIONS = """
    Adm Bros co Co Corp Dr Gen Gov Inc Jr Ltd Md Messrs Mo Mont Mr Mrs Ms Prof Rep Rev Sen St vs Mt
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    Ak Ala Ariz Ark Calif Colo Conn Del Fla Ga Ia Id Ill Ind Kan Kans Ky La Mass Mich Minn Miss Neb Nebr Nev
    Okla Ore Pa Tenn Va Wash Wis
    a b c d e f g h i j k l m n o p q r s t u v w x y z ä ö ü
    a.m p.m e.g E.g i.e I.e v.s Ph.D
"""
WHOLE = """
    'em 'll 'nuff 're 'd 's 'S ‘s ‘S 'cause 'Cause 'cos 'Cos 'coz 'cuz 'bout
    doin' goin' lovin' havin' nothin' ol'
"""
SPLIT = "can|not gon|na got|ta c'm|on not|'ve"
SMILEYS = """
    :) :-) :( :-( ;) ;-) :] :D :-D ;D :P :-P :p :O :o :| :/ :-/ :* :3 :> :1 :0 :x :X
    =) =( =D =/ =| =3 8)
    (: (; (= ): [: ]= :)) :'( :') XD xD ^_^ -_- <3 '' <.< >.> :} :-} =[ =] [= >:( >:o </3 (^_^)
"""


def _known() -> Iterator[tuple[str, ...]]:
    """The parts of what is known as a whole, written with apostrophes as on a typewriter."""
    for words, endings in JOINED:
        for word in words.split():
            for ending in endings.split():
                parts = ending.split("+")
                yield (word, *(f"'{part}" for part in parts))
                yield (word, *parts)
    for word in f"{NOT} {NOT_ALONE}".split():
        yield word, "n't"
        yield word, "nt"
        if word in NOT.split():
            yield word, "n't", "'ve"
    yield from (tuple(parts.split("|")) for parts in SPLIT.split())
    yield from (("y'", "all"), ("y", "all"))
    yield from ((f"{hour}", f"{half}{end}") for hour in range(1, 13) for half in "ap" for end in ("m", ".m."))
    yield from ((f"{short}.",) for short in ABBREVIATIONS.split())
    yield from ((word,) for word in (*WHOLE.split(), *SMILEYS.split(), "and/or", "w/o"))


def _written(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """All ways in which these parts are known."""
    firsts = (parts[0], parts[0].capitalize()) if len(parts) > 1 and parts[1] != "all" else parts[:1]
    for first in firsts:
        for sign in "'’":
            yield tuple(part.replace("'", sign) for part in (first, *parts[1:]))


KNOWN = {
    "".join(parts): parts
    for each in _known()
    for parts in _written(each)
    if "".join(parts).lower() not in NOT_JOINED.split()
}
LONGEST_KNOWN = max(map(len, KNOWN))
JOINED_AGAIN = frozenset(word for word, parts in KNOWN.items() if len(parts) == 1)


def tokens(text: str) -> list[str]:
    """Words and marks.

    >>> tokens("It’s 10,000 in the U.S. – “don't” ...")
    ['It', '’s', '10,000', 'in', 'the', 'U.S.', '–', '“', 'do', "n't", '”', '...']
    """
    return list(chain.from_iterable(map(_parted, text.split())))


def _parted(piece: str) -> tuple[str, ...]:
    """The words and marks of what stands between blanks."""
    return _kept(piece) if len(piece) <= LONGEST_KEPT else _cut(piece)


def _cut(piece: str) -> tuple[str, ...]:
    if piece.isalpha() and piece not in KNOWN:
        return (piece,)
    start, end = 0, len(piece)
    before: list[str] = []
    behind: list[str] = []
    while start < end:
        if end - start <= LONGEST_KNOWN and piece[start:end] in KNOWN:
            break
        head = BEFORE.match(piece, start, end)
        if head:
            before.append(head[0])
            start = head.end()
            if end - start <= LONGEST_KNOWN and piece[start:end] in KNOWN:
                break
        tail = BEHIND.match(piece, start, end) if start < end else None
        if tail:
            behind.append(tail[0])
            end = tail.start()
        if not (head or tail):
            break
    return tuple(_joined((*before, *_inner(piece[start:end]), *reversed(behind))))


_kept = lru_cache(KEPT)(_cut)


def _inner(word: str) -> Iterator[str]:
    """The parts of what no mark stands before or behind."""
    if word in KNOWN:
        yield from KNOWN[word]
        return
    start = 0
    if not ADDRESS.fullmatch(word):
        for match in BETWEEN.finditer(word, 1):
            if match.start() > start:
                yield word[start : match.start()]
            yield match[0]
            start = match.end()
    if start < len(word):
        yield word[start:]


def _joined(parts: Sequence[str]) -> Iterator[str]:
    """The parts; those are one again that are known as a whole: the mark of an abbreviation, a smiley."""
    position = 0
    while position < len(parts):
        for count in (3, 2):
            whole = "".join(parts[position : position + count])
            if len(whole) <= LONGEST_KNOWN and whole in JOINED_AGAIN and position + count <= len(parts):
                break
        else:
            count, whole = 1, parts[position]
        yield whole
        position += count
