"""records – rows of corpora as texts: what an input for JSONL, CSV or Parquet hands over and takes back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class Layout:
    """where the texts of a row stand; a dotted path leads into nested records: `message.content`

    What stands in the field `by` says to which group of rows a row belongs.
    """

    fields: tuple[str, ...] = ("text",)
    id_field: str | None = None
    by: str | None = None


class Record(NamedTuple):
    """one text of a corpus

    `row` counts from 1: rows of a table, lines of JSONL. Without a text (null, or not there) there is nothing
    to check; a `problem` says why a text that should be there can't be read. It then stays as it is, byte for
    byte. `raw` are the bytes that hold the text, where a format can write one text in several ways.
    """

    row: int
    id: str | None
    field: str
    text: str | None
    problem: str | None = None
    raw: bytes | None = None
    group: str | None = None

    @property
    def place(self) -> str:
        """Where the text stands, as it follows the name of the file."""
        return f":{self.row}[{self.field}]"

    @property
    def key(self) -> str:
        """The same for those who look for it later: by its id if it has one, for rows move."""
        return self.place if self.id is None else f"#{self.id}[{self.field}]"

    @property
    def bare(self) -> "Record":
        """The record without its text, which may be large."""
        return self._replace(text=None, raw=None)


# What is done with a batch of records: for each the new text, or the bytes that are to hold it, or None for
# one that stays as it is.
Work = Callable[[Sequence[Record]], Sequence[str | bytes | None]]


class Halves(NamedTuple):
    """the files that a table is divided into; what is dropped may be left out"""

    kept: BinaryIO
    dropped: BinaryIO | None


# Whether a row is to be kept; asked once of each row that holds something, in their order, when the work on
# its records is done.
Keeps = Callable[[int], bool]


class Table(Protocol):
    """what the runner asks of an input for records"""

    SUFFIXES: tuple[str, ...]

    def rewrite(self, source: BinaryIO, target: BinaryIO | None, layout: Layout, work: Work) -> None:
        """Read all rows in batches, and write them all with the new texts, everything else untouched.

        Without a target they are only read. Raises InputError where the file as a whole can't be read.
        """
        ...

    def divide(self, source: BinaryIO, halves: Halves, layout: Layout, work: Work, keeps: Keeps) -> None:
        """Read all rows in batches, and write each as it is into one of the halves.

        What `work` gives is passed over. Raises InputError as `rewrite` does.
        """
        ...
