//! What of HTML is prose.

use textlint_core::markup::Format;

use crate::{Table, assert_blocks, assert_comments, prose};

#[test]
fn blocks_have_roles() {
    const BLOCKS: Table = &[
        ("<p>One\n   two  three.</p><p>Four</p> five", &["p One two three.", "p Four", "p five"]),
        (
            "<h2>Head</h2>Text<ul><li>a<li><p>b</p><p>c</p></ul>d",
            &["h Head", "p Text", "i a", "i b", "p c", "p d"],
        ),
        ("<table><tr><th>A<td>b</td><td><div>c</div></table>", &["c A", "c b", "c c"]),
        ("<dl><dt>Term<dd>What</dl>", &["i Term", "i What"]),
        ("<html lang=en><head><title>T</title><meta name=a content='no prose'></head>x", &["h T", "p x"]),
        ("One<br>two<br/>three", &["p One", "p two", "p three"]),
        ("text without\r\nany tag", &["p text without any tag"]),
    ];
    assert_blocks(Format::Html, BLOCKS, "¤*");
}

#[test]
fn markup_in_a_block_is_hidden() {
    const BLOCKS: Table = &[
        ("A <b>bold</b> <a href='no prose' title=\"> no\">link</a>.", &["p A *bold* *link*."]),
        ("<b>B</b>old H<sub>2</sub>O <em><i>x</i></em>y", &["p *B¤old H¤2¤O *x¤y"]),
        ("See <img alt='no prose' src=x>, <code>x <b>y</b></code>, <kbd>K</kbd>.", &["p See ¤, ¤, ¤."]),
        (
            "a &amp; b&nbsp;c \u{a0} &#8220;d&#x201d; it&rsquo;s, R&D, x &lt y",
            &["p a ¤ b c *d* it¤s, R&D, x ¤ y"],
        ),
        ("1 < 2 and a <3 & b", &["p 1 < 2 and a <3 & b"]),
    ];
    assert_blocks(Format::Html, BLOCKS, "¤*");
}

#[test]
fn code_and_other_languages_are_no_prose() {
    const BLOCKS: Table = &[
        ("<!DOCTYPE html><?xml version='1.0'?><![CDATA[ no ]]>a<!-- no\n<p>prose -->b", &["p a b"]),
        ("a<script>if (x<y) no('</p>')</script><style>p{}</style><p>b", &["p a", "p b"]),
        ("So:<pre>\nno <b>prose</b>\n\n</pre>on", &["p So:", "p on"]),
        (
            "<textarea><b>no</textarea> a <svg><text>no</text><svg>no</svg>no</svg> b <math><mi>x</mi></math>",
            &["p ¤ a ¤ b ¤"],
        ),
        ("<script src=x /><p>read", &["p read"]),
        (
            "<p translate=no>no</p>a <i lang='de-AT'>nein</i> <i lang=en-GB>yes</i> <q xml:lang=\"fr\">non</q>",
            &["p a ¤ *yes* ¤"],
        ),
        ("<html lang=de><p lang=en>no</p><p lang=de>ja", &["p ja"]),
        ("a <code>never closed <p>no prose", &["p a ¤"]),
        ("a <b never closed", &["p a *"]),
    ];
    assert_blocks(Format::Html, BLOCKS, "¤*");
}
#[test]
fn comments_are_told() {
    let text = "<!-- textlint: a --><p>x <!--b--></p><!----><!--> <script><!-- no --></script><!-- open";
    assert_comments(Format::Html, text, &[" textlint: a ", "b", "", " open"]);
}

#[test]
fn code_leaves_a_sign_behind() {
    let words = prose(Format::Html, "<p>So:</p><pre>x\ny</pre><p>on</p>");
    assert_eq!(words.split_ascii_whitespace().collect::<Vec<_>>(), ["So:", "\u{fffc}", "on"]);
    assert_eq!(prose(Format::Html, "a<pre>é"), "a\n\u{fffc}   \n");
}
