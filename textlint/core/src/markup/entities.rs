//! Entities of HTML, as far as it matters to prose which character they mean.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::Sign;
use super::bytes::{at, is_word};
use crate::text::chars;

const SPACES: [&[u8]; 16] = [
    b"MediumSpace",
    b"NewLine",
    b"NonBreakingSpace",
    b"Tab",
    b"ThickSpace",
    b"ThinSpace",
    b"VeryThinSpace",
    b"emsp",
    b"emsp13",
    b"emsp14",
    b"ensp",
    b"hairsp",
    b"nbsp",
    b"numsp",
    b"puncsp",
    b"thinsp",
];
const APOSTROPHES: [&[u8]; 4] = [b"CloseCurlyQuote", b"apos", b"rsquo", b"rsquor"];
const ELLIPSES: [&[u8]; 2] = [b"hellip", b"mldr"];
const MARKS: [&[u8]; 18] = [
    b"CloseCurlyDoubleQuote",
    b"OpenCurlyDoubleQuote",
    b"OpenCurlyQuote",
    b"QUOT",
    b"dash",
    b"horbar",
    b"hyphen",
    b"laquo",
    b"ldquo",
    b"lsaquo",
    b"lsquo",
    b"mdash",
    b"ndash",
    b"quot",
    b"raquo",
    b"rdquo",
    b"rdquor",
    b"rsaquo",
];
/// The characters that browsers read for numbers of a code page.
const CODE_PAGE: [(u32, char); 9] = [
    (0x85, '…'),
    (0x8b, '‹'),
    (0x91, '‘'),
    (0x92, '’'),
    (0x93, '“'),
    (0x94, '”'),
    (0x96, '–'),
    (0x97, '—'),
    (0x9b, '›'),
];

/// The sign for an entity that is written `&…;` in a range, by the character that is meant.
pub fn sign(data: &[u8], start: usize, end: usize) -> Sign {
    let is_before_word = at(data, end, data.len()).is_some_and(is_word);
    let name = data.get(start + 1..end).unwrap_or_default();
    let name = name.strip_suffix(b";").unwrap_or(name);
    let is_in = |names: &[&[u8]]| names.contains(&name);
    match name.strip_prefix(b"#") {
        Some(number) => number_meant(number).map_or(Sign::Object, |meant| sign_of(meant, is_before_word)),
        None if is_in(&SPACES) || name.starts_with(b"nbsp") => Sign::Blank,
        None if is_in(&ELLIPSES) => Sign::Ellipsis,
        None if is_in(&APOSTROPHES) => sign_of('’', is_before_word),
        None if is_in(&MARKS) || name.starts_with(b"laquo") || name.starts_with(b"raquo") => Sign::Delimiter,
        None => Sign::Object,
    }
}

fn sign_of(meant: char, is_before_word: bool) -> Sign {
    match meant {
        '…' => Sign::Ellipsis,
        '\'' | '’' if is_before_word => Sign::Object,
        '\'' | '"' => Sign::Delimiter,
        _ if chars::is_space(meant) => Sign::Blank,
        _ => match meant.general_category() {
            GeneralCategory::DashPunctuation
            | GeneralCategory::InitialPunctuation
            | GeneralCategory::FinalPunctuation => Sign::Delimiter,
            _ => Sign::Object,
        },
    }
}

/// The character with a number: `8217` or `x2019`.
fn number_meant(number: &[u8]) -> Option<char> {
    let number = std::str::from_utf8(number).ok()?;
    let code = match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16).ok()?,
        None => number.parse().ok()?,
    };
    match CODE_PAGE.binary_search_by_key(&code, |&(code, _)| code) {
        Ok(place) => CODE_PAGE.get(place).map(|&(_, meant)| meant),
        Err(_) if (0x1c..0x20).contains(&code) => None,
        Err(_) => char::from_u32(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_mean_characters() {
        for (entity, expected) in [
            ("&nbsp;", Sign::Blank),
            ("&nbsp", Sign::Blank),
            ("&#160;", Sign::Blank),
            ("&#x2009;", Sign::Blank),
            ("&hellip;", Sign::Ellipsis),
            ("&#8230;", Sign::Ellipsis),
            ("&rsquo;", Sign::Delimiter),
            ("&rsquo;s", Sign::Object),
            ("&#39;s", Sign::Object),
            ("&#146; ", Sign::Delimiter),
            ("&#147;s", Sign::Delimiter),
            ("&#x2014;", Sign::Delimiter),
            ("&quot;", Sign::Delimiter),
            ("&laquo;", Sign::Delimiter),
            ("&amp;", Sign::Object),
            ("&shy;", Sign::Object),
            ("&#1;", Sign::Object),
            ("&#9999999;", Sign::Object),
            ("&Mdash;", Sign::Object),
        ] {
            let end = entity.find(';').map_or(entity.len(), |place| place + 1);
            assert_eq!(sign(entity.as_bytes(), 0, end), expected, "{entity}");
        }
    }
}
