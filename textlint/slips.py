"""slips – how a misspelled word may have come about, and how likely that is.

Fingers hit a neighbour key, swap, double or skip letters; ears write what they hear. The cost of a slip is in
powers of ten: what costs 1 happens a tenth as often as what costs nothing.
"""

from collections.abc import Mapping
from functools import cache
from itertools import accumulate, takewhile

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS = frozenset("aeiouy")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

SWAPPED, DOUBLED, UNDOUBLED = 0.6, 0.5, 0.6
LOST, LOST_VOWEL = 1.0, 0.8
ADDED, ADDED_NEIGHBOUR, ADDED_AT_END = 1.1, 0.9, 1.9  # usize, createdb: more often names than slips
OTHER_VOWEL, NEIGHBOUR, OTHER = 0.7, 1.0, 1.7
HEARD = 0.7
FIRST = 0.7  # more for a slip at the first letter, which is rarely wrong
# What is written for what sounds like it, either way round.
SOUNDS = """
    c k, c s, s z, f ph, f v, g j, k q, k ck, k ch, x cs, x ks, x cks, qu kw, que k, sc s, sch sh, tch ch
    dge ge, dg g, sh ti, sh ci, si ti, ci ti, tio sho, t tt, d t, w wh, r wr, n kn, r rh, gh g, ght t, mb m
    mn m, ps s, ei ie, ai ay, ea ee, ee ie, ea e, ou u, ou o, au o, ow ou, ue u, oo u, oa o, y ie, y ey, i igh
    er re, er or, er ar, or our, le el, al le, el al, us ous
"""
LONGEST_SOUND = 3  # letters
# Letters that are taken for one another, and those that are not counted, in a skeleton.
ALIKE = str.maketrans("ckqszxfvgjdt", "kkksssffjjtt", "aeiouyhw")
BONES = "bfjklmnprst"  # the letters of skeletons


def near(word: str, letters: str = LETTERS, *, keyboard: bool = True) -> set[str]:
    """The strings that are one slip away: a letter too much or too few, another one, a swap.

    Another letter is one beside it on the keyboard, or a vowel for a vowel; else any of `letters`.
    """
    halves = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    found = {left + sign + right for left, right in halves for sign in letters}
    for left, right in halves[:-1]:
        found.add(left + right[1:])
        found.add(left + right[1:2] + right[0] + right[2:])
        found.update([left + sign + right[1:] for sign in (_mistaken(right[0]) if keyboard else letters)])
    found.discard(word)
    return found


def skeleton(word: str) -> str:
    """What is left of a word without vowels, doublings and the differences of like sounds.

    >>> [skeleton(word) for word in ("offering", "ofring", "believe", "beleve")]
    ['ofrnj', 'ofrnj', 'blf', 'blf']
    """
    signs = (word[:1] if word[:1] in VOWELS else "") + word.translate(ALIKE)
    return "".join(sign for sign, before in zip(signs, " " + signs, strict=False) if sign != before)


def cost(wrong: str, right: str, most: float = 99) -> float:
    """How unlikely it is that who meant one word wrote the other: the cheapest way to explain each letter.

    What is found to be above `most` is given up.

    >>> [round(cost(*pair.split()), 1) for pair in ("thier their", "familly family", "nife knife", "cat dog")]
    [0.6, 0.5, 0.7, 3.4]
    """
    heard = _heard()
    # What sounds alike may begin before what differs.
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(wrong, right, strict=False))
    same = max(0, len(list(alike)) - 2)
    added = [_added(wrong, i) for i in range(same, len(wrong))]
    lost = [_lost(right, j) for j in range(same, len(right))]
    rows = [[0.0, *accumulate(lost)]]
    for i, dearer in enumerate(added, 1):
        row = [rows[-1][0] + dearer]
        at = same + i
        letter, swapped = wrong[at - 1], wrong[at - 2 : at][::-1] if i > 1 else ""
        for j, rarer in enumerate(lost, 1):
            end = same + j
            other = right[end - 1]
            ways = [rows[i - 1][j] + dearer, row[j - 1] + rarer]
            if letter == other:
                ways.append(rows[i - 1][j - 1])
            else:
                ways.append(rows[i - 1][j - 1] + _replaced(letter, other, first=at == end == 1))
                if j > 1 and right[end - 2 : end] == swapped:
                    ways.append(rows[i - 2][j - 2] + SWAPPED + (FIRST if at == 2 else 0))
            for one, two in heard.get((letter, other), ()):
                if (
                    i >= len(one)
                    and j >= len(two)
                    and wrong.endswith(one, 0, at)
                    and right.endswith(two, 0, end)
                ):
                    ways.append(rows[i - len(one)][j - len(two)] + HEARD)
            row.append(min(ways))
        rows.append(row)
        if i >= LONGEST_SOUND and min(map(min, rows[-LONGEST_SOUND:])) > most:
            return most + 1
    return rows[-1][-1]


def _replaced(wrong: str, right: str, *, first: bool) -> float:
    if wrong in VOWELS and right in VOWELS:
        found = OTHER_VOWEL
    else:
        found = NEIGHBOUR if wrong in _beside(right) else OTHER
    return found + FIRST * first


def _added(word: str, i: int) -> float:
    beside = word[max(0, i - 1) : i] + word[i + 1 : i + 2]
    if word[i] in beside:
        return DOUBLED
    if set(_beside(word[i])) & set(beside):
        return ADDED_NEIGHBOUR
    at_end = i == 0 or (i == len(word) - 1 and word[i] not in VOWELS)
    return ADDED_AT_END if at_end else ADDED


def _lost(word: str, j: int) -> float:
    if word[j] in word[max(0, j - 1) : j] + word[j + 1 : j + 2]:
        return UNDOUBLED
    return (LOST_VOWEL if word[j] in VOWELS else LOST) + (0 if j else FIRST)


@cache
def _mistaken(letter: str) -> frozenset[str]:
    """The letters that may be meant by another."""
    return frozenset(_beside(letter)) | (VOWELS if letter in VOWELS else frozenset())


@cache
def _beside(letter: str) -> str:
    """The letters whose keys touch a letter's own; each row is half a key to the right of the one above."""
    for above, row, below in zip(("", *ROWS), ROWS, (*ROWS[1:], ""), strict=False):
        if letter in row:
            i = row.index(letter)
            before = max(0, i - 1)
            return row[before:i] + row[i + 1 : i + 2] + above[i : i + 2] + below[before : i + 1]
    return ""


@cache
def _heard() -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
    """The pairs of sounds, both ways round, by the last letters of the two."""
    found: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for pair in SOUNDS.replace("\n", ",").split(","):
        for one, other in (pair.split(), pair.split()[::-1]) if pair.strip() else ():
            last = one[-1], other[-1]
            found[last] = (*found.get(last, ()), (one, other))
    return found
