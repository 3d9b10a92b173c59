"""sidecars – the findings of a table as a file of their own, for `check --findings`.

`list` is Parquet with a row for each row of the table, `long` Parquet with a row for each finding, `dolma`
the attributes that Dolma's tools put beside documents. All hold what `check` would show. Positions are code
points, half-open, in the text of the field.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Protocol

from textlint.corpora import corpus, shards
from textlint.corpora.records import Record
from textlint.errors import SettingsError
from textlint.files import absolute
from textlint.inputs import TABLES, parquet, table_for, table_suffix
from textlint.model import Finding
from textlint.outputs.jsonl import valid
from textlint.reports import Report

if TYPE_CHECKING:
    from textlint.corpora.shards import Shard, Texts
    from textlint.runner import File, Work

# What comes behind the name of a table. Dolma finds attributes by the name of the documents.
FORMATS = {"list": ".findings.parquet", "long": ".findings.long.parquet", "dolma": ""}
DOLMA_ID = "id"
GROUP, GROUP_SIGNS = 20_000, 16_000_000  # rows and findings that wait to be written together, and their text
NO_SIGN = re.compile(r"\W")


@dataclass(slots=True)
class Row:
    """a row of a table, and what was found in its texts"""

    number: int
    id: str | None
    found: list[tuple[str, Finding]] = field(default_factory=list)  # with the field it was found in


class Sink(Protocol):
    """a file to which rows are added"""

    def add(self, row: Row) -> None: ...


@dataclass(frozen=True, slots=True)
class Sidecar:
    """makes a file of findings of a table"""

    command: ClassVar[str] = "check --findings"
    form: str

    def __call__(
        self, shard: "Shard", work: "Work", texts: "Texts", source: BinaryIO, files: Sequence[BinaryIO]
    ) -> None:
        last: Row | None = None
        with _sink(files[0], self.form) as sink:

            def hear(record: Record, report: Report) -> None:
                nonlocal last
                if last is None or last.number != record.row:
                    if last:
                        sink.add(last)
                    last = Row(record.row, record.id)
                last.found += ((record.field, placed.finding) for placed in report.placed)

            texts.hear = hear
            table_for(shard.source.name).rewrite(source, None, work.layout, texts)
            if last:
                sink.add(last)


def planned(tables: "Sequence[File]", folder: Path, form: str, roots: Sequence[Path]) -> "list[Shard]":
    """Tables with the files that their findings go to: below the folder, as `fix -o` places new tables.

    Raises SettingsError where that can't be, or where pyarrow is missing.
    """
    if folder.exists() and not folder.is_dir():
        raise SettingsError("a file; expected a folder for findings", folder)
    if table_suffix(folder.name) and not folder.exists():
        raise SettingsError("the name of a table; expected a folder for findings", folder)
    if absolute(folder) in {absolute(root if root.is_dir() else root.parent) for root in roots}:
        raise SettingsError("holds the tables to read; expected another folder for findings", folder)
    if form == "dolma":
        for path, _ in tables:
            if TABLES[Path(table_suffix(path.name).removesuffix(".gz").removesuffix(".zst")).name] != "jsonl":
                raise SettingsError("no JSONL; Dolma's attributes stand beside documents in JSONL", path)
    else:
        parquet.require()
    every = []
    for shard in corpus.planned(tables, folder, roots, fixing=False):
        if shard.target is None:
            raise AssertionError
        target = shard.target.parent / f"{shard.target.name}{FORMATS[form]}"
        every.append(replace(shard, target=target, note=shards.note_for(target, folder)))
    return every


def work_for(work: "Work", form: str) -> "Work":
    """The work that writes findings. Dolma calls documents by their field `id`, unless another is named."""
    layout = work.layout
    if form == "dolma":
        if len(layout.fields) > 1:
            raise SettingsError("Dolma's attributes are those of one text a row; expected one --field")
        layout = replace(layout, id_field=layout.id_field or DOLMA_ID)
    return replace(work, make=Sidecar(form), layout=layout)


@contextmanager
def _sink(file: BinaryIO, form: str) -> Iterator[Sink]:
    if form == "dolma":
        yield _Attributes(file)
        return
    import pyarrow as pa  # noqa: PLC0415 - only if findings are written
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = _schema(pa, form)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        rows = _Rows(lambda rows: writer.write_batch(pa.RecordBatch.from_pylist(rows, schema)), form)
        yield rows
        rows.write()


def _schema(pa: Any, form: str) -> Any:
    """The columns, the same for all tables; dictionaries, for there are few rules."""
    name = pa.dictionary(pa.int32(), pa.string())
    edit = pa.struct([("start", pa.int64()), ("end", pa.int64()), ("text", pa.string())])
    finding = [
        ("field", pa.string()),
        ("rule", name),
        ("severity", name),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("message", pa.string()),
        ("applicability", name),
        ("edits", pa.list_(edit)),
    ]
    row = [("id", pa.string()), ("row", pa.int64())]
    if form == "long":
        return pa.schema([*row, *finding])
    return pa.schema([*row, ("n", pa.int32()), ("findings", pa.list_(pa.struct(finding)))])


class _Rows:
    """rows of a Parquet file, kept until they are worth a group of rows"""

    def __init__(self, write: Any, form: str) -> None:
        self._write, self._form = write, form
        self._waiting: list[dict[str, Any]] = []
        self._count = self._signs = 0

    def add(self, row: Row) -> None:
        name = None if row.id is None else valid(row.id)
        about = {"id": name, "row": row.number}
        found = [as_dict(field, finding) for field, finding in row.found]
        if self._form == "long":
            self._waiting += ({**about, **each} for each in found)
        else:
            self._waiting.append({**about, "n": len(found), "findings": found})
        self._count += 1 + len(found)
        self._signs += len(name or "") * (len(found) if self._form == "long" else 1)
        self._signs += sum(
            len(finding.message) + sum(len(edit.text) for edit in finding.edits) for _, finding in row.found
        )
        if self._count >= GROUP or self._signs >= GROUP_SIGNS:
            self.write()

    def write(self) -> None:
        if self._waiting:
            self._write(self._waiting)
        self._waiting, self._count, self._signs = [], 0, 0


def as_dict(field: str, finding: Finding) -> dict[str, Any]:
    return {
        "field": valid(field),
        "rule": finding.rule,
        "severity": finding.severity.value,
        "start": finding.span.start,
        "end": finding.span.end,
        "message": valid(finding.message),
        "applicability": finding.applicability and finding.applicability.value,
        "edits": [
            {"start": edit.span.start, "end": edit.span.end, "text": valid(edit.text)}
            for edit in finding.edits
        ],
    }


class _Attributes:
    """attributes of documents, a line for each, in Dolma's layout"""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def add(self, row: Row) -> None:
        attributes: dict[str, list[tuple[int, int, float]]] = {}
        for _, finding in row.found:
            name = f"textlint__{NO_SIGN.sub('_', finding.rule)}__{finding.severity.value}"
            attributes.setdefault(name, []).append((*finding.span, 1.0))
        line = {"id": valid(row.id or ""), "attributes": attributes}
        self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
