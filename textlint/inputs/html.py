"""html – HTML as browsers cut it into tags and text: what stands between tags is prose, unless it is code.

The tags are read one after another, as the standard's own tokenizer reads them, since a tree of elements says
no more here and takes the longer the deeper they are nested. Markdown asks this module about the HTML in it.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from textlint.inputs.text import decode, encode
from textlint.markup import BLANK, BORDER, DELIMITER, OBJECT, Mark, assemble
from textlint.model import Reading, Role

__all__ = ["PROFILE", "SUFFIXES", "decode", "encode", "read"]

SUFFIXES: tuple[str, ...] = (".html", ".htm", ".xhtml")
PROFILE = "prose"

ROLES = dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "title", "caption"), Role.HEADING)
ROLES |= dict.fromkeys(("figcaption", "legend", "summary"), Role.HEADING)
ROLES |= dict.fromkeys(("li", "dt", "dd", "option"), Role.ITEM) | dict.fromkeys(("td", "th"), Role.CELL)
OTHER_BLOCKS = """
    address article aside base blockquote body center col colgroup details dialog dir div dl fieldset figure
    footer form frameset head header hgroup hr html link main menu meta nav noscript ol optgroup p pre search
    section table tbody tfoot thead tr ul"""
BLOCKS = frozenset((*ROLES, *OTHER_BLOCKS.split()))
THINGS = frozenset(("img", "input", "embed"))  # without an end tag, and something to see in a sentence
VOID = THINGS | {"area", "base", "br", "col", "hr", "link", "meta", "param", "source", "track", "wbr"}
# Elements whose insides are no prose, with what stands for them. Those of `RAW` hold no tags either.
INSIDES = dict.fromkeys(("script", "style", "template", "noembed", "rp", "rt"), BLANK)
INSIDES |= dict.fromkeys(("code", "kbd", "pre", "samp", "textarea", "tt", "var", "xmp"), OBJECT)
INSIDES |= dict.fromkeys(("audio", "canvas", "iframe", "math", "object", "select", "svg", "video"), OBJECT)
RAW = frozenset(("script", "style", "textarea", "iframe", "noembed", "xmp"))
LANGUAGE = "en"  # of a page that does not say

TOKEN = rb"""(?xs)
    <!--(?:(?P<empty>-?>) | (?P<comment>.*?)(?:--!?>|\Z))
  | <!\[CDATA\[ .*? (?:\]\]>|\Z)
  | <[!?] [^>]*+ (?:>|\Z)
  | <(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)
     (?P<attributes>(?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|["'=])*+)(?:>|\Z)
  | (?P<blanks>\xc2\xa0 | [ ]?[\t\n\r\f][ \t\n\r\f]*+ | [ ]{2,}+[\t\n\r\f]*+[ \t\n\r\f]*+)
  | (?P<entity>&(?:\#[0-9]{1,7}+|\#[xX][0-9A-Fa-f]{1,6}+|[A-Za-z][A-Za-z0-9]{1,31}+);
     |&(?:nbsp|amp|lt|gt|quot|copy|reg)(?![A-Za-z0-9=]))
"""
ATTRIBUTE = re.compile(
    rb"""(?xsi)(?<![^\s"'/])(translate|lang|xml:lang)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
PAGE_LANGUAGE = re.compile(rb"(?i)<html\b[^>]*?\slang\s*=\s*[\"']?([A-Za-z]+)")
WORD = re.compile(rb"[0-9A-Za-z\x80-\xff]")
compiled = cache(re.compile)  # for long patterns: most runs read no markup, and need none of them


def read(text: str) -> Reading:
    data = text.encode("utf-8", "surrogatepass")
    comments: list[tuple[int, int]] = []
    roles: list[tuple[int, Role]] = []
    marks = settled(data, scanned(data, 0, len(data), roles, comments))
    return assemble(text, marks, blocks(data, 0, len(data), marks, roles), comments)


def scanned(
    data: bytes, start: int, end: int, roles: list[tuple[int, Role]], comments: list[tuple[int, int]]
) -> Iterator[Mark]:
    """What is no prose in a stretch of HTML; `roles` and `comments` get what else is learned on the way."""
    page = PAGE_LANGUAGE.search(data, start, min(end, start + 4000))
    language = page[1].decode().lower() if page else LANGUAGE
    role, fresh, position = Role.PARAGRAPH, start, start
    search = compiled(TOKEN).search
    while token := search(data, position, end):
        first, position = token.span()
        if token["blanks"]:
            yield Mark(first, position, BLANK)
        elif token["entity"]:
            yield Mark(first, position, sign_of_entity(data, first, position))
        elif token["name"] is None:
            yield Mark(first, position, BLANK)
            if token["comment"] is not None:
                comments.append(token.span("comment"))
        else:
            name = token["name"].decode("ascii", "replace").lower()
            sign = "" if token["end"] else sign_of_insides(name, token["attributes"], language)
            if sign:
                position = behind(data, name, position, end) or end
                yield from _hidden(name, first, position, sign)
                continue
            if name in BLOCKS:
                # <li><p> opens an item, since nothing stands between the tags.
                is_open = fresh == first or not WORD.search(data, fresh, first)
                role = ROLES.get(name, role if is_open else Role.PARAGRAPH)
                role, fresh = (Role.PARAGRAPH, first) if token["end"] else (role, position)
                roles.append((position, role))
            yield from tag(name, first, position, is_end=bool(token["end"]))


def tag(name: str, start: int, end: int, *, is_end: bool = False) -> Iterator[Mark]:
    """What stands for a tag: a line break, where it parts blocks."""
    if name not in BLOCKS and name != "br":
        yield Mark(start, end, OBJECT if name in THINGS else DELIMITER)
    elif is_end and ROLES.get(name) in (Role.ITEM, Role.CELL):
        yield Mark(
            start, end, BLANK
        )  # the next item parts them, so that items stand on lines without blank ones
    else:
        yield Mark(start, start + 1, BORDER)
        yield Mark(start + 1, end, BLANK)


def sign_of_entity(data: bytes, start: int, end: int) -> str:
    """What stands for &nbsp; and the like, by the character that is meant."""
    meant = html.unescape(data[start:end].decode())
    kind = unicodedata.category(meant[0])
    if meant[0].isspace():
        return BLANK
    if meant == "…":
        return meant
    if meant in "'’" and WORD.match(data, end):
        return OBJECT
    return DELIMITER if kind in ("Pd", "Pi", "Pf") or meant in "\"'" else OBJECT


def settled(data: bytes, marks: Iterable[Mark]) -> list[Mark]:
    """Marks in order and apart; delimiters inside a word become a thing that holds it together."""
    found: list[Mark] = []
    done = run = 0
    for mark in sorted(marks):
        start, end, sign = mark
        if start < done:
            if end <= done:
                continue
            if found[-1].start == start:
                found.pop()
            else:
                mark = Mark(done, end, sign)  # noqa: PLW2901
        if sign == DELIMITER and not (found and found[-1].end == start and found[-1].sign == DELIMITER):
            run = len(found)
        found.append(mark)
        done = end
        if sign == DELIMITER and WORD.match(data, end):
            first = found[run].start
            if first and WORD.match(data, first - 1):
                found[run:] = [Mark(first, end, OBJECT)]
    return found


def blocks(
    data: bytes, start: int, end: int, marks: Iterable[Mark], roles: Iterable[tuple[int, Role]]
) -> Iterator[tuple[int, int, Role]]:
    """The stretches between borders that hold words, without the blanks around them."""
    pending = iter((*roles, (end + 1, Role.PARAGRAPH)))
    role, (turn, following) = Role.PARAGRAPH, next(pending)
    first = last = -1
    has_words = False
    for mark in (*marks, Mark(end, end, BORDER)):
        body = data[start : mark.start]
        if bare := body.strip():
            if first < 0:
                first = start + body.index(bare)
            last = start + len(body.rstrip())
            has_words = has_words or WORD.search(bare) is not None
        if mark.sign == BORDER:
            if has_words:
                while turn <= first:
                    role, (turn, following) = following, next(pending)
                yield first, last, role
            first, has_words = -1, False
        elif mark.sign != BLANK:
            first, last = mark.start if first < 0 else first, mark.end
        start = mark.end


def sign_of_insides(name: str, attributes: bytes, language: str = LANGUAGE) -> str:
    """What stands for an element whose insides are no prose of the page's language; nothing for others."""
    if name in VOID or attributes.endswith((b"/", b"/>")):
        return ""
    if name == "html" or not attributes:
        return INSIDES.get(name, "")
    for key, *values in ATTRIBUTE.findall(attributes):
        value = b"".join(values).strip().lower().decode("ascii", "replace")
        if key.lower() == b"translate":
            if value == "no":
                return OBJECT
        elif value and re.split("[-_]", value)[0] != language:
            return OBJECT
    return INSIDES.get(name, "")


def behind(data: bytes, name: str, position: int, end: int) -> int:
    """Where an element ends whose start tag ends here; 0 if it is never closed."""
    depth = 1
    while found := _ends(name).search(data, position, end):
        position = found.end()
        depth += 1 if found["start"] else -1
        if not depth:
            return position
    return 0


@cache
def _ends(name: str) -> re.Pattern[bytes]:
    start = rb"(?!)" if name in RAW else rb"<%s(?=[\s/>])" % re.escape(name.encode())
    return re.compile(rb"(?is)(?P<start>%s)|</%s(?=[\s/>])[^>]*+>?" % (start, re.escape(name.encode())))


def _hidden(name: str, start: int, end: int, sign: str) -> Iterator[Mark]:
    if name in BLOCKS and end - start > 2:
        yield from (Mark(start, start + 1, BORDER), Mark(start + 1, start + 2, sign))
        yield from (Mark(start + 2, end - 1, BLANK), Mark(end - 1, end, BORDER))
    else:
        yield Mark(start, end, sign)
