//! Properties of characters and strings as Python's `str` has them, so that rules mean the same in both.

use std::sync::LazyLock;

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};
use unicase::UniCase;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// Digits that are no decimal numbers: Unicode's numeric type "digit".
const OTHER_DIGITS: [(char, char); 20] = [
    ('²', '³'),
    ('¹', '¹'),
    ('\u{1369}', '\u{1371}'), // Ethiopic
    ('\u{19da}', '\u{19da}'), // New Tai Lue
    ('⁰', '⁰'),
    ('⁴', '⁹'),
    ('₀', '₉'),
    ('①', '⑨'),
    ('⑴', '⑼'),
    ('⒈', '⒐'),
    ('⓪', '⓪'),
    ('⓵', '⓽'),
    ('⓿', '⓿'),
    ('❶', '❾'),
    ('➀', '➈'),
    ('➊', '➒'),
    ('\u{10a40}', '\u{10a43}'), // Kharoshthi
    ('\u{10e60}', '\u{10e68}'), // Rumi
    ('\u{11052}', '\u{1105a}'), // Brahmi
    ('\u{1f100}', '\u{1f10a}'), // with a stop or a comma
];

/// Whether Python's `str.isspace` is true: Unicode's white space and the four separators of ASCII.
pub fn is_space(sign: char) -> bool {
    match sign {
        '\t'..='\r' | ' ' | '\x1c'..='\x1f' => true,
        _ if sign.is_ascii() => false,
        _ => sign.is_whitespace(),
    }
}

/// Whether a character is white space for `\s` of Python's `regex`: Unicode's, without the separators of ASCII.
pub fn is_blank(sign: char) -> bool {
    sign.is_whitespace()
}

/// Whether a character is a letter: general category L.
pub fn is_letter(sign: char) -> bool {
    if sign.is_ascii() { sign.is_ascii_alphabetic() } else { is_of(sign, LETTER) }
}

/// Whether a character is a small letter: general category Ll.
pub fn is_small(sign: char) -> bool {
    if sign.is_ascii() { sign.is_ascii_lowercase() } else { is_of(sign, SMALL) }
}

/// Whether a character is a capital: general category Lu.
pub fn is_capital(sign: char) -> bool {
    if sign.is_ascii() { sign.is_ascii_uppercase() } else { is_of(sign, CAPITAL) }
}

/// Whether two characters differ at most in case, as Python's `regex` has it.
pub fn is_same_letter(one: char, other: char) -> bool {
    if one == other || (one.is_ascii() && other.is_ascii()) {
        return one.eq_ignore_ascii_case(&other);
    }
    let mut forms = ClassUnicode::new([ClassUnicodeRange::new(one, one)]);
    if forms.try_case_fold_simple().is_err() {
        return false;
    }
    forms.ranges().iter().any(|range| (range.start()..=range.end()).contains(&other))
        || matches!((one, other), ('i', 'İ') | ('İ', 'i') | ('I', 'ı') | ('ı', 'I'))
}

/// Whether a character is a mark: general category M.
pub fn is_mark(sign: char) -> bool {
    !sign.is_ascii() && is_of(sign, MARK)
}

/// Whether a character is a number: general category N.
pub fn is_number(sign: char) -> bool {
    if sign.is_ascii() { sign.is_ascii_digit() } else { is_of(sign, NUMBER) }
}

/// Whether a character is a decimal digit: general category Nd, `\d` of patterns.
pub fn is_decimal(sign: char) -> bool {
    if sign.is_ascii() {
        return sign.is_ascii_digit();
    }
    sign.general_category() == GeneralCategory::DecimalNumber
}

/// Whether a character is a digit, a raised or a circled one too: `str.isdigit`.
pub fn is_digit(sign: char) -> bool {
    is_decimal(sign)
        || (!sign.is_ascii() && OTHER_DIGITS.iter().any(|(first, last)| (*first..=*last).contains(&sign)))
}

/// Whether a character is a letter or a number, as `str.isalnum` has it.
pub fn is_alnum(sign: char) -> bool {
    is_letter(sign) || is_number(sign)
}

/// Whether a character is part of a word for `\w` of Python's `regex`.
pub fn is_word(sign: char) -> bool {
    if sign.is_ascii() { sign.is_ascii_alphanumeric() || sign == '_' } else { is_of(sign, WORD) }
}

// The classes of a character, a bit for each.
const LETTER: u8 = 1;
const SMALL: u8 = 2;
const CAPITAL: u8 = 4;
const MARK: u8 = 8;
const NUMBER: u8 = 16;
const WORD: u8 = 32;

/// The code points whose classes are in a table: all alphabets that are in use, and kana.
const LISTED: u32 = 0x3100;
static CLASSES: LazyLock<Vec<u8>> =
    LazyLock::new(|| (0..LISTED).map(|code| char::from_u32(code).map_or(0, classes)).collect());

fn is_of(sign: char, class: u8) -> bool {
    let known = match sign {
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => LETTER | WORD, // Han, Hangul
        _ => CLASSES.get(sign as usize).copied().unwrap_or_else(|| classes(sign)),
    };
    known & class != 0
}

fn classes(sign: char) -> u8 {
    let case = match sign.general_category() {
        GeneralCategory::LowercaseLetter => SMALL,
        GeneralCategory::UppercaseLetter => CAPITAL,
        _ => 0,
    };
    let group = match sign.general_category_group() {
        GeneralCategoryGroup::Letter => LETTER,
        GeneralCategoryGroup::Mark => MARK,
        GeneralCategoryGroup::Number => NUMBER,
        _ => 0,
    };
    case | group | if regex_syntax::is_word_character(sign) { WORD } else { 0 }
}

/// Whether all letters of a string that have a case are small, and one has: `str.islower`.
pub fn is_lower(text: &str) -> bool {
    let mut cased = false;
    for sign in text.chars() {
        if sign.is_uppercase() || is_title(sign) {
            return false;
        }
        cased |= sign.is_lowercase();
    }
    cased
}

/// Whether all letters of a string that have a case are capitals, and one has: `str.isupper`.
pub fn is_upper(text: &str) -> bool {
    let mut cased = false;
    for sign in text.chars() {
        if sign.is_lowercase() || is_title(sign) {
            return false;
        }
        cased |= sign.is_uppercase();
    }
    cased
}

/// Whether a string has letters only, and one at least: `str.isalpha`.
pub fn is_alpha(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_letter)
}

/// A string with its first letter in title case and the others small: `str.capitalize`.
pub fn capitalized(text: &str) -> String {
    let mut signs = text.chars();
    let Some(first) = signs.next() else {
        return String::new();
    };
    // The rest is lowered together with the first letter: a final sigma depends on what is before it.
    let lowered = text.to_lowercase();
    let rest = &lowered[first.to_lowercase().map(char::len_utf8).sum()..];
    let mut result: String = titled(first);
    result.push_str(rest);
    result
}

/// The form for comparisons without case: `str.casefold`.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    UniCase::unicode(text).to_folded_case()
}

/// Lower case with straight apostrophes: how words are looked up.
pub fn plain(text: &str) -> String {
    text.to_lowercase().replace('’', "'")
}

/// The parts of a text between runs of white space: `str.split` without arguments.
pub fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_space).filter(|part| !part.is_empty())
}

/// A text without the white space around it: `str.strip` without arguments.
pub fn strip(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// A text without the white space at its end: `str.rstrip` without arguments.
pub fn rstrip(text: &str) -> &str {
    text.trim_end_matches(is_space)
}

/// A text without the white space at its beginning: `str.lstrip` without arguments.
pub fn lstrip(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

/// Whether a text has so many words or more; no more of it is read than needed.
pub fn has_words(text: &str, number: usize) -> bool {
    number == 0 || split(text).nth(number - 1).is_some()
}

fn is_title(sign: char) -> bool {
    matches!(sign, 'ǅ' | 'ǈ' | 'ǋ' | 'ǲ' | '\u{1f88}'..='\u{1f8f}' | '\u{1f98}'..='\u{1f9f}' | '\u{1fa8}'..='\u{1faf}')
        || matches!(sign, 'ᾼ' | 'ῌ' | 'ῼ')
}

fn titled(sign: char) -> String {
    match sign {
        'Ǆ' | 'ǅ' | 'ǆ' => "ǅ".into(),
        'Ǉ' | 'ǈ' | 'ǉ' => "ǈ".into(),
        'Ǌ' | 'ǋ' | 'ǌ' => "ǋ".into(),
        'Ǳ' | 'ǲ' | 'ǳ' => "ǲ".into(),
        'ß' => "Ss".into(),
        '\u{fb00}' => "Ff".into(),
        '\u{fb01}' => "Fi".into(),
        '\u{fb02}' => "Fl".into(),
        '\u{fb03}' => "Ffi".into(),
        '\u{fb04}' => "Ffl".into(),
        '\u{fb05}' | '\u{fb06}' => "St".into(),
        _ if is_title(sign) => sign.to_string(),
        '\u{10d0}'..='\u{10ff}' => sign.to_string(), // Georgian has no title case
        _ => sign.to_uppercase().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_have_pythons_properties() {
        for (text, lower, upper) in
            [("a1", true, false), ("ǅ", false, false), ("1", false, false), ("ÀÉ", false, true)]
        {
            assert_eq!((is_lower(text), is_upper(text)), (lower, upper), "{text}");
        }
        assert!("\u{1c}\u{1f}\u{85}\u{3000}".chars().all(is_space));
        assert!(!is_space('\u{200b}') && !is_letter('Ⅷ') && is_alnum('Ⅷ') && is_mark('\u{301}'));
    }

    #[test]
    fn classes_are_those_of_unicode() {
        for sign in (0..=0x2fa1f).filter_map(char::from_u32) {
            let expected = classes(sign);
            let shown = [
                (LETTER, is_letter(sign)),
                (SMALL, is_small(sign)),
                (CAPITAL, is_capital(sign)),
                (MARK, is_mark(sign)),
                (NUMBER, is_number(sign)),
                (WORD, is_word(sign)),
            ];
            for (class, is_of) in shown {
                assert_eq!(expected & class != 0, is_of, "{sign:?} {class}");
            }
        }
    }

    #[test]
    fn letters_have_cases() {
        for (one, other, same) in [
            ('k', 'K', true),
            ('k', 'l', false),
            ('s', 'ſ', true),
            ('σ', 'ς', true),
            ('i', 'İ', true),
            ('i', 'ı', false),
            ('1', '1', true),
        ] {
            assert_eq!(is_same_letter(one, other), same, "{one} {other}");
        }
        assert!(is_capital('Ä') && !is_capital('ǅ') && !is_capital('Ⅷ') && is_small('ß') && !is_small('ª'));
        assert!(is_digit('²') && is_digit('٣') && !is_digit('½') && !is_digit('⑩') && !is_blank('\u{1c}'));
    }

    #[test]
    fn strings_change_case_as_in_python() {
        for (text, capital) in [("ßen", "Ssen"), ("ΣΑΣ", "Σας"), ("o’NEIL", "O’neil"), ("", "")] {
            assert_eq!(capitalized(text), capital);
        }
        assert_eq!(folded("Straße ΣΑΣ"), "strasse σασ");
        assert_eq!(plain("Don’T"), "don't");
    }

    #[test]
    fn words_are_split_at_white_space() {
        assert_eq!(split(" a\u{85}b\u{a0}\u{1f}c ").collect::<Vec<_>>(), ["a", "b", "c"]);
        assert!(has_words("a b", 2) && !has_words("a b ", 3) && has_words("", 0));
    }
}
