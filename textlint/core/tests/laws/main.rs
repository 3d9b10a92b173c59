//! The laws that fuzzing tries, on inputs that it has found to differ: see CONTRIBUTING.md.
//!
//! A file of corpus/ has the inputs of one target, a JSON string in each line.

mod targets;

use std::panic::catch_unwind;

const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/laws/corpus");

/// Try all inputs of a target; one that breaks a law is named.
fn replay(target: &str) {
    let path = format!("{CORPUS}/{target}.jsonl");
    let lines = std::fs::read_to_string(&path).expect("a corpus");
    for (number, line) in lines.lines().enumerate() {
        let input: String = serde_json::from_str(line).expect("a string in JSON");
        let tried = catch_unwind(|| targets::run(target, input.as_bytes()));
        assert!(tried.is_ok(), "{path}:{}: {input:?}", number + 1);
    }
}

#[test]
fn findings_obey_laws() {
    replay("check");
}

#[test]
fn fixes_obey_laws() {
    replay("fix");
}

#[test]
fn markdown_obeys_laws() {
    replay("markdown");
}

#[test]
fn html_obeys_laws() {
    replay("html");
}

#[test]
fn rst_obeys_laws() {
    replay("rst");
}

#[test]
fn sources_with_comments_obey_laws() {
    replay("commented");
}

#[test]
fn prose_obeys_laws() {
    replay("read");
}

#[test]
fn patterns_obey_laws() {
    replay("patterns");
}
