#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| textlint_fuzz::run("fix", data));
