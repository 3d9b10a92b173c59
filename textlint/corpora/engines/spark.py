"""spark – shards on Spark: a job of one task for each, which Spark begins again if its worker dies.

Without an address it is the master that Spark's own settings name, or `spark-submit`; if there is none, Spark
runs on this machine. A job for each, since a job whose task has failed too often takes all its tasks with it.
"""

import os
import re
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO

from textlint.corpora.engines import Watch, afar
from textlint.corpora.shards import Shard
from textlint.errors import SettingsError
from textlint.reports import Report

if TYPE_CHECKING:
    from textlint.runner import Work

PER_PROCESSOR = 2  # jobs, so that one always waits
MOST_JOBS = 1000
LOCAL = re.compile(r"local(?:\[(\d+|\*)\])?")  # which would give up when one worker dies
CONFIGURATION = {
    "spark.app.name": "textlint",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.speculation": "false",  # one table is not to be written twice at once
}


def run(
    every: Sequence[Shard],
    work: "Work",
    address: str = "",
    *,
    jobs: int | None = None,
    watch: Watch = lambda _: None,
) -> Iterator[Report]:
    """Reports on shards, in their order."""
    tag = f"textlint-{uuid.uuid4()}"
    with (
        afar.around(every, address),
        _connected(address, jobs) as context,
        ThreadPoolExecutor(jobs or MOST_JOBS) as threads,
    ):

        def collect(package: bytes) -> afar.Came:
            context.addJobTag(tag)
            return context.parallelize([package], 1).mapPartitions(_done).collect()[0]  # type: ignore[no-any-return]

        def send(package: bytes) -> "Future[afar.Came]":
            return threads.submit(collect, package)

        def slots() -> int:
            return jobs or min(PER_PROCESSOR * context.defaultParallelism, MOST_JOBS)

        try:
            yield from afar.run(every, work, send, slots=slots, watch=watch)
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            context.cancelJobsWithTag(tag)


def _done(packages: Iterable[bytes]) -> Iterator[afar.Came]:
    return map(afar.done, packages)


@contextmanager
def _connected(address: str, jobs: int | None) -> Iterator[Any]:
    """A context of Spark; one that has been begun here is ended."""
    try:
        spark = import_module("pyspark")
    except ImportError:
        raise SettingsError("--on spark needs a package more: pip install 'textlint[spark]'") from None
    active = spark.SparkContext._active_spark_context  # noqa: SLF001 - getOrCreate would begin one
    if active:
        yield active
        return
    with TemporaryFile() as aside:
        try:
            with _standard_error_to(aside):
                context = _begun(spark, address, jobs)
        except Exception as error:  # noqa: BLE001 - Spark has errors of its own, and Java's
            needed = "; it needs Java 17 or newer" if "JAVA_GATEWAY" in str(error) else ""
            raise SettingsError(f"--on spark: it can't be begun: {afar.told(error)}{needed}") from None
        try:
            yield context
        finally:
            context.stop()


def _begun(spark: Any, address: str, jobs: int | None) -> Any:
    spark.SparkContext._ensure_initialized()  # noqa: SLF001 - only then it knows its own settings
    settings = spark.SparkConf()
    here = f"local[{jobs or '*'}]"
    master = address or settings.get("spark.master", here)
    if alone := LOCAL.fullmatch(master):
        master = f"local[{alone[1] or 1},{afar.TRIES}]"
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in CONFIGURATION.items():
        settings.setIfMissing(name, value)
    return spark.SparkContext(conf=settings.setMaster(master))


@contextmanager
def _standard_error_to(file: BinaryIO) -> Iterator[None]:
    """Java inherits it, which warns of this and that when it begins, and can't be told not to."""
    sys.stderr.flush()
    kept = os.dup(2)
    os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
