//! What of reStructuredText is prose.

use textlint_core::markup::Format;

use crate::{Table, assert_blocks, assert_comments};

#[test]
fn paragraphs_and_titles_are_prose() {
    const BLOCKS: Table = &[
        ("One line\nand another.\n\nNext.\n", &["p One line and another.", "p Next."]),
        ("One\r\nand two.\r\n\r\nNext.\r\n", &["p One and two.", "p Next."]),
        ("A. Einstein was\nthere.\n", &["p A. Einstein was there."]),
        ("Title\n=====\n\nText.\n", &["h Title", "p Text."]),
        ("=======\n Title\n=======\n", &["h Title"]),
        ("ab\n--\nText.\n", &["h ab", "p Text."]),
        ("Über\n====\n", &["h Über"]),
        ("One.\n\n----\n\nTwo.\n", &["p One.", "p Two."]),
        ("1. Intro\n========\n", &["h 1. Intro"]),
        ("Text.\n\n  Quoted\n  text.\n\n  -- Me\n", &["p Text.", "p Quoted text.", "p -- Me"]),
        ("| One\n| two\n  on.\n|\n| Three\n", &["i One", "i two on.", "i Three"]),
    ];
    assert_blocks(Format::Rst, BLOCKS, "¤");
}

#[test]
fn lists_have_items() {
    const BLOCKS: Table = &[
        ("- one\n  goes on\n- two\n\n  More.\n", &["i one goes on", "i two", "p More."]),
        ("* a\n\n  + b\n\n    - c\n", &["i a", "i b", "i c"]),
        ("- - a\n  - b\n", &["i a", "i b"]),
        ("-\ta\n\tb\n", &["i a b"]),
        ("• a\n  b\n", &["i a b"]),
        ("-\n  a\n", &["i a"]),
        ("1. one\n#) two\n(iv) four\n", &["i one", "i two", "i four"]),
        ("term : class\n  Text.\n", &["i term", "p Text."]),
        ("term\n  Text\n  on.\n\n  More.\n", &["i term", "p Text on.", "p More."]),
        (":name: body\n   on\n:other:\n   text\n", &["i body on", "i text"]),
        (":param int x: the text\n:type x: int\n:rtype: dict\n", &["i the text"]),
        ("-a FILE, --all=FILE  all of\n                     it\n-b  it\n", &["i all of it", "i it"]),
        ("--only-an-option\n", &[]),
        (".. [1] A note\n   on.\n.. [#n] Two.\n.. [Cit2] Three.\n", &["p A note on.", "p Two.", "p Three."]),
    ];
    assert_blocks(Format::Rst, BLOCKS, "¤");
}

#[test]
fn code_and_targets_are_no_prose() {
    const BLOCKS: Table = &[
        ("So::\n\n  code teh\n\n  more\n\nText.\n", &["p So:", "p Text."]),
        ("So ::\n\n  code\n\nText.\n", &["p So", "p Text."]),
        ("::\n\n  code\n\nText.\n", &["p Text."]),
        ("So:\n::\n\n  code\n\nText.\n", &["p So:", "p Text."]),
        ("So::\n\n> code\n> more\n\nText.\n", &["p So:", "p Text."]),
        ("- So::\n\n    code\n\n  Text.\n", &["i So:", "p Text."]),
        ("So::\n   code\n", &["i So:"]),
        (">>> teh\n1\n\nText.\n", &["p Text."]),
        (".. a comment\n   goes on\n\n   here\n\nText.\n", &["p Text."]),
        ("..\n\n  Quoted.\n", &["p Quoted."]),
        (".. _a: http://b.c/\n   d\n.. _e:\n\n__ http://f\n\nText.\n", &["p Text."]),
        (".. |a| replace:: teh\n.. |b| image:: b.png\n   :alt: teh\n\nText.\n", &["p Text."]),
        ("Text\n.. code:: c\n\n   teh\n", &["p Text"]),
    ];
    assert_blocks(Format::Rst, BLOCKS, "¤");
}

#[test]
fn directives_have_prose() {
    const BLOCKS: Table = &[
        (".. note:: A note\n   on.\n\n   More.\n", &["p A note on.", "p More."]),
        (".. note::\n   :class: x\n\n   A note\n", &["p A note"]),
        (".. warning::\n   A note\n   on.\n", &["p A note on."]),
        (".. versionadded:: 3.2\n   Text\n   on.\n", &["p Text on."]),
        (".. versionchanged:: 3.2 Text\n    on\n     and on.\n", &["p Text on and on."]),
        (".. deprecated-removed:: 3.1 3.4\n   Text.\n", &["p Text."]),
        (".. admonition:: And so\n\n   Text.\n", &["h And so", "p Text."]),
        (".. figure:: a.png\n   :alt: teh\n\n   Caption.\n", &["p Caption."]),
        (
            ".. py:function:: teh(a,\n     b)\n   :noindex:\n\n   Text.\n\n   :param a: An a.\n",
            &["p Text.", "i An a."],
        ),
        (
            ".. only:: html\n\n   Text.\n\n   .. code-block:: c\n\n      teh\n\n   More.\n",
            &["p Text.", "p More."],
        ),
        ("- .. note:: Text\n     on.\n", &["p Text on."]),
        (
            ".. glossary::\n\n   one\n   two\n      Text.\n\n   three\n      More.\n",
            &["i one", "i two", "p Text.", "i three", "p More."],
        ),
        (
            ".. list-table:: Rows\n   :widths: 1 2\n\n   * - a\n     - b\n   * - c\n       d\n     - e\n\nText.\n",
            &["h Rows", "c a", "c b", "c c d", "c e", "p Text."],
        ),
    ];
    assert_blocks(Format::Rst, BLOCKS, "¤");
}

#[test]
fn cells_of_one_line_are_prose() {
    const BLOCKS: Table = &[
        ("+----+-----+\n| ab | c d |\n+====+=====+\n| e  |     |\n+----+-----+\n", &["c ab", "c c d", "c e"]),
        ("+---+---+\n| a | b |\n|   | c |\n+---+---+\n", &["c a"]),
        ("+---+---+\n| a and b |\n+---+---+\n| c | d |\n+---+---+\n", &["c c", "c d"]),
        ("+---+---+\n| a | b |\n|   +---+\n|   | d |\n+---+---+\n", &[]),
        ("+---+---+\n| ä | b |\n+---+---+\n", &["c ä", "c b"]),
        (
            "==  =====\na   b b\n==  =====\nc   d and more\nee  - x\n==  =====\n\nText.\n",
            &["c a", "c b b", "c c", "c d and more", "c ee", "p Text."],
        ),
        ("==  ==\na   b\n    c\n\nd   e\n==  ==\n", &["c a", "c d", "c e"]),
        ("==  ==\nheading\n------\na   b\n==  ==\n", &["c a", "c b"]),
        ("==  ==\na b c\n==  ==\n", &[]),
        ("==  ==\na\tb\n==  ==\n", &[]),
    ];
    assert_blocks(Format::Rst, BLOCKS, "¤");
}

#[test]
fn markup_in_a_sentence_is_hidden() {
    const BLOCKS: Table = &[
        ("a ``b c`` d", &["p a ¤ d"]),
        ("a ``b``\\ s d", &["p a ¤s d"]),
        ("a *b c* **d** e", &["p a *b c* **d** e"]),
        ("a `b` c", &["p a ¤ c"]),
        ("a :func:`b` c", &["p a ¤ c"]),
        ("a `b`:func: c", &["p a ¤ c"]),
        ("a :ref:`b` c", &["p a ¤ c"]),
        ("a :ref:`b c <d>` e", &["p a ******b c***** e"]),
        ("a :term:`b` c", &["p a ¤ c"]),
        ("a :term:`b c <d>` e", &["p a *******b c***** e"]),
        ("a :guilabel:`b c` d", &["p a ***********b c* d"]),
        ("a :unknown:`b c <d>` e", &["p a ¤ e"]),
        ("a :menuselection:`b --> c` d", &["p a ****************b *** c* d"]),
        ("a `b c`_ d", &["p a ¤ d"]),
        ("a `b\nc <http://d.e>`__ f", &["p a *b c**************** f"]),
        ("a `<http://d.e>`_ f", &["p a ¤ f"]),
        ("a `http://d.e <http://d.e>`_ f", &["p a ¤ f"]),
        ("a _`b c` d", &["p a _¤ d"]),
        ("a foo_ bar__ b", &["p a ¤ ¤ b"]),
        ("a |b c| d", &["p a ¤ d"]),
        ("a [1]_ [#b]_ [*]_ [Cit]_ d", &["p a ¤ ¤ ¤ ¤ d"]),
        ("a (https://b.c/d_e*f). g", &["p a (¤). g"]),
        ("a \\*b\\* c", &["p a ¤*b¤* c"]),
        ("a ``b c", &["p a ¤ c"]),
        ("2 * 3 * 4", &["p 2 * 3 * 4"]),
        ("the '*' and (*) signs", &["p the '*' and (*) signs"]),
        ("snake_case and a|b|c", &["p snake_case and a|b|c"]),
        ("*a b", &["p *a b"]),
    ];
    assert_blocks(Format::Rst, BLOCKS, "¤");
}
#[test]
fn unknown_directives_are_hidden() {
    for name in ["code-block", "math", "raw", "image", "toctree", "csv-table", "index", "no-such-directive"] {
        let text = format!(".. {name}:: teh\n   :b: teh\n\n   teh\n\n    teh\n\nText.\n");
        assert_blocks(Format::Rst, &[(&text, &["p Text."])], "¤");
    }
}

#[test]
fn comments_are_told_without_their_marks() {
    let text = ".. textlint: allow spelling -- so\n\nText.\n\n- ..\n    two\n    lines\n";
    assert_comments(Format::Rst, text, &["textlint: allow spelling -- so", "two\n    lines"]);
}
