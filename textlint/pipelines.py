"""pipelines – textlint in pipelines of one's own: Ray Data, Spark, Hugging Face's datasets, datatrove.

    >>> from textlint.pipelines import Fix
    >>> Fix(select=["punctuation"])({"id": [1, 2], "text": ["It ended.. He left.", None]})
    {'id': [1, 2], 'text': ['It ended. He left.', None]}

What is made here is small, and can be pickled. Rules are loaded once in each process that it is called in.
Rows, their order, their columns and types stay as they are, and so does a text that can't be read or on which
a rule fails.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from copy import copy
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from textlint import runner
from textlint.corpora import shards
from textlint.corpora.records import Layout, Record
from textlint.corpora.shards import Shard, Texts
from textlint.corpora.sidecars import as_dict
from textlint.errors import InputError, SettingsError, expected
from textlint.files import absolute
from textlint.reports import Report
from textlint.settings import PROFILES, Settings

__all__ = ["Check", "Fix"]

DOCUMENTS = 100  # of datatrove, that are worked on together
EDIT = (("start", "long"), ("end", "long"), ("text", "string"))
FINDING = (
    *(("field", "string"), ("rule", "string"), ("severity", "string"), ("start", "long"), ("end", "long")),
    *(("message", "string"), ("applicability", "string"), ("edits", EDIT)),
)

Row = dict[int, list[dict[str, Any]]]  # what was found in a row, which counts from 1
Each = TypeVar("Each", bound=str | Path)


class _Step:
    """what is done with texts, batch by batch

    A batch is a table or a record batch of Arrow, a dict of lists, or an iterator of record batches. `fields`
    are called as in `--field`. A column `findings` holds what `check` would show of the text that comes out,
    with positions in code points. Other options are those of the command line.
    """

    _fixes = False

    def __init__(
        self,
        fields: str | Sequence[str] = "text",
        *,
        findings: str | None = None,
        select: str | Sequence[str] | None = None,
        extend_select: str | Sequence[str] = (),
        ignore: str | Sequence[str] = (),
        rules: str | Path | Iterable[str | Path] = (),
        profile: str = "scraped",
        unsafe: bool = False,
        longest: int = runner.LONGEST,
    ) -> None:
        self.layout = Layout(_several(fields))
        self.findings = findings
        self.longest = longest
        self.settings = Settings(
            select=None if select is None else _several(select),
            extend_select=_several(extend_select),
            ignore=_several(ignore),
            rules=tuple(absolute(Path(each)) for each in _several(rules)),
            profile=profile,
            unsafe_fixes=unsafe,
        )
        if not self.layout.fields:
            raise SettingsError("no fields; expected the name of at least one, such as 'text'")
        _require_known(self.settings)
        # Who keeps results by what has made them, as `datasets` does, learns from it that rules have changed.
        self.digest = shards.rules_digest(self.settings.rules)

    def __call__(self, data: Any) -> Any:
        """The batch with new texts."""
        if isinstance(data, Mapping):
            return self._of_lists(data)
        if hasattr(data, "schema"):
            return self._of_arrow(data)
        if isinstance(data, Iterator):
            return map(self._of_arrow, data)
        raise InputError(
            f"a {type(data).__name__}; expected Arrow data, a dict of lists, or batches of Arrow"
        )

    def documents(self, data: Iterable[Any] | None, rank: int = 0, world_size: int = 1) -> Iterator[Any]:  # noqa: ARG002
        """A step of a pipeline of datatrove; findings become metadata."""
        left = iter(data or ())
        while some := list(islice(left, DOCUMENTS)):
            new = self._of_lists(
                {"text": [each.text for each in some], "metadata": [each.metadata for each in some]}
            )
            for number, document in enumerate(some):
                document.text, document.metadata = new["text"][number], new["metadata"][number]
                if self.findings:
                    document.metadata[self.findings] = new[self.findings][number]
                yield document

    def spark_schema(self, schema: Any) -> Any:
        """The schema of what comes out, as `mapInArrow` asks for it."""
        from pyspark.sql.types import StructType  # noqa: PLC0415

        added = StructType.fromDDL(f"`{self.findings}` {_ddl(FINDING)}") if self.findings else ()
        return StructType([*schema, *added])

    def features(self, features: Any) -> Any:
        """The features of what comes out, as `Dataset.map` asks for them."""
        from datasets import Features  # noqa: PLC0415

        if not self.findings:
            return features
        import pyarrow as pa  # noqa: PLC0415

        added = Features.from_arrow_schema(pa.schema({self.findings: _arrow(pa, FINDING)}))
        return Features({**features, **added})

    def _of_arrow(self, data: Any) -> Any:
        from textlint.corpora import columns  # noqa: PLC0415 - it needs pyarrow

        self._require_new(data.schema.names)
        texts, found = self._texts()
        new = columns.rewrite(data, self.layout, texts)
        if not self.findings:
            return new
        import pyarrow as pa  # noqa: PLC0415

        values = [found.get(row, []) for row in range(1, data.num_rows + 1)]
        return new.append_column(self.findings, pa.array(values, _arrow(pa, FINDING)))

    def _of_lists(self, data: Mapping[str, Any]) -> Any:
        self._require_new(data)
        texts, found = self._texts()
        new: Any = copy(data)  # of a batch of `datasets` only the columns that are asked for are made
        paths = [[name] if name in data else name.replace("[]", "").split(".") for name in self.layout.fields]
        _require_lists(new, [column for column, *_ in paths])
        for column, *path in paths:
            new[column] = [
                _mended(value, path, Record(row, None, column, None), texts)
                for row, value in enumerate(new[column], 1)
            ]
        if self.findings:
            rows = len(new[column])
            new[self.findings] = [found.get(row, []) for row in range(1, rows + 1)]
        return new

    def _require_new(self, names: Iterable[str]) -> None:
        if self.findings and self.findings in [*names]:
            raise InputError(
                f"there is a column {self.findings!r} already; expected another name for findings"
            )

    def _texts(self) -> tuple[Texts, Row]:
        """What works on the texts of a batch, and the findings that it has heard of."""
        if shards.rules_digest(self.settings.rules) != self.digest:
            raise SettingsError("other rules, or another textlint, than where the pipeline was made")
        found: Row = {}

        def hear(record: Record, report: Report) -> None:
            if report.placed:
                more = [as_dict(record.field, placed.finding) for placed in report.placed]
                found.setdefault(record.row, []).extend(more)

        work = runner.Work(self._fixes, beside=(), layout=self.layout, longest=self.longest)
        texts = Texts(Shard(Path("batch"), self.settings), work, lambda _: None)
        if self.findings:
            texts.hear = hear
        return texts, found


class Fix(_Step):
    """mends texts; findings, if they are wanted, are those that are left"""

    _fixes = True


class Check(_Step):
    """leaves texts as they are, and adds a column of findings"""

    def __init__(
        self, fields: str | Sequence[str] = "text", *, findings: str = "findings", **options: Any
    ) -> None:
        super().__init__(fields, findings=findings, **options)


def _several(given: Each | Iterable[Each]) -> tuple[Each, ...]:
    """What is given, one or several: a string is one, not its letters."""
    return (given,) if isinstance(given, str | Path) else tuple(given)


def _require_known(settings: Settings) -> None:
    """Raise SettingsError for a choice that means nothing: here, before a cluster is at work."""
    from textlint.rules import selectors  # noqa: PLC0415

    if settings.profile not in PROFILES:
        problem = f"unknown profile {settings.profile!r}{expected(str(settings.profile), PROFILES)}"
        raise SettingsError(problem)
    known = selectors(settings.rules)
    for each in (*(settings.select or ()), *settings.extend_select, *settings.ignore):
        if each not in known:
            raise SettingsError(f"no pack or rule {each!r}{expected(each, known)}")


def _require_lists(data: Mapping[str, Any], asked: Iterable[str]) -> None:
    """Raise InputError for columns that are not there, that are no lists, or that are of unequal length.

    `datasets` without `batched=True` hands over a single row, and a text in it must not be taken for a list
    of letters. Of its batches only what is asked for is looked at, for the other columns are not made yet.
    """
    first = None
    for name in (*asked, *(data if isinstance(data, dict) else ())):
        if name not in data:
            raise InputError(f"no column {name!r}{expected(name, data)}")
        column = data[name]
        if isinstance(column, str | bytes | Mapping) or not isinstance(column, Sized):
            kind = "text" if isinstance(column, str) else type(column).__name__
            raise InputError(f"column {name!r} is a {kind}; expected a list (batched=True)")
        first = first or (name, len(column))
        if len(column) != first[1]:
            raise InputError(
                f"columns of unequal length: {first[0]!r} has {first[1]} rows, {name!r} has {len(column)}"
            )


def _mended(value: Any, path: Sequence[str], about: Record, texts: Texts) -> Any:
    """A value with new texts in it, at the end of a path through dicts and lists."""
    if value is None:
        return None
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [
            _mended(each, path, about._replace(field=f"{about.field}[{n}]"), texts)
            for n, each in enumerate(value)
        ]
    if path and isinstance(value, Mapping):
        if path[0] not in value:
            return value
        inner = about._replace(field=f"{about.field}.{path[0]}")
        return {**value, path[0]: _mended(value[path[0]], path[1:], inner, texts)}
    if path or not isinstance(value, str):
        texts([about._replace(problem=f"a {type(value).__name__}; expected a text")])
        return value
    new = texts([about._replace(text=value)])[0]
    return value if new is None else new


def _ddl(kind: Any) -> str:
    """The type of findings, in Spark's words."""
    if isinstance(kind, str):
        return {"long": "bigint"}.get(kind, kind)
    return f"array<struct<{', '.join(f'`{name}`: {_ddl(inner)}' for name, inner in kind)}>>"


def _arrow(pa: Any, kind: Any) -> Any:
    """The same in Arrow's."""
    if isinstance(kind, str):
        return pa.int64() if kind == "long" else pa.string()
    return pa.list_(pa.struct([(name, _arrow(pa, inner)) for name, inner in kind]))
