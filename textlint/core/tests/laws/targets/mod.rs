//! What is true of any text and of any pattern. A broken law is a panic. The crate in fuzz/ tries the same.

mod findings;
mod input;
mod patterns;
mod prose;
mod replaced;
mod rules;

use textlint_core::markup::Format;

use input::Input;

const FORMATS: [Format; 4] = [Format::Markdown, Format::Html, Format::Rst, Format::Commented];

/// Runs one input against a target. The first byte of the input selects options.
pub fn run(target: &str, data: &[u8]) {
    let Some(input) = Input::of(data) else {
        return;
    };
    match target {
        "check" => findings::hold(&input, None),
        "fix" => replaced::hold(&input, None),
        "read" => FORMATS.into_iter().for_each(|format| prose::hold(&input.text, format)),
        "patterns" => patterns::hold(&input),
        format => in_format(&input, Format::of(format).expect("a name of a format")),
    }
}

/// The laws of marked-up texts.
fn in_format(input: &Input, format: Format) {
    prose::hold(&input.text, format);
    if input.has(input::CHECK_ONLY) {
        findings::hold(input, Some(format));
    } else {
        replaced::hold(input, Some(format));
    }
}
