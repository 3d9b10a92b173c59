//! The tables of words in `rules/lexicon/` as one binary table for `lexicon.rs`.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/lexicon/layout.rs"]
mod layout;

/// Where the folder of the tables is, from the crate: in a checkout, and in a package.
const FOLDERS: [&str; 2] = ["../../rules/lexicon", "../_rules/lexicon"];
/// The least frequency, in tenths, of words that a fragment may be the beginning of.
const KNOWN: u8 = 25;

/// What is known of a word.
#[derive(Default)]
struct Record {
    tenths: u8,
    flags: u16,
    votes: BTreeMap<u8, u8>, // language to tenths
    foreign: String,
    misspellings: Vec<Misspelling>,
}

struct Misspelling {
    dictionary: u8,
    sure: bool,
    candidates: Vec<String>,
}

/// Names by their indices.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn index(&mut self, name: &str) -> u8 {
        let known = self.0.iter().position(|other| other == name);
        byte(known.unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        }))
    }
}

fn main() {
    let folder = folder();
    let (mut words, mut languages, mut dictionaries) = Default::default();
    read_english_words(&mut words, &table(&folder, "english-words.tsv"));
    read_word_sets(&mut words, &table(&folder, "english.tsv"));
    read_usual_words(&mut words, &mut languages, &table(&folder, "usual-words.tsv"));
    read_foreign_words(&mut words, &table(&folder, "foreign-words.tsv"));
    read_misspellings(&mut words, &mut dictionaries, &table(&folder, "misspellings.tsv"));
    write(&words, &languages.0, &dictionaries.0);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/lexicon/layout.rs");
}

fn folder() -> PathBuf {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets the folder of the crate"));
    let mut folders = FOLDERS.iter().map(|folder| root.join(folder));
    folders
        .find(|folder| folder.join("english.tsv").is_file())
        .unwrap_or_else(|| panic!("none of {FOLDERS:?} has the tables of words"))
}

/// The lines of a table without comments.
fn table(folder: &Path, name: &str) -> Vec<String> {
    let path = folder.join(name);
    println!("cargo::rerun-if-changed={}", path.display());
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

/// The cells of a line.
fn cells<const N: usize>(line: &str) -> [&str; N] {
    let cells: Vec<&str> = line.split('\t').collect();
    cells.try_into().unwrap_or_else(|_| panic!("expected {N} cells, found {line:?}"))
}

fn byte(number: usize) -> u8 {
    u8::try_from(number).expect("numbers, lengths and names fit in a byte")
}

fn number(cell: &str) -> u8 {
    cell.parse().unwrap_or_else(|_| panic!("expected a number below 256, found {cell:?}"))
}

fn read_english_words(words: &mut BTreeMap<String, Record>, lines: &[String]) {
    for line in lines {
        let [word, tenths, listed] = cells(line);
        let record = words.entry(word.to_owned()).or_default();
        record.tenths = number(tenths);
        record.flags |= if listed == "1" { layout::LISTED } else { 0 };
    }
}

fn read_word_sets(words: &mut BTreeMap<String, Record>, lines: &[String]) {
    for line in lines {
        let [name, row] = cells(line);
        let index = layout::WORD_SETS.iter().position(|set| *set == name);
        let index = index.unwrap_or_else(|| panic!("english.tsv: layout.rs has no set {name:?}"));
        for word in row.split(' ') {
            words.entry(word.to_owned()).or_default().flags |= 1 << index;
        }
    }
}

fn read_usual_words(words: &mut BTreeMap<String, Record>, languages: &mut Names, lines: &[String]) {
    for line in lines {
        let [language, tenths, row] = cells(line);
        let (language, tenths) = (languages.index(language), number(tenths));
        for word in row.split(' ') {
            let record = words.entry(word.to_owned()).or_default();
            record.votes.insert(language, tenths);
            record.flags |= layout::WITH_VOTES;
        }
    }
}

fn read_foreign_words(words: &mut BTreeMap<String, Record>, lines: &[String]) {
    for line in lines {
        let [word, languages] = cells(line);
        let record = words.entry(word.to_owned()).or_default();
        languages.clone_into(&mut record.foreign);
        record.flags |= layout::FOREIGN;
    }
}

fn read_misspellings(words: &mut BTreeMap<String, Record>, dictionaries: &mut Names, lines: &[String]) {
    for line in lines {
        let [dictionary, wrong, right, sure] = cells(line);
        let record = words.entry(wrong.to_owned()).or_default();
        record.misspellings.push(Misspelling {
            dictionary: dictionaries.index(dictionary),
            sure: sure == "1",
            candidates: right.split(", ").map(str::to_owned).collect(),
        });
        record.flags |= layout::MISSPELLED;
    }
}

/// The files of the table: slots, positions of known words and of odd misspellings, records, and the names that they refer to.
fn write(words: &BTreeMap<String, Record>, languages: &[String], dictionaries: &[String]) {
    let (mut pool, mut known, mut odd, mut positions) = (Vec::new(), Vec::new(), Vec::new(), HashMap::new());
    for (word, record) in words {
        let position = u32::try_from(pool.len()).expect("a position fits in four bytes");
        if record.flags & layout::LISTED != 0 && record.tenths >= KNOWN {
            known.extend(position.to_le_bytes());
        }
        let is_odd = !word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        if record.flags & layout::MISSPELLED != 0 && is_odd {
            odd.extend(position.to_le_bytes());
        }
        positions.insert(word, position);
        pack(word, record, &mut pool);
    }
    assert!(pool.len() < (1 << layout::POSITION_BITS) - 1, "the records are too long for their positions");
    let slots = slots(words.keys().map(|word| (word.as_str(), positions[word])));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets the folder of what is built"));
    for (name, bytes) in [("slots", &slots), ("known", &known), ("odd", &odd), ("words", &pool)] {
        fs::write(out.join(format!("{name}.bin")), bytes).expect("the table can be written");
    }
    let mut names = String::new();
    for (name, doc, list) in [
        ("LANGUAGES", "The codes of the languages that words vote for.", languages),
        ("DICTIONARIES", "The names of the dictionaries of misspellings.", dictionaries),
    ] {
        writeln!(names, "/// {doc}\npub const {name}: [&str; {}] = {list:?};", list.len()).expect("memory");
    }
    fs::write(out.join("names.rs"), names).expect("the names can be written");
}

fn pack(word: &str, record: &Record, pool: &mut Vec<u8>) {
    pool.extend([byte(word.len()), record.tenths]);
    pool.extend(record.flags.to_le_bytes());
    pool.extend(word.as_bytes());
    if record.flags & layout::WITH_REST == 0 {
        return;
    }
    let mut rest = Vec::new();
    if record.flags & layout::WITH_VOTES != 0 {
        rest.push(byte(record.votes.len()));
        rest.extend(record.votes.iter().flat_map(|(&language, &tenths)| [language, tenths]));
    }
    if record.flags & layout::FOREIGN != 0 {
        pack_text(&record.foreign, &mut rest);
    }
    if record.flags & layout::MISSPELLED != 0 {
        rest.push(byte(record.misspellings.len()));
        for misspelling in &record.misspellings {
            let candidates = &misspelling.candidates;
            rest.extend([misspelling.dictionary, u8::from(misspelling.sure), byte(candidates.len())]);
            candidates.iter().for_each(|candidate| pack_text(candidate, &mut rest));
        }
    }
    pool.extend(u16::try_from(rest.len()).expect("a rest is short").to_le_bytes());
    pool.extend(rest);
}

fn pack_text(text: &str, bytes: &mut Vec<u8>) {
    bytes.push(byte(text.len()));
    bytes.extend(text.as_bytes());
}

/// The hash table; at most two thirds of it are filled.
fn slots<'a>(words: impl ExactSizeIterator<Item = (&'a str, u32)>) -> Vec<u8> {
    let mut slots = vec![0_u32; (3 * words.len() / 2).next_power_of_two()];
    let mask = slots.len() - 1;
    for (word, position) in words {
        let hash = layout::hash(word.as_bytes());
        let mut slot = hash as usize & mask;
        while slots[slot] != 0 {
            slot = (slot + 1) & mask;
        }
        slots[slot] = layout::tag(hash) | (position + 1);
    }
    slots.into_iter().flat_map(u32::to_le_bytes).collect()
}
