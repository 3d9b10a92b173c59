"""arrow – Arrow's file and stream formats, also called IPC and Feather; `batches` reads and writes them."""

from typing import BinaryIO

from textlint.corpora.records import Halves, Keeps, Layout, Work
from textlint.inputs.parquet import require

SUFFIXES: tuple[str, ...] = (".arrow", ".feather", ".ipc")


def rewrite(source: BinaryIO, target: BinaryIO | None, layout: Layout, work: Work) -> None:
    """Read all rows in batches, and write them all with the new texts, in the format they came in.

    Raises InputError where the file can't be read, SettingsError where pyarrow is missing.
    """
    require()
    from textlint.corpora import batches  # noqa: PLC0415 - late: most runs read no such file

    batches.rewrite(source, target, layout, work)


def divide(source: BinaryIO, halves: Halves, layout: Layout, work: Work, keeps: Keeps) -> None:
    """Read all rows in batches, and write each into one half. Raises as `rewrite` does."""
    require()
    from textlint.corpora import batches  # noqa: PLC0415

    batches.divide(source, halves, layout, work, keeps)
