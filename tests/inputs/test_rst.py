"""What of reStructuredText is prose, as tables of text in and blocks out."""

import re

import commands
import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import OBJECT, assert_sound, read

from textlint.model import Role

SHORT = {Role.PARAGRAPH: "p", Role.HEADING: "h", Role.ITEM: "i", Role.CELL: "c"}
HIDDEN_DIRECTIVES = (
    *(
        "code-block",
        "sourcecode",
        "parsed-literal",
        "math",
        "raw",
        "include",
        "literalinclude",
        "image",
        "toctree",
    ),
    *(
        "contents",
        "index",
        "csv-table",
        "doctest",
        "testcode",
        "productionlist",
        "graphviz",
        "mermaid",
        "meta",
    ),
    *("automodule", "no-such-directive"),
)


def shown(text):
    """The blocks of a text: their roles, and their prose with each hidden thing as one sign."""
    reading = read(text, "rst")
    return [
        f"{SHORT[block.role]} {re.sub(f'{OBJECT}+', 'X', ' '.join(reading.prose[block.start : block.end].split()))}"
        for block in reading.blocks
    ]


def holds(text):
    """A reading for which the laws hold, and that of this format: outside of blocks is nothing to read."""
    reading = read(text, "rst")
    assert_sound(text, reading)
    outside = {*range(len(text))}
    for block in reading.blocks:
        outside -= {*range(block.start, block.end)}
    assert {reading.prose[place] for place in outside} <= {OBJECT, *" \t\v\f\r\n"}
    return reading


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param(
            "One line\nand another.\n\nNext.\n", ["p One line and another.", "p Next."], id="wrapped"
        ),
        pytest.param("One\r\nand two.\r\n\r\nNext.\r\n", ["p One and two.", "p Next."], id="CRLF"),
        pytest.param("A. Einstein was\nthere.\n", ["p A. Einstein was there."], id="no item"),
        pytest.param("Title\n=====\n\nText.\n", ["h Title", "p Text."], id="title"),
        pytest.param("=======\n Title\n=======\n", ["h Title"], id="overlined title"),
        pytest.param("ab\n--\nText.\n", ["h ab", "p Text."], id="short title"),
        pytest.param("Über\n====\n", ["h Über"], id="title beyond ASCII"),
        pytest.param("One.\n\n----\n\nTwo.\n", ["p One.", "p Two."], id="transition"),
        pytest.param("1. Intro\n========\n", ["h 1. Intro"], id="title with a number"),
        pytest.param(
            "Text.\n\n  Quoted\n  text.\n\n  -- Me\n", ["p Text.", "p Quoted text.", "p -- Me"], id="quote"
        ),
        pytest.param("| One\n| two\n  on.\n|\n| Three\n", ["i One", "i two on.", "i Three"], id="line block"),
    ],
)
def test_paragraphs_and_titles(text, blocks):
    assert shown(text) == blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param(
            "- one\n  goes on\n- two\n\n  More.\n", ["i one goes on", "i two", "p More."], id="bullets"
        ),
        pytest.param("* a\n\n  + b\n\n    - c\n", ["i a", "i b", "i c"], id="nested"),
        pytest.param("- - a\n  - b\n", ["i a", "i b"], id="nested in one line"),
        pytest.param("-\ta\n\tb\n", ["i a b"], id="tab"),
        pytest.param("• a\n  b\n", ["i a b"], id="bullet beyond ASCII"),
        pytest.param("-\n  a\n", ["i a"], id="bullet alone"),
        pytest.param("1. one\n#) two\n(iv) four\n", ["i one", "i two", "i four"], id="numbers"),
        pytest.param("term : class\n  Text.\n", ["i term", "p Text."], id="definition"),
        pytest.param(
            "term\n  Text\n  on.\n\n  More.\n", ["i term", "p Text on.", "p More."], id="definition of two"
        ),
        pytest.param(":name: body\n   on\n:other:\n   text\n", ["i body on", "i text"], id="fields"),
        pytest.param(
            ":param int x: the text\n:type x: int\n:rtype: dict\n", ["i the text"], id="types in fields"
        ),
        pytest.param(
            "-a FILE, --all=FILE  all of\n                     it\n-b  it\n",
            ["i all of it", "i it"],
            id="options",
        ),
        pytest.param("--only-an-option\n", [], id="option alone"),
        pytest.param(
            ".. [1] A note\n   on.\n.. [#n] Two.\n.. [Cit2] Three.\n",
            ["p A note on.", "p Two.", "p Three."],
            id="notes",
        ),
    ],
)
def test_lists(text, blocks):
    assert shown(text) == blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("So::\n\n  code teh\n\n  more\n\nText.\n", ["p So:", "p Text."], id="two colons"),
        pytest.param("So ::\n\n  code\n\nText.\n", ["p So", "p Text."], id="two colons apart"),
        pytest.param("::\n\n  code\n\nText.\n", ["p Text."], id="two colons alone"),
        pytest.param("So:\n::\n\n  code\n\nText.\n", ["p So:", "p Text."], id="two colons in a line"),
        pytest.param("So::\n\n> code\n> more\n\nText.\n", ["p So:", "p Text."], id="quoted literal block"),
        pytest.param("- So::\n\n    code\n\n  Text.\n", ["i So:", "p Text."], id="in an item"),
        pytest.param("So::\n   code\n", ["i So:"], id="no blank line"),
        pytest.param(">>> teh\n1\n\nText.\n", ["p Text."], id="doctest"),
        pytest.param(".. a comment\n   goes on\n\n   here\n\nText.\n", ["p Text."], id="comment"),
        pytest.param("..\n\n  Quoted.\n", ["p Quoted."], id="empty comment"),
        pytest.param(".. _a: http://b.c/\n   d\n.. _e:\n\n__ http://f\n\nText.\n", ["p Text."], id="targets"),
        pytest.param(".. |a| replace:: teh\n.. |b| image:: b.png\n   :alt: teh\n\nText.\n", ["p Text."], id="substitutions"),
        pytest.param("Text\n.. code:: c\n\n   teh\n", ["p Text"], id="no blank line before a directive"),
    ],
)  # fmt: skip
def test_what_is_no_prose(text, blocks):
    assert shown(text) == blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param(".. note:: A note\n   on.\n\n   More.\n", ["p A note on.", "p More."], id="text behind"),
        pytest.param(".. note::\n   :class: x\n\n   A note\n", ["p A note"], id="text below"),
        pytest.param(".. warning::\n   A note\n   on.\n", ["p A note on."], id="text right below"),
        pytest.param(".. versionadded:: 3.2\n   Text\n   on.\n", ["p Text on."], id="version"),
        pytest.param(".. versionchanged:: 3.2 Text\n    on\n     and on.\n", ["p Text on and on."], id="version and text"),
        pytest.param(".. deprecated-removed:: 3.1 3.4\n   Text.\n", ["p Text."], id="two versions"),
        pytest.param(".. admonition:: And so\n\n   Text.\n", ["h And so", "p Text."], id="title"),
        pytest.param(".. figure:: a.png\n   :alt: teh\n\n   Caption.\n", ["p Caption."], id="figure"),
        pytest.param(".. py:function:: teh(a,\n     b)\n   :noindex:\n\n   Text.\n\n   :param a: An a.\n", ["p Text.", "i An a."], id="function"),
        pytest.param(".. only:: html\n\n   Text.\n\n   .. code-block:: c\n\n      teh\n\n   More.\n", ["p Text.", "p More."], id="nested"),
        pytest.param("- .. note:: Text\n     on.\n", ["p Text on."], id="in an item"),
        pytest.param(".. glossary::\n\n   one\n   two\n      Text.\n\n   three\n      More.\n", ["i one", "i two", "p Text.", "i three", "p More."], id="glossary"),
        pytest.param(".. list-table:: Rows\n   :widths: 1 2\n\n   * - a\n     - b\n   * - c\n       d\n     - e\n\nText.\n", ["h Rows", "c a", "c b", "c c d", "c e", "p Text."], id="list-table"),
        *(
            pytest.param(f".. {name}:: teh\n   :b: teh\n\n   teh\n\n    teh\n\nText.\n", ["p Text."], id=name)
            for name in HIDDEN_DIRECTIVES
        ),
    ],
)  # fmt: skip
def test_directives(text, blocks):
    assert shown(text) == blocks


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("+----+-----+\n| ab | c d |\n+====+=====+\n| e  |     |\n+----+-----+\n", ["c ab", "c c d", "c e"], id="grid"),
        pytest.param("+---+---+\n| a | b |\n|   | c |\n+---+---+\n", ["c a"], id="cell of two lines"),
        pytest.param("+---+---+\n| a and b |\n+---+---+\n| c | d |\n+---+---+\n", ["c c", "c d"], id="merged columns"),
        pytest.param("+---+---+\n| a | b |\n|   +---+\n|   | d |\n+---+---+\n", [], id="merged rows"),
        pytest.param("+---+---+\n| ä | b |\n+---+---+\n", ["c ä", "c b"], id="grid beyond ASCII"),
        pytest.param("==  =====\na   b b\n==  =====\nc   d and more\nee  - x\n==  =====\n\nText.\n", ["c a", "c b b", "c c", "c d and more", "c ee", "p Text."], id="simple"),
        pytest.param("==  ==\na   b\n    c\n\nd   e\n==  ==\n", ["c a", "c d", "c e"], id="simple, of two lines"),
        pytest.param("==  ==\nheading\n------\na   b\n==  ==\n", ["c a", "c b"], id="simple, merged"),
        pytest.param("==  ==\na b c\n==  ==\n", [], id="over the border"),
        pytest.param("==  ==\na\tb\n==  ==\n", [], id="tab"),
    ],
)  # fmt: skip
def test_tables(text, blocks):
    assert shown(text) == blocks


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ("a ``b c`` d", "a X d"),
        ("a ``b``\\ s d", "a Xs d"),
        ("a *b c* **d** e", "a *b c* **d** e"),
        ("a `b` c", "a X c"),
        ("a :func:`b` c", "a X c"),
        ("a `b`:func: c", "a X c"),
        ("a :ref:`b` c", "a X c"),
        ("a :ref:`b c <d>` e", "a ******b c***** e"),
        ("a :term:`b` c", "a X c"),
        ("a :term:`b c <d>` e", "a *******b c***** e"),
        ("a :guilabel:`b c` d", "a ***********b c* d"),
        ("a :unknown:`b c <d>` e", "a X e"),
        ("a :menuselection:`b --> c` d", "a " + "*" * 16 + "b *** c* d"),
        ("a `b c`_ d", "a X d"),
        ("a `b\nc <http://d.e>`__ f", "a *b c" + "*" * 16 + " f"),
        ("a `<http://d.e>`_ f", "a X f"),
        ("a `http://d.e <http://d.e>`_ f", "a X f"),
        ("a _`b c` d", "a _X d"),
        ("a foo_ bar__ b", "a X X b"),
        ("a |b c| d", "a X d"),
        ("a [1]_ [#b]_ [*]_ [Cit]_ d", "a X X X X d"),
        ("a (https://b.c/d_e*f). g", "a (X). g"),
        ("a \\*b\\* c", "a X*bX* c"),
        ("a ``b c", "a X c"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("the '*' and (*) signs", "the '*' and (*) signs"),
        ("snake_case and a|b|c", "snake_case and a|b|c"),
        ("*a b", "*a b"),
    ],
)
def test_markup_in_a_sentence(text, prose):
    assert shown(text) == [f"p {prose}"]


def test_comments_are_told_without_their_marks():
    text = ".. textlint: allow spelling -- so\n\nText.\n\n- ..\n    two\n    lines\n"

    assert [text[slice(*span)] for span in read(text, "rst").comments] == [
        "textlint: allow spelling -- so",
        "two\n    lines",
    ]


DOCUMENT = """\
=====
Title
=====

:Author: Somebody
:Status: Ready, and
   waiting

A paragraph that
goes on. It says so::

    no prose

    at all

* An item
  of two lines

  1. with a number

     .. note:: Behind it
        a note.

        .. warning::

           In a note.

* Another::

      no prose

term one
    Its definition.

term two : class
    Its definition,
    wrapped.

    Another paragraph.

-a, --all  Option of
           two lines

Section
-------

| A line
| and another
  that goes on

>>> no_prose

A. Einstein was
no item.

    A quotation.

.. comment

.. _target:

.. figure:: a.png
   :alt: no prose

   A caption.

.. [1] A note.

Subsection
~~~~~~~~~~

::

> quoted, and no prose

.. container:: box

   Text in a box.
"""


def test_docutils_sees_the_same_blocks():
    core, nodes = pytest.importorskip("docutils.core"), pytest.importorskip("docutils.nodes")
    settings = {"docinfo_xform": False, "doctitle_xform": False, "report_level": 5, "_disable_config": True}
    tree = core.publish_doctree(DOCUMENT, settings_overrides=settings)
    kinds = (nodes.title, nodes.term, nodes.paragraph, nodes.line, nodes.caption)
    seen = [" ".join(node.astext().split()) for node in tree.findall(lambda node: isinstance(node, kinds))]

    reading = read(DOCUMENT, "rst")
    ours = [" ".join(reading.prose[block.start : block.end].split()) for block in reading.blocks]
    assert ours == seen
    assert [block.role for block in reading.blocks].count(Role.HEADING) == len([*tree.findall(nodes.title)])
    assert len(re.findall(f"{OBJECT}+", reading.prose)) == len(
        [*tree.findall(nodes.literal_block), *tree.findall(nodes.doctest_block)]
    )


PIECES = [
    *(
        "Some text",
        "teh",
        "- ",
        "* ",
        "1. ",
        ".. ",
        "..",
        "note::",
        "code::",
        "_a: b",
        "[1] ",
        "|a| ",
        "::",
        ":a: ",
    ),
    *(
        "``",
        "`",
        "*",
        "**",
        "|",
        "_",
        "`_",
        "<http://a.b>",
        "http://a.b",
        ":ref:",
        "[#]_",
        "\\",
        ">>> ",
        "| ",
        "-a  ",
    ),
    *(
        "====",
        "----",
        "== ==",
        "+--+--+",
        "| a| b|",
        "list-table::",
        "glossary::",
        "versionadded:: 1 ",
        "a : b",
    ),
    *("\n", "\n", "\n", "\n\n", "\n  ", "\n    ", "\n\t", "\r\n", "\r", "\v", "\f", "\0", " ", "\t"),
    *("é", "日", "\u2028", "\x85", "\udc80", "\ud83d", "\N{NO-BREAK SPACE}", "•", OBJECT),
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
    | st.text(st.characters(exclude_categories=[]))
)
def test_every_text_has_a_reading(text):
    holds(text)


CODE = "teh0code"


@given(
    st.sampled_from([
        "``{}``", ":func:`{}`", "`a <{}>`_", ":ref:`a <{}>`", "|{}|", "http://a.b/{}", "{}_",
        "::\n\n      {}\n\n", "\n\n.. code:: {}\n\n   {}\n\n", "\n\n.. _{}: a\n\n", "\n\n.. {}\n\n", "\n\n>>> {}\n\n",
    ]),
    st.sampled_from(["", "- ", "  ", ".. note:: ", "1. ", ":a: ", "\n\n", "Text, and "]),
    st.sampled_from(["", " and more.", "\n\nMore.", "\nand *more*.", "\n\n  More ``code``."]),
)  # fmt: skip
def test_code_and_targets_are_never_prose(markup, before, after):
    text = before + markup.replace("{}", CODE) + after

    assert CODE not in holds(text).prose


def test_files_in_the_format_are_read_so(tmp_path):
    (tmp_path / "a.rst").write_text("Title\n=====\n\nThey ``end..`` it..\n\n.. code::\n\n   They end it..\n")
    (tmp_path / "b.rest").write_text(".. textlint: allow punctuation/doubled -- so\n\nThey end it..\n")
    flags = ("--isolated", "--select", "punctuation/doubled", "--output-format", "concise")
    done = commands.run("check", *flags, ".", cwd=tmp_path, text=True)

    assert [line.partition(" ")[0] for line in done.stdout.splitlines() if "punctuation" in line] == [
        "a.rst:4:18:"
    ]
