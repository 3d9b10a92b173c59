"""markdown – Markdown as GitHub reads it, with what site generators add to it.

tree-sitter tells paragraphs, lists, tables and code apart. It does not know footnotes, admonitions and the
like: they are `masked` first, as something of the same length that it knows. What stands inside a paragraph
is read here, from left to right and once: its grammar for that takes quadratic time where brackets stay open.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from textlint import fences
from textlint.inputs import html
from textlint.inputs.text import decode, encode
from textlint.markup import BLANK, BORDER, DELIMITER, OBJECT, Mark, assemble
from textlint.model import Block, Hidden, Reading, Role, Span

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Tree

__all__ = ["PROFILE", "SUFFIXES", "decode", "encode", "read"]

SUFFIXES: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")
PROFILE = "prose"

# Lines that stand alone, whatever the parser takes them for; and what begins an indented body.
MASKED = rb"""(?xm)^(?P<before>[ \t]*+(?:>[ \t]?)*+)(?:
      (?P<line>(?: :::+[^\r\n]* | ///[^\r\n]* | (?<=>[ ])\[!\w+\][^\r\n]*
         | \[\[?_?(?i:toc)_?\]\]?
         | \{%[^%\r\n]*+%\} | \{\{[<%][^\r\n]*+(?<=[>%]\}\}) | \{\#[^\r\n]*+(?<=\#\})
         | \([\w\-]++\)= )[ \t]*$)
    | (?P<admonition>(?:!!!|\?\?\?\+?|===)[ \t]++["\w][^\r\n]++)
    | (?P<note>\[\^[^\]\s]++\]:)(?=[ \t])
    | (?P<definition>:)(?=[ \t]+\S)
    | (?P<formula>\$\$(?:[^$`~\r\n]|\$(?!\$)|\r?\n(?![ \t]*\r?\n)){0,5000}+\$\$)
    )"""
TITLE = re.compile(rb'[^\r\n"]*"([^"\r\n]+)"')
UNREADABLE = re.compile(rb"\0|\xed[\xa0-\xbf][\x80-\xbf]|\r(?!\n)")
BREAKS = b"\r\n"

# What may begin something inside a paragraph. Each way begins with a sign, so that a search is fast.
SIGNS = re.compile(rb"[\\`<&!\[\]*_~=$:@{\r\n]")
TOKEN = rb"""(?x)
    (?P<hard>\\(?:\r\n?+|\n)[ \t]*+)
  | (?P<line>[\r\n]++[ \t]*+)
  | \\(?P<escaped>[!-/:-@\[-`{-~])
  | (?P<code>`++)
  | (?P<thing><[A-Za-z][A-Za-z0-9+.\-]{1,31}:[^\s<>]*+> | <[\w.+\-]++@[\w.\-]++>
      | :(?<=\w:)//(?:[^\s<>"|`()\[\]]|\([^\s<>"|`()\[\]]*+\))++
      | :(?<!\w:)[a-z][a-z0-9_+\-]*+:(?!\w) | @(?<!\w@)[A-Za-z0-9][\w\-]*+(?:/[\w\-]++)?
      | !?\[\[[^\[\]\r\n]{1,300}+\]\](?!\() | \[-?@[^\[\]\r\n]{1,300}+\]
      | \$(?![\s$])[^$`\r\n]+(?<!\s)\$(?!\d))
  | (?P<note>\[\^[^\[\]\s]{1,300}+\])
  | (?P<open><!--|<\?|<!\[CDATA\[|<%|\$\$|\{\{|\{%|\{\#(?=[ ]))
  | <(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9\-]*+)
      (?:\s+[A-Za-z_:@][\w.:@\-]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'=<>`]++))?+)*+\s*+/?>
  | (?P<entity>&(?:\#[0-9]{1,7}+|\#[xX][0-9A-Fa-f]{1,6}+|[A-Za-z][A-Za-z0-9]{1,31}+);)
  | (?P<image>!\[) | (?P<bracket>\[) | (?P<close>\])
  | (?P<attributes>\{(?!index=\d+\}):?[ ]?(?:[#.][\w\-]|\w+=)[^{}\r\n]*+\} | \{[a-z][\w:+\-]*+\}(?=`))
  | (?P<emphasis>\*++|_++|~~++|==++)
"""
CLOSERS = {b"<!--": b"-->", b"<?": b"?>", b"<![CDATA[": b"]]>", b"<%": b"%>"}
CLOSERS |= {b"$$": b"$$", b"{{": b"}}", b"{%": b"%}", b"{#": b"#}"}
THINGS = (b"$$", b"{{", b"<%")  # the others say nothing that a sentence needs
SIGNS_OF = {"attributes": BLANK, "note": DELIMITER}
TICKS = re.compile(rb"`+")
TARGET = re.compile(
    rb"""(?x)\(\s*+(?:<[^<>\r\n]*+>|(?:[^\s()\\<]|\\.|\((?:[^\s()\\]|\\.)*+\))*+)
    (?:\s++(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\([^()]*+\)))?+\s*+\)"""
)
LONGEST_LABEL = 999
TITLE_START = re.compile(rb"""[ \t]["'(]""")
LABEL = re.compile(rb"\[((?:[^\[\]\\]|\\.)*+)\]")
BLANKS = re.compile(rb"[ \t]*")

ROLES = {"list_item": Role.ITEM, "atx_heading": Role.HEADING, "setext_heading": Role.HEADING}
FRONT_MATTER = re.compile(
    rb"---[ \t]*\r?\n(?:(?!---[ \t]*\r?$)[^\n]*\n)*?(\.\.\.)[ \t]*(?=\r?\n|\Z)", re.MULTILINE
)
CODE = ("fenced_code_block", "indented_code_block")


class Piece(NamedTuple):
    """a stretch of prose as the parser found it, and what inside of it marks quotations and the like"""

    start: int
    end: int
    role: Role
    is_html: bool
    markers: tuple[tuple[int, int], ...]


class Blocks(NamedTuple):
    """what the parser tells of a text"""

    pieces: list[Piece]
    things: list[int]  # where code starts that stands by itself
    labels: set[bytes]  # what reference definitions define
    comments: list[tuple[int, int]]


@dataclass(slots=True)
class Inside:
    """how far a paragraph, a heading or a cell has been read"""

    data: bytes
    start: int
    end: int
    found: Blocks
    position: int
    brackets: list[re.Match[bytes]] = field(default_factory=list)  # that are open
    ticks: dict[int, list[int]] = field(default_factory=dict)  # where runs of so many end, the last one first
    missing: set[bytes] = field(default_factory=set)  # what has been sought in vain once


def read(text: str) -> Reading:
    """The reading of a text; the content of one Markdown fence around the whole text is read as Markdown."""
    lines = fences.around(text)
    if not lines:
        return _read(text)
    start, end = lines[0].end, lines[1].start
    inner = _read(text[start:end])
    return Reading(
        text[:start] + inner.prose + text[end:],
        tuple(Hidden(a + start, b + start, solid) for a, b, solid in inner.hidden),
        (
            Block(*lines[0], Role.PARAGRAPH),
            *(Block(a + start, b + start, role) for a, b, role in inner.blocks),
            Block(*lines[1], Role.PARAGRAPH),
        ),
        tuple(Span(a + start, b + start) for a, b in inner.comments),
    )


def _read(text: str) -> Reading:
    data = text.encode("utf-8", "surrogatepass")
    found = parsed(data)
    marks, blocks = list(gaps(data, found)), list[tuple[int, int, Role]]()
    for piece in found.pieces:
        start, end, role, is_html, markers = piece
        if not (is_html or markers or SIGNS.search(data, start, end)):
            if html.WORD.search(data, start, end):
                blocks.append((start, end, role))
            continue
        roles = [(0, role)]
        inside = (
            html.scanned(data, start, end, roles, found.comments) if is_html else marked(data, piece, found)
        )
        settled = html.settled(data, [*inside, *(Mark(*marker, BLANK) for marker in markers)])
        blocks += html.blocks(data, start, end, settled, roles)
        marks += settled
    return _with_own_comments(text, assemble(text, marks, blocks, found.comments))


def _with_own_comments(text: str, reading: Reading) -> Reading:
    """The reading without comments that are parts of something else, such as the title of a link."""
    hidden = reading.hidden

    def stands_alone(comment: Span) -> bool:
        if text[comment.start - 4 : comment.start] != "<!--":
            return True
        n = bisect_right(hidden, comment.start - 4, key=lambda each: each.end)
        return n < len(hidden) and hidden[n].start == comment.start - 4

    return replace(reading, comments=tuple(filter(stands_alone, reading.comments)))


def masked(data: bytes) -> tuple[bytes, list[tuple[int, int]]]:
    """The text as the parser gets it, and what of its paragraphs is no prose by that."""
    markers: list[tuple[int, int]] = []

    def mask(match: re.Match[bytes]) -> bytes:
        start, end = match.end("before"), match.end()
        before, body = match["before"], data[start:end]
        if match["line"]:
            return before + b"***".ljust(len(body))  # a rule, which parts paragraphs
        if match["admonition"]:
            title = TITLE.match(data, start, end)
            markers.extend([(start, title.start(1)), (title.end(1), end)] if title else [(start, end)])
            return (
                before + b"- # " + body[4:]
            )  # an item, since its body is indented, that begins with a heading
        if match["note"]:
            markers.append((start, end))
            return before + b"-   " + body[4:]
        if match["definition"]:
            return before + b"-"
        return before + re.sub(rb"[^\r\n]", b"x", body)

    source = html.compiled(MASKED).sub(mask, data)
    return UNREADABLE.sub(lambda match: b"\n" if match[0] == b"\r" else b"x" * len(match[0]), source), markers


@cache
def parser() -> "Parser":
    import tree_sitter_markdown  # noqa: PLC0415 - late: most runs read no Markdown
    from tree_sitter import Language, Parser  # noqa: PLC0415

    return Parser(Language(tree_sitter_markdown.language()))


@cache
def known_kinds() -> dict[int, str]:
    """The kinds of nodes that are asked for, by their numbers, which are had at a third of the price."""
    language = parser().language
    assert language  # noqa: S101 - the parser was made with one
    kinds = (*ROLES, "html_block", "pipe_table_cell", "inline", "link_reference_definition", *CODE)
    is_named = True
    numbers = ((language.id_for_node_kind(kind, is_named), kind) for kind in kinds)
    return {number: kind for number, kind in numbers if number}


def parsed(data: bytes) -> Blocks:
    """Where prose, code and comments are, by the parser for blocks."""
    found = Blocks([], [], set(), [])
    source, markers = masked(data)
    front_matter = FRONT_MATTER.match(source)
    if front_matter:  # the parser knows it closed by dashes alone
        source = source[: front_matter.start(1)] + b"---" + source[front_matter.end(1) :]
    role, until = Role.PARAGRAPH, 0
    for kind, node in _nodes(parser().parse(source)):
        start, end = node.byte_range
        if kind in ROLES:
            role, until = ROLES[kind], end
        elif kind == "inline":
            found.pieces.append(_piece(data, node, role if start < until else Role.PARAGRAPH, markers))
            role = Role.PARAGRAPH
        elif kind == "pipe_table_cell":
            found.pieces.append(_piece(data, node, Role.CELL, markers))
        elif kind == "html_block":
            found.pieces.append(_piece(data, node, Role.PARAGRAPH, markers, is_html=True))
        elif kind == "link_reference_definition":
            _define(data, start, end, found)
        else:
            found.things.append(start)
    return found


def _nodes(tree: "Tree") -> "Iterator[tuple[str, Node]]":
    """The nodes of known kinds in their order; what is inside prose and code is left out."""
    cursor, kinds = tree.walk(), known_kinds()
    while node := cursor.node:
        kind = kinds.get(node.kind_id)
        if kind:
            yield kind, node
        if (kind is None or kind in ROLES) and cursor.goto_first_child():
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return


def _piece(
    data: bytes, node: "Node", role: Role, markers: list[tuple[int, int]], *, is_html: bool = False
) -> Piece:
    start, end = node.byte_range
    body = data[start:end]
    if role == Role.HEADING:
        above = body.rstrip().rstrip(b"#")  # the signs that close a heading
        body = body if above[-1:].strip() else above
    start, end = start + len(body) - len(body.lstrip()), start + len(body.rstrip())
    inside = []
    if b"\n" in body or b"\r" in body:
        children = (child.byte_range for child in node.named_children)
        inside = [(first, last) for first, last in children if first < last <= end]
    n = bisect_right(markers, start, key=lambda marker: marker[1])
    while n < len(markers) and markers[n][0] < end:
        inside.append((max(start, markers[n][0]), min(end, markers[n][1])))
        n += 1
    return Piece(
        start, end, role, is_html, tuple((first, _behind_blanks(data, last)) for first, last in inside)
    )


def _behind_blanks(data: bytes, position: int) -> int:
    blanks = BLANKS.match(data, position)
    return blanks.end() if blanks else position


def _define(data: bytes, start: int, end: int, found: Blocks) -> None:
    """Note what a reference definition defines; [//]: # (such a one) is a comment."""
    label = LABEL.match(data, start, end)
    if label:
        found.labels.add(_key(label[1]))
    if label and label[1].lower() in (b"//", b"comment"):
        opened = TITLE_START.search(data, label.end(), end)
        close = start + len(data[start:end].rstrip()) - 1
        if opened and opened.end() <= close:
            found.comments.append((opened.end(), close))


def _key(label: bytes) -> bytes:
    return b" ".join(label.lower().split())


def gaps(data: bytes, found: Blocks) -> Iterator[Mark]:
    """What stands between the pieces: their line breaks stay, or one is put there; the rest is blank.

    Code leaves a sign that there is something, or else the text above it would seem to break off.
    """
    edges = [(0, 0), *((piece.start, piece.end) for piece in found.pieces), (len(data), len(data))]
    things = iter((*found.things, len(data)))
    thing = next(things)
    for (_, start), (end, _) in pairwise(edges):
        body = data[start:end]
        bare = body.strip(BREAKS)
        if not bare and body:
            continue
        has_thing = thing < end
        while thing < end:
            thing = next(things)
        behind = max(body.rfind(b"\n"), body.rfind(b"\r")) + 1
        if not behind:
            yield from _led(data, start, end, BORDER if start > 0 and end < len(data) else BLANK)
            continue
        above, below = start + len(body) - len(body.lstrip(BREAKS)), start + len(body[:behind].rstrip(BREAKS))
        yield from _led(data, above, below, OBJECT if has_thing else BLANK)
        if start + behind < end:
            yield Mark(start + behind, end, BLANK)


def _led(data: bytes, start: int, end: int, sign: str) -> Iterator[Mark]:
    """A blank stretch, but for a sign in the place of its first character."""
    behind = start
    if start < end and sign != BLANK:
        behind = start + 1
        while behind < end and data[behind] & 0xC0 == 0x80:
            behind += 1
        yield Mark(start, behind, sign)
    if behind < end:
        yield Mark(behind, end, BLANK)


def marked(data: bytes, piece: Piece, found: Blocks) -> Iterator[Mark]:
    """What is no prose inside a paragraph, heading or cell."""
    inside = Inside(data, piece.start, piece.end, found, piece.start)
    search = html.compiled(TOKEN).search
    while token := search(data, inside.position, piece.end):
        inside.position = token.end()
        yield from WAYS[token.lastgroup or ""](inside, token)


def _break(inside: Inside, token: re.Match[bytes]) -> Iterable[Mark]:
    data, (start, end) = inside.data, token.span()
    while start > inside.start and data[start - 1] in b" \t":
        start -= 1
    # Blanks are often left at the end of a line by mistake, in the middle of a sentence.
    is_hard = token.lastgroup == "hard" or (
        data.startswith(b"  ", start) and not data[end : end + 1].islower()
    )
    return (Mark(start, end, BORDER if is_hard else BLANK),)


def _escaped(inside: Inside, token: re.Match[bytes]) -> Iterable[Mark]:
    start, data = token.start(), inside.data
    in_word = html.WORD.match(data, start - 1, start) and html.WORD.match(data, token.end(), inside.end)
    return (Mark(start, start + 1, OBJECT if in_word else DELIMITER),)


def _code(inside: Inside, token: re.Match[bytes]) -> Iterable[Mark]:
    """Code goes on to the next ticks that are as many."""
    if not inside.ticks:
        for run in reversed([*TICKS.finditer(inside.data, token.start(), inside.end)]):
            inside.ticks.setdefault(len(run[0]), []).append(run.end())
    ends = inside.ticks.get(len(token[0]), [])
    while ends and ends[-1] <= token.end():
        ends.pop()
    if not ends:
        return ()
    inside.position = ends[-1]
    return (Mark(token.start(), inside.position, OBJECT),)


def _thing(inside: Inside, token: re.Match[bytes]) -> Iterable[Mark]:
    data, (start, end) = inside.data, token.span()
    if data.startswith(b"://", start):
        while start > inside.start and (data[start - 1 : start].isalnum() or data[start - 1] in b"+-."):
            start -= 1
        while data[end - 1] in b".,;:!?'*_~":
            end -= 1
        inside.position = end
    return (Mark(start, end, OBJECT),)


def _sign(inside: Inside, token: re.Match[bytes]) -> Iterable[Mark]:
    """What is a sign by itself: attributes in braces, the number of a footnote, &amp;."""
    sign = SIGNS_OF.get(token.lastgroup or "") or html.sign_of_entity(inside.data, *token.span())
    return (Mark(*token.span(), sign),)


def _enclosed(inside: Inside, token: re.Match[bytes]) -> Iterable[Mark]:
    """Comments, formulas, the code of templates: all up to a closing sign, if there is one."""
    opener, closer = token[0], CLOSERS[token[0]]
    close = -1 if closer in inside.missing else inside.data.find(closer, token.end(), inside.end)
    if close < 0:
        inside.missing.add(closer)
        inside.position = token.start() + 1
        return ()
    if opener == b"<!--":
        inside.found.comments.append((token.end(), close))
    inside.position = close + len(closer)
    return (Mark(token.start(), inside.position, OBJECT if opener in THINGS else BLANK),)


def _tag(inside: Inside, token: re.Match[bytes]) -> Iterable[Mark]:
    name = token["tag"].decode().lower()
    if not token["end"] and token["tag"] not in inside.missing:
        sign = html.sign_of_insides(name, token[0])
        behind = html.behind(inside.data, name, token.end(), inside.end) if sign else 0
        if behind:
            inside.position = behind
            return (Mark(token.start(), behind, sign),)
        if sign:
            inside.missing.add(token["tag"])
    return html.tag(name, *token.span(), is_end=bool(token["end"]))


def _open(inside: Inside, token: re.Match[bytes]) -> Iterable[Mark]:
    inside.brackets.append(token)
    return ()


def _close(inside: Inside, token: re.Match[bytes]) -> Iterable[Mark]:
    """The brackets of a link and its target; all of an image, and of a link whose text is its key."""
    if not inside.brackets:
        return ()
    opened = inside.brackets.pop()
    behind, is_key = _target(inside, opened.end(), token.start())
    if not behind:
        return ()
    inside.position = behind
    if is_key or opened.lastgroup == "image":
        return (Mark(opened.start(), behind, OBJECT),)
    return (Mark(*opened.span(), DELIMITER), Mark(token.start(), behind, DELIMITER))


def _target(inside: Inside, start: int, close: int) -> tuple[int, bool]:
    """Where a link ends whose text is between brackets (0 if it is none), and whether its text is its key.

    A word that stands in the target as well is one: the name of a person, a package, a site.
    """
    data, end, labels = inside.data, inside.end, inside.found.labels
    if target := TARGET.match(data, close + 1, end):
        text = data[start : min(close, start + LONGEST_LABEL)]
        return target.end(), len(text.split()) == 1 and text in target[0]
    label = LABEL.match(data, close + 1, end)
    if label and label[1] and _key(label[1]) in labels:
        return label.end(), False
    if close - start <= LONGEST_LABEL and _key(data[start:close]) in labels:
        return label.end() if label and not label[1] else close + 1, True
    return 0, False


def _emphasis(inside: Inside, token: re.Match[bytes]) -> Iterable[Mark]:
    """Delimiters, but for those that are signs of the text: `2 * 3`, `snake_case`."""
    data, (start, end) = inside.data, token.span()
    before, behind = data[max(inside.start, start - 1) : start], data[end : min(inside.end, end + 1)]
    is_joined = data.startswith(b"_", start) and html.WORD.match(before) and html.WORD.match(behind)
    is_alone = not before.strip() and not behind.strip()
    return () if is_joined or is_alone else (Mark(start, end, DELIMITER),)


# What each group of TOKEN is read by.
WAYS: dict[str, Callable[[Inside, re.Match[bytes]], Iterable[Mark]]] = {
    "line": _break,
    "hard": _break,
    "escaped": _escaped,
    "code": _code,
    "thing": _thing,
    "note": _sign,
    "open": _enclosed,
    "tag": _tag,
    "entity": _sign,
    "image": _open,
    "bracket": _open,
    "close": _close,
    "attributes": _sign,
    "emphasis": _emphasis,
}
