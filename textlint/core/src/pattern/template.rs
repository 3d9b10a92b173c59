//! Replacements with references to groups, as `match.expand` of Python's module `regex` reads them.

/// A replacement, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Group(usize),
}

impl Template {
    /// The parse of a replacement for a pattern with so many groups, or what is wrong with it.
    pub(super) fn new(
        source: &str,
        groups: usize,
        group: impl Fn(&str) -> Option<usize>,
    ) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut text = String::new();
        let mut rest = source;
        while let Some(at) = rest.find('\\') {
            text.push_str(rest.get(..at).unwrap_or_default());
            rest = rest.get(at + 1..).unwrap_or_default();
            if let Some((number, after)) = reference(rest, &group)? {
                if number > groups {
                    return Err("invalid group reference".into());
                }
                parts.push(Part::Text(std::mem::take(&mut text)));
                parts.push(Part::Group(number));
                rest = after;
            } else {
                rest = escape(rest, &mut text)?;
            }
        }
        text.push_str(rest);
        parts.push(Part::Text(text));
        parts.retain(|part| *part != Part::Text(String::new()));
        Ok(Self(parts))
    }

    /// The text with groups filled in.
    pub(super) fn expand<'l>(&self, group: impl Fn(usize) -> &'l str) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => text.as_str(),
            Part::Group(number) => group(*number),
        });
        parts.collect()
    }
}

/// The group that an escape names, and what follows it; None for another escape.
fn reference<'s>(
    rest: &'s str,
    group: &impl Fn(&str) -> Option<usize>,
) -> Result<Option<(usize, &'s str)>, String> {
    if let Some(named) = rest.strip_prefix('g') {
        let inside = named.strip_prefix('<').ok_or("missing <")?;
        let (name, after) = inside.split_once('>').ok_or("missing >")?;
        let number = name.parse().ok().filter(|_| is_number(name));
        let number = number.or_else(|| group(name)).ok_or("unknown group")?;
        return Ok(Some((number, after)));
    }
    let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let is_octal = rest.starts_with('0') || (digits == 3 && is_octal(rest));
    if digits == 0 || is_octal {
        return Ok(None);
    }
    let (number, after) = rest.split_at(digits.min(2));
    Ok(number.parse().ok().map(|number| (number, after)))
}

fn is_number(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_octal(rest: &str) -> bool {
    rest.bytes().take(3).all(|byte| (b'0'..b'8').contains(&byte))
}

/// What follows an escape whose character has been added.
fn escape<'s>(rest: &'s str, text: &mut String) -> Result<&'s str, String> {
    let mut chars = rest.chars();
    let char = chars.next().ok_or("bad escape (end of pattern)")?;
    let after = chars.as_str();
    let plain = match char {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'f' => '\x0C',
        'v' => '\x0B',
        'a' => '\x07',
        'b' => '\x08',
        'x' => return coded(after, 2, 16, text),
        'u' => return coded(after, 4, 16, text),
        'U' => return coded(after, 8, 16, text),
        '0'..='7' => {
            let digits = rest.bytes().take(3).take_while(|byte| (b'0'..b'8').contains(byte));
            return coded(rest, digits.count(), 8, text);
        }
        _ if char.is_ascii_alphanumeric() => return Err(format!("bad escape \\{char}")),
        '\\' => '\\',
        _ => {
            text.push('\\'); // as Python keeps it
            char
        }
    };
    text.push(plain);
    Ok(after)
}

/// What follows a number of so many digits, whose character has been added.
fn coded<'s>(rest: &'s str, digits: usize, base: u32, text: &mut String) -> Result<&'s str, String> {
    let number = rest.get(..digits).ok_or("incomplete escape")?;
    let code = u32::from_str_radix(number, base).map_err(|_| "incomplete escape")?;
    let code = if base == 8 { code & 0xFF } else { code };
    text.push(char::from_u32(code).ok_or("bad escape: no character has this number")?);
    Ok(rest.get(digits..).unwrap_or_default())
}
