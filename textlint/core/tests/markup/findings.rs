//! Findings and fixes in marked-up documents.

use serde_json::json;
use textlint_core::check::check;
use textlint_core::document::Document;
use textlint_core::fix::fix;
use textlint_core::markup::Format;
use textlint_core::model::Applicability;
use textlint_core::rules::ruleset;
use textlint_core::ruleset::Ruleset;

/// Rules on doubled stops, on a misspelling and on a line that is to be deleted.
fn rules() -> Ruleset {
    let rule = |id: &str, kind: &str, options| {
        json!({"id": id, "kind": kind, "severity": "warning", "language": "any", "fix": "safe", "message": "{found}",
            "options": options, "is_reported": true})
    };
    let rules = json!([
        rule("a/doubled", "pattern", json!({"find": r"\.\.(?!\.)", "replace": "."})),
        rule("a/word", "words", json!({"words": {"teh": "the"}})),
        rule("a/line", "lines", json!({"any_of": ["share this:"]})),
    ]);
    ruleset(serde_json::from_value(rules).expect("rules"), |_| None).expect("a ruleset")
}

#[test]
fn what_is_found_is_prose() {
    let rules = rules();
    for (format, text, expected) in [
        (
            Format::Markdown,
            "It ended.. So `a.. b`\n\n```\nIt ended.. So\n```\n- [it ended.. So](x..y) on.\n",
            &[(8, ".."), (56, "..")][..],
        ),
        (Format::Markdown, "We know teh word `teh`, and teh code.\n", &[]),
        (Format::Markdown, "We know teh *word* from teh`s`.\n", &[(8, "teh")]),
        (Format::Markdown, "Äh, teh **ü** <!-- teh --> teh\n", &[(5, "teh"), (29, "teh")]),
        (Format::Html, "<p title='teh..'>Ü, teh word..</p><pre>teh..</pre>", &[(29, "..")]),
        (Format::Rst, "It ``teh..`` ended..\n\n.. code::\n\n   It ended.. So\n", &[(18, "..")]),
    ] {
        let document = Document::new(text).in_format(Some(format));
        let findings = check(&rules, &document);
        let found: Vec<(usize, &str)> =
            findings.iter().map(|finding| (finding.span.start, document.slice(finding.span))).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn edits_in_headings_need_consent() {
    let document = Document::new("Teh end..\n=======\n").in_format(Some(Format::Markdown));
    let findings = check(&rules(), &document);
    assert!(findings.iter().all(|finding| finding.applicability == Some(Applicability::Unsafe)));
    assert_eq!(findings.len(), 2);
}

#[test]
fn a_fix_leaves_the_markup() {
    let rules = rules();
    for (format, text, expected) in [
        (Format::Markdown, "It ended.. So `a.. b`.\n", "It ended. So `a.. b`.\n"),
        (Format::Markdown, "One.\n\nShare this:\n\nTwo..\n", "One.\n\nTwo.\n"),
        (
            Format::Markdown,
            "One.\n\nShare this:\n-----------\n\nTwo..\n",
            "One.\n\nShare this:\n-----------\n\nTwo.\n",
        ),
        (
            Format::Rst,
            "One.\n\nShare this:\n-----------\n\nTwo..\n",
            "One.\n\nShare this:\n-----------\n\nTwo.\n",
        ),
        // A line that begins with a number and one stop would be an item.
        (Format::Markdown, "Teh end\n1.. is it..\n", "The end\n1.. is it.\n"),
    ] {
        let document = Document::new(text).in_format(Some(format));
        let fixed = fix(&rules, &document, true, &mut |_, findings| vec![false; findings.len()]);
        assert_eq!(fixed.text, expected);
    }
}
