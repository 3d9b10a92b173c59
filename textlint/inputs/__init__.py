"""inputs – ways for documents to come in; one module each, in one table.

An input has `SUFFIXES`, `decode(data, name)` and `encode(decoded, text)`: bytes to a text and back, such that
encoding an unchanged text gives the very bytes that came in.
"""

from typing import Protocol

from textlint.inputs import text


class Input(Protocol):
    """what the runner asks of an input's module"""

    SUFFIXES: tuple[str, ...]

    def decode(self, data: bytes, name: str) -> text.Decoded: ...

    def encode(self, decoded: text.Decoded, new: str) -> bytes: ...


INPUTS: dict[str, Input] = dict.fromkeys(text.SUFFIXES, text)

# Formats that are not prose from end to end and that no input reads: to take them for plain text would
# rewrite data.
STRUCTURED = frozenset(
    {".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".arrow", ".feather", ".xml", ".yaml", ".yml"}
    | {".toml", ".gz", ".zst", ".zip", ".bz2", ".xz"}
)
