"""parquet – Parquet files; `chunks` reads them and writes them again."""

from importlib.util import find_spec
from typing import BinaryIO

from textlint.corpora.records import Halves, Keeps, Layout, Work
from textlint.errors import SettingsError

SUFFIXES: tuple[str, ...] = (".parquet", ".pq")


def rewrite(source: BinaryIO, target: BinaryIO | None, layout: Layout, work: Work) -> None:
    """Read all rows in batches, and write them all with the new texts.

    A column chunk without new texts is copied byte for byte. Raises InputError where the file can't be read,
    SettingsError where pyarrow is missing.
    """
    require()
    from textlint.corpora import chunks  # noqa: PLC0415 - late: most runs read no such file

    chunks.rewrite(source, target, layout, work)


def divide(source: BinaryIO, halves: Halves, layout: Layout, work: Work, keeps: Keeps) -> None:
    """Read all rows in batches, and write each into one half, group of rows by group of rows.

    Raises as `rewrite` does.
    """
    require()
    from textlint.corpora import groups  # noqa: PLC0415

    groups.divide(source, halves, layout, work, keeps)


def require() -> None:
    if not find_spec("pyarrow"):
        raise SettingsError("Parquet and Arrow files need pyarrow: pip install 'textlint[parquet]'")
