//! What is true of any text and of any pattern. A broken law is a panic.

#[path = "laws/findings.rs"]
mod findings;
#[path = "laws/input.rs"]
mod input;
#[path = "laws/patterns.rs"]
mod patterns;
#[path = "laws/prose.rs"]
mod prose;
#[path = "laws/replaced.rs"]
mod replaced;
#[path = "laws/rules.rs"]
mod rules;

use textlint_core::markup::Format;

use input::Input;

/// The names of the targets.
#[allow(dead_code, reason = "the targets of the fuzzer know their own names")]
pub const TARGETS: [&str; 7] = ["check", "fix", "markdown", "html", "rst", "commented", "patterns"];

/// Try an input on a target. Its first byte holds options.
pub fn run(target: &str, data: &[u8]) {
    let Some(input) = Input::of(data) else {
        return;
    };
    match target {
        "check" => findings::hold(&input, None),
        "fix" => replaced::hold(&input, None),
        "patterns" => patterns::hold(&input),
        format => in_format(&input, Format::of(format).expect("a name of a format")),
    }
}

/// The laws of marked-up texts.
fn in_format(input: &Input, format: Format) {
    prose::hold(&input.text, format);
    if input.has(input::READ_ONLY) {
        return;
    }
    findings::hold(input, Some(format));
    replaced::hold(input, Some(format));
}
