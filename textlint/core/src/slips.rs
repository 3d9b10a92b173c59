//! How a misspelled word may have come about, and how likely that is.
//!
//! Fingers hit a neighbour key, swap, double or skip letters; ears write what they hear. The cost of a slip is in
//! powers of ten: what costs 1 happens a tenth as often as what costs nothing.

use std::sync::LazyLock;

const LETTERS: u32 = (1 << NUMBER_OF_LETTERS) - 1;
/// The letters of skeletons.
const BONES: u32 = set(b"bfjklmnprst");
/// The cost above which a slip is given up, if no other is named.
pub const MOST: f64 = 99.0;

const NUMBER_OF_LETTERS: usize = 26;
const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
const SWAPPED: f64 = 0.6;
const DOUBLED: f64 = 0.5;
const UNDOUBLED: f64 = 0.6;
const LOST: f64 = 1.0;
const LOST_VOWEL: f64 = 0.8;
const ADDED: f64 = 1.1;
const ADDED_NEIGHBOUR: f64 = 0.9;
/// More than within a word: usize and createdb are more often names than slips.
const ADDED_AT_END: f64 = 1.9;
const OTHER_VOWEL: f64 = 0.7;
const NEIGHBOUR: f64 = 1.0;
const OTHER: f64 = 1.7;
const HEARD: f64 = 0.7;
/// The additional cost of a slip at the first letter, which is rarely wrong.
const FIRST: f64 = 0.7;
/// Spellings of like sounds, in both directions.
const SOUNDS: &str = "c k, c s, s z, f ph, f v, g j, k q, k ck, k ch, x cs, x ks, x cks, qu kw, que k, sc s, \
    sch sh, tch ch, dge ge, dg g, sh ti, sh ci, si ti, ci ti, tio sho, t tt, d t, w wh, r wr, n kn, r rh, gh g, \
    ght t, mb m, mn m, ps s, ei ie, ai ay, ea ee, ee ie, ea e, ou u, ou o, au o, ow ou, ue u, oo u, oa o, y ie, \
    y ey, i igh, er re, er or, er ar, or our, le el, al le, el al, us ous";
/// Letters of the longest sound.
const LONGEST_SOUND: usize = 3;
/// The letters before the first difference that count, since like sounds may begin before it.
const SHARED: usize = 2;

const VOWELS: u32 = set(b"aeiouy");
/// The letters whose keys touch that of a letter; each row is half a key to the right of the one above.
const BESIDE: [u32; NUMBER_OF_LETTERS] = beside();

/// A spelling of a sound, and another one.
type Sound = (Vec<char>, Vec<char>);

/// The pairs of sounds in both directions, by the last letters of the two.
static SOUNDS_BY_ENDS: LazyLock<Vec<Vec<Sound>>> = LazyLock::new(|| {
    let mut sounds = vec![Vec::new(); NUMBER_OF_LETTERS * NUMBER_OF_LETTERS];
    for (one, other) in SOUNDS.split(", ").filter_map(|pair| pair.split_once(' ')) {
        for (one, other) in [(one, other), (other, one)] {
            let (one, other): Sound = (one.chars().collect(), other.chars().collect());
            if let Some(group) = ends(&one, &other).and_then(|index| sounds.get_mut(index)) {
                group.push((one, other));
            }
        }
    }
    sounds
});

/// The slips of one letter that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Any letter may be added; another letter is one beside it on the keyboard, or a vowel for a vowel.
    Keyboard,
    /// Any letter may be added, and be there for any other.
    Letter,
    /// As any letter, but only those of skeletons.
    Bone,
}

impl Slip {
    fn adds(self, sign: char) -> bool {
        let letters = if self == Self::Bone { BONES } else { LETTERS };
        letters & bit(sign) != 0
    }

    fn replaces(self, letter: char, sign: char) -> bool {
        if self == Self::Keyboard { mistaken(letter) & bit(sign) != 0 } else { self.adds(sign) }
    }
}

/// Whether a string is one slip away from a word: a letter too much or too few, another one, a swap.
pub fn is_near(word: &str, other: &str, slip: Slip) -> bool {
    let same = word.chars().zip(other.chars()).take_while(|(one, two)| one == two);
    let start = same.map(|(sign, _)| sign.len_utf8()).sum::<usize>();
    let (rest, other_rest) = (word.get(start..).unwrap_or_default(), other.get(start..).unwrap_or_default());
    let (mut signs, mut other_signs) = (rest.chars(), other_rest.chars());
    let (first, other_first) = (signs.next(), other_signs.next());
    if first.is_some() && signs.as_str() == other_rest {
        return true;
    }
    let Some(sign) = other_first else { return false };
    if rest == other_signs.as_str() {
        return slip.adds(sign);
    }
    let Some(letter) = first else { return false };
    if signs.as_str() == other_signs.as_str() {
        return slip.replaces(letter, sign);
    }
    (signs.next(), other_signs.next()) == (Some(sign), Some(letter)) && signs.as_str() == other_signs.as_str()
}

/// A word without vowels, doublings and the differences of like sounds: "ofrnj" for "offering".
pub fn skeleton(word: &str) -> String {
    let first = word.chars().next().filter(|letter| is_vowel(*letter));
    let mut before = ' ';
    let mut bones = String::with_capacity(word.len());
    for sign in first.into_iter().chain(word.chars().filter_map(bone)) {
        if sign != before {
            bones.push(sign);
        }
        before = sign;
    }
    bones
}

/// The cost of the likeliest slips by which a word became another.
pub fn cost(wrong: &str, right: &str) -> f64 {
    cost_within(wrong, right, MOST)
}

/// The cost of the likeliest slips by which a word became another; `most` + 1 if it is soon clear that it is above
/// `most`.
pub fn cost_within(wrong: &str, right: &str, most: f64) -> f64 {
    let (wrong, right): (Vec<char>, Vec<char>) = (wrong.chars().collect(), right.chars().collect());
    let alike = wrong.iter().zip(&right).take_while(|(one, other)| one == other).count();
    let same = alike.saturating_sub(SHARED);
    let slips = Slips { wrong: &wrong, right: &right, same, sounds: &SOUNDS_BY_ENDS };
    let lost: Vec<f64> = (same..right.len()).map(|index| lost(&right, index)).collect();
    let mut rows = Rows::new(&lost, wrong.len() - same);
    for end in same + 1..=wrong.len() {
        let dearer = added(&wrong, end - 1);
        rows.begin(dearer);
        for (column, rarer) in lost.iter().enumerate() {
            let least = slips.least(&rows, end, same + column + 1, dearer, *rarer);
            rows.push(least);
        }
        if end - same >= LONGEST_SOUND && rows.least_of_last(LONGEST_SOUND) > most {
            return most + 1.0;
        }
    }
    rows.costs.last().copied().unwrap_or_default()
}

/// Two words of which the letters before `same` are passed over.
struct Slips<'a> {
    wrong: &'a [char],
    right: &'a [char],
    same: usize,
    sounds: &'static [Vec<Sound>],
}

impl Slips<'_> {
    /// The least cost of the beginnings of the two words up to their ends, from those of shorter beginnings.
    fn least(&self, rows: &Rows, wrong_end: usize, right_end: usize, dearer: f64, rarer: f64) -> f64 {
        let (row, column) = (wrong_end - self.same, right_end - self.same);
        let (wrong, right) = (beginning(self.wrong, wrong_end), beginning(self.right, right_end));
        let (Some(&letter), Some(&other)) = (wrong.last(), right.last()) else {
            return f64::INFINITY;
        };
        let mut least = (rows.at(row - 1, column) + dearer).min(rows.at(row, column - 1) + rarer);
        if letter == other {
            least = least.min(rows.at(row - 1, column - 1));
        } else {
            let is_first = wrong_end == 1 && right_end == 1;
            least = least.min(rows.at(row - 1, column - 1) + replaced(letter, other, is_first));
            if row > 1 && column > 1 && is_swapped(wrong, right) {
                let first = if wrong_end == 2 { FIRST } else { 0.0 };
                least = least.min(rows.at(row - 2, column - 2) + SWAPPED + first);
            }
        }
        let sounds = ends(wrong, right).and_then(|index| self.sounds.get(index));
        for (one, two) in sounds.into_iter().flatten() {
            if row >= one.len() && column >= two.len() && wrong.ends_with(one) && right.ends_with(two) {
                least = least.min(rows.at(row - one.len(), column - two.len()) + HEARD);
            }
        }
        least
    }
}

/// The costs of all pairs of beginnings: a row for each letter of the wrong word, a column for each of the right one.
struct Rows {
    width: usize,
    costs: Vec<f64>,
}

impl Rows {
    /// The first row, with room for more.
    fn new(lost: &[f64], more: usize) -> Self {
        let width = lost.len() + 1;
        let mut costs = Vec::with_capacity(width * (more + 1));
        let mut sum = 0.0;
        costs.push(sum);
        for cost in lost {
            sum += cost;
            costs.push(sum);
        }
        Self { width, costs }
    }

    fn begin(&mut self, dearer: f64) {
        let above = self.at(self.costs.len() / self.width - 1, 0);
        self.costs.push(above + dearer);
    }

    fn push(&mut self, cost: f64) {
        self.costs.push(cost);
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.costs.get(row * self.width + column).copied().unwrap_or(f64::INFINITY)
    }

    fn least_of_last(&self, rows: usize) -> f64 {
        let start = self.costs.len().saturating_sub(rows * self.width);
        self.costs.iter().skip(start).copied().fold(f64::INFINITY, f64::min)
    }
}

fn replaced(wrong: char, right: char, is_first: bool) -> f64 {
    let cost = if is_vowel(wrong) && is_vowel(right) {
        OTHER_VOWEL
    } else if neighbours(right) & bit(wrong) != 0 {
        NEIGHBOUR
    } else {
        OTHER
    };
    cost + if is_first { FIRST } else { 0.0 }
}

fn added(word: &[char], index: usize) -> f64 {
    let Some(&letter) = word.get(index) else { return ADDED };
    if is_doubled(word, index) {
        return DOUBLED;
    }
    let beside = adjacent(word, index).fold(0, |letters, sign| letters | bit(sign));
    if neighbours(letter) & beside != 0 {
        return ADDED_NEIGHBOUR;
    }
    let at_end = index == 0 || (index + 1 == word.len() && !is_vowel(letter));
    if at_end { ADDED_AT_END } else { ADDED }
}

fn lost(word: &[char], index: usize) -> f64 {
    if is_doubled(word, index) {
        return UNDOUBLED;
    }
    let cost = if word.get(index).is_some_and(|letter| is_vowel(*letter)) { LOST_VOWEL } else { LOST };
    cost + if index == 0 { FIRST } else { 0.0 }
}

fn is_doubled(word: &[char], index: usize) -> bool {
    adjacent(word, index).any(|sign| word.get(index) == Some(&sign))
}

/// The letters before and after one.
fn adjacent(word: &[char], index: usize) -> impl Iterator<Item = char> {
    let before = index.checked_sub(1).and_then(|before| word.get(before));
    before.into_iter().chain(word.get(index + 1)).copied()
}

fn is_swapped(wrong: &[char], right: &[char]) -> bool {
    match (wrong, right) {
        ([.., one, two], [.., three, four]) => one == four && two == three,
        _ => false,
    }
}

fn beginning(word: &[char], end: usize) -> &[char] {
    word.get(..end).unwrap_or_default()
}

/// The index of the group of sounds that end as two strings do.
fn ends(one: &[char], other: &[char]) -> Option<usize> {
    let (one, other) = (letter_index(*one.last()?)?, letter_index(*other.last()?)?);
    Some(one * NUMBER_OF_LETTERS + other)
}

/// What a letter counts as in a skeleton.
fn bone(letter: char) -> Option<char> {
    match letter {
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' => None,
        'c' | 'k' | 'q' => Some('k'),
        's' | 'z' | 'x' => Some('s'),
        'f' | 'v' => Some('f'),
        'g' | 'j' => Some('j'),
        'd' | 't' => Some('t'),
        _ => Some(letter),
    }
}

/// The letters that may be meant by another.
fn mistaken(letter: char) -> u32 {
    neighbours(letter) | if is_vowel(letter) { VOWELS } else { 0 }
}

fn neighbours(letter: char) -> u32 {
    letter_index(letter).and_then(|index| BESIDE.get(index)).copied().unwrap_or_default()
}

fn is_vowel(letter: char) -> bool {
    VOWELS & bit(letter) != 0
}

fn letter_index(letter: char) -> Option<usize> {
    letter.is_ascii_lowercase().then(|| letter as usize - 'a' as usize)
}

fn bit(letter: char) -> u32 {
    letter_index(letter).map_or(0, |index| 1 << index)
}

const fn set(letters: &[u8]) -> u32 {
    let (mut set, mut index) = (0, 0);
    while index < letters.len() {
        set |= 1 << (letters[index] - b'a');
        index += 1;
    }
    set
}

const fn beside() -> [u32; NUMBER_OF_LETTERS] {
    let mut letters = [0; NUMBER_OF_LETTERS];
    let mut number = 0;
    while number < ROWS.len() {
        let row = ROWS[number];
        let mut index = 0;
        while index < row.len() {
            let before = index.saturating_sub(1);
            let mut near = part(row, before, index) | part(row, index + 1, index + 2);
            if number > 0 {
                near |= part(ROWS[number - 1], index, index + 2);
            }
            if number + 1 < ROWS.len() {
                near |= part(ROWS[number + 1], before, index + 1);
            }
            letters[(row[index] - b'a') as usize] = near;
            index += 1;
        }
        number += 1;
    }
    letters
}

/// The letters of a row from one index to another, as far as there are any.
const fn part(row: &[u8], start: usize, end: usize) -> u32 {
    let (mut letters, mut index) = (0, start);
    while index < end && index < row.len() {
        letters |= 1 << (row[index] - b'a');
        index += 1;
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_near_a_word() {
        for (word, slip, near, far) in [
            ("teh", Slip::Keyboard, "the eth reh tah te th eh tehx xteh teeh", "teh xeh tet tehé t het tex"),
            ("teh", Slip::Letter, "xeh tet tex", "teh éeh tehé"),
            ("", Slip::Keyboard, "a z", "é aa"),
            ("é", Slip::Letter, "a aé éa", "é éé ü"),
            ("éa", Slip::Keyboard, "aé é a éo éaa éq", "éé öa éx"),
            ("pp", Slip::Bone, "p bp pb ppb", "pp ap app"),
        ] {
            for (others, expected) in [(near, true), (far, false)] {
                for other in others.split(' ') {
                    assert_eq!(is_near(word, other, slip), expected, "{word} {other} {slip:?}");
                }
            }
        }
        assert!(is_near("a", "", Slip::Keyboard) && !is_near("", "", Slip::Keyboard));
    }

    #[test]
    fn skeletons() {
        for (word, bones) in [
            ("offering", "ofrnj"),
            ("ofring", "ofrnj"),
            ("believe", "blf"),
            ("aa", "a"),
            ("", ""),
            (" b", "b"),
            ("çé", "çé"),
            ("hwhy", ""),
        ] {
            assert_eq!(skeleton(word), bones, "{word}");
        }
    }

    #[test]
    fn costs() {
        for (wrong, right, expected) in [
            ("thier", "their", 0.6),
            ("familly", "family", 0.5),
            ("nife", "knife", 0.7),
            ("cat", "dog", 3.4),
            ("", "", 0.0),
            ("", "ab", 2.5),
            ("ab", "", 3.8),
            ("et", "te", 1.3),
            ("same", "same", 0.0),
        ] {
            let sum = cost(wrong, right);
            assert!((sum - expected).abs() < 1e-9, "{wrong} {right}: {sum}");
        }
        assert!((cost_within("xxxxxxx", "knife", 1.0) - 2.0).abs() < 1e-9);
    }
}
