//! What of Markdown is prose.

use textlint_core::markup::Format;

use crate::{Table, assert_blocks, assert_comments, prose};

#[test]
fn blocks_have_roles() {
    const BLOCKS: Table = &[
        ("One\ntwo  three.\n\nFour.\n", &["p One two three.", "p Four."]),
        ("# Head #\n# C#\n# #\nText\n\nOther\n===\n", &["h Head", "h C#", "p Text", "h Other"]),
        (
            "Intro:\n- one\n  goes on\nlazily\n  1. two\n\n     more\n* [x] done\n",
            &["p Intro:", "i one goes on lazily", "i two", "p more", "i done"],
        ),
        ("> a\n> b\n> > c\n", &["p a b", "p c"]),
        ("> - a\n>   b\n", &["i a b"]),
        (
            "| A | `x` b |\n|---|:-:|\n| c \\| d | **e** |\nf | g\n",
            &["c A", "c ¤ b", "c c *| d", "c **e**", "c f", "c g"],
        ),
        ("Upper\\\nNext  \nLast  \nof it.<br>End", &["p Upper", "p Next", "p Last of it.", "p End"]),
        ("One\r\ntwo.\r\n\r\nThree\rfour.\r\r- five\r", &["p One two.", "p Three four.", "i five"]),
    ];
    assert_blocks(Format::Markdown, BLOCKS, "¤");
}

#[test]
fn code_and_data_are_no_prose() {
    const BLOCKS: Table = &[
        ("---\ntitle: x\n---\nText\n", &["p Text"]),
        ("+++\ntitle = 1\n+++\nText\n", &["p Text"]),
        ("Text:\n```py\ncode here\n```\n    not code\n", &["p Text:"]),
        ("Text\n\n    code\n\n***\n\n[a]: http://b 'title'\n", &["p Text"]),
        ("- a\n\n  ~~~\n  code\n  ~~~\n", &["i a"]),
        ("<script>\nlet code\n\n</script>\n\n<!-- no\n\nprose -->\n", &[]),
        ("<div class='x y'>\nIn <b>it</b>.<p>More</p>\n</div>\n", &["p In ***it****.", "p More"]),
        ("> <div>\n> words\n> here\n> </div>\n", &["p words here"]),
        ("<details><summary>Sum</summary>\n\nInner *md*.\n\n</details>\n", &["h Sum", "p Inner *md*."]),
    ];
    assert_blocks(Format::Markdown, BLOCKS, "¤");
}

#[test]
fn markup_in_a_paragraph_is_hidden() {
    const BLOCKS: Table = &[
        ("*a* **b _c_** ~~d~~ 2 * 3 snake_case", &["p *a* **b *c*** **d** 2 * 3 snake_case"]),
        ("**b**old un*b*ound", &["p **b¤old un¤b¤ound"]),
        ("`a` ``b ` c`` `unclosed", &["p ¤ ¤ `unclosed"]),
        ("See [text](http://a.b/(c) 'title').", &["p See *text*************************."]),
        ("See ![alt *x*](y.png) and [![b](c)](d) so.", &["p See ¤ and *¤**** so."]),
        (
            "[A]: b\n\nA [a], [A][] and [it][a], but [nope] and [it][nope].",
            &["p A ¤, ¤ and *it****, but [nope] and [it][nope]."],
        ),
        ("At https://a.b/c_(d). Or (http://e.f), <g@h.i>.", &["p At ¤. Or (¤), ¤."]),
        ("Done[^1]. End.[^note]", &["p Done****. End.*******"]),
        ("It&rsquo;s a &amp; b&nbsp;c &ldquo;d&rdquo;", &["p It¤s a ¤ b c *******d*******"]),
        ("\\*not\\* it\\_s \\# x", &["p **not** it¤_s *# x"]),
        ("Press <kbd>Ctrl</kbd> <!-- no --> H<sub>2</sub>O", &["p Press ¤ H¤2¤O"]),
        ("It is $x^2$ for $5 and $6, $$y$$.", &["p It is ¤ for $5 and $6, ¤."]),
        ("A :tada: at 10:30:45 {{ x }} so{% if %} {#id .class}", &["p A ¤ at 10:30:45 ¤ so"]),
        ("See [[Page|name]], [@key, p. 3] and [[a](b)].", &["p See ¤, ¤ and [*a****]."]),
        (
            "Wie <span lang='de'>das hier</span> <b translate=no>x</b> <i lang=en>y</i>",
            &["p Wie ¤ ¤ ***********y****"],
        ),
        ("By @nuno-andre in [left-pad](https://a.b/left-pad), [it](a).", &["p By ¤ in ¤, *it****."]),
    ];
    assert_blocks(Format::Markdown, BLOCKS, "¤");
}

#[test]
fn extensions_of_site_generators_are_read() {
    const BLOCKS: Table = &[
        ("> [!NOTE]\n> Be careful.\n", &["p Be careful."]),
        (
            "!!! note \"A title\"\n    One.\n\n    Two.\n\n=== \"Tab\"\n\n    Three.\n\nFour.\n",
            &["h A title", "p One.", "p Two.", "h Tab", "p Three.", "p Four."],
        ),
        (":::tip Title\nA tip.\n:::\nText.\n", &["p A tip.", "p Text."]),
        (
            "[^1]: Note\n    goes on.\n\n    And on.\n[^long]: `a` b\n",
            &["i Note goes on.", "p And on.", "i ¤ b"],
        ),
        ("Term\n:   Definition\n    goes on.\n", &["p Term", "i Definition goes on."]),
        ("$$\na = b\n- c\n$$\n\n{% raw %}\nText.\n{{< x y=z >}}\n", &["p Text."]),
        ("# Head {#id}\n\nWords. {: .lead }\n", &["h Head", "p Words."]),
    ];
    assert_blocks(Format::Markdown, BLOCKS, "¤");
}
#[test]
fn comments_are_told() {
    for (text, expected) in [
        (
            "<!-- textlint: a -->\n\nText <!--b--> [//]: # (no)\n\n[//]: # (textlint: c)\n",
            &[" textlint: a ", "b", "textlint: c"][..],
        ),
        ("[//]: # (one)\n[//]: # (two)\n[//]: # 'three'\n", &["one", "two", "three"]),
        ("<div>\n<!-- x -->\n</div>\n\n`<!-- code -->`\n\n    <!-- code -->\n", &[" x "]),
        ("```\n[//]: # (code)\n```\n", &[]),
        ("[comment]: <> \"this\"\n", &["this"]),
    ] {
        assert_comments(Format::Markdown, text, expected);
    }
}

#[test]
fn code_leaves_a_sign_behind() {
    let text = "So run:\n\n```sh\nrun it\n```\n\n- a\n";
    let expected = format!("So run:\n\n\u{fffc}{}\n\n  a\n", " ".repeat(15));
    assert_eq!(prose(Format::Markdown, text), expected);
}

#[test]
fn what_github_reads_otherwise_than_it_looks_is_read_so() {
    const BLOCKS: Table = &[
        ("<h1 align=\"center\">Title</h1>\n\nText.\n", &["h Title", "p Text."]),
        ("Text:\n    * no item\n", &["p Text: * no item"]),
        ("- See [a][], [b]\n\n[a]: x\n[b]: y\n", &["i See ¤, ¤"]),
        ("\\*not\\* it\n- \\_so_\n", &["p **not** it", "i *_so*"]),
        ("| a | |\n|-|-|\n| | b |\n", &["c a", "c b"]),
        ("[^1]:Note\n[^2]: More\n    of it.\n", &["i Note", "i More of it."]),
        (":::note\r\nText.\r\n:::\r\n", &["p Text."]),
        ("---\n\ntitle: x\n---\nText\n", &["p Text"]),
        ("---\ntitle: x\n...\nText\n", &["p Text"]),
        ("Text\n---\ntitle: x\n---\n", &["h Text", "h title: x"]),
    ];
    assert_blocks(Format::Markdown, BLOCKS, "¤");
}

#[test]
fn a_fence_around_all_is_read() {
    const BLOCKS: Table =
        &[("```markdown\n# Head\n\nText `x`.\n```\n", &["p ```markdown", "h Head", "p Text ¤.", "p ```"])];
    assert_blocks(Format::Markdown, BLOCKS, "¤");
}
