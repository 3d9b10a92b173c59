"""ray – shards on a Ray cluster: a task for each, which Ray begins again if its worker dies.

Without an address it is the cluster that RAY_ADDRESS names, as it does in a Ray job, or else one that is
begun here for the run. `auto` is one that runs on this machine, as far as Ray knows: that may be out of date.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textlint.corpora.engines import Watch, afar
from textlint.corpora.shards import Shard
from textlint.errors import SettingsError
from textlint.reports import Report

if TYPE_CHECKING:
    from concurrent.futures import Future

    from textlint.runner import Work

HERE = "local"  # as Ray calls a cluster that is begun
PER_PROCESSOR = 2  # tasks, so that one always waits


def run(
    every: Sequence[Shard],
    work: "Work",
    address: str = "",
    *,
    jobs: int | None = None,
    watch: Watch = lambda _: None,
) -> Iterator[Report]:
    """Reports on shards, in their order."""
    address = address or os.environ.get("RAY_ADDRESS", "") or HERE
    sent: set[Any] = set()
    with afar.around(every, address), _connected(address, jobs) as ray:
        task = ray.remote(num_cpus=1, max_retries=afar.TRIES - 1)(afar.done)

        def send(package: bytes) -> "Future[afar.Came]":
            reference = task.remote(package)
            sent.add(reference)
            future: Future[afar.Came] = reference.future()
            future.add_done_callback(lambda _: sent.discard(reference))
            return future

        def slots() -> int:
            return jobs or PER_PROCESSOR * int(ray.cluster_resources().get("CPU", 1))

        try:
            yield from afar.run(every, work, send, slots=slots, watch=watch)
        finally:
            for reference in [*sent]:
                ray.cancel(reference, force=True)


@contextmanager
def _connected(address: str, jobs: int | None) -> Iterator[Any]:
    """Ray, connected to a cluster; what has been begun for that is ended."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        ray = import_module("ray")
    except ImportError:
        raise SettingsError("--on ray needs a package more: pip install 'textlint[ray]'") from None
    if ray.is_initialized():
        yield ray
        return
    here = {"include_dashboard": False, "num_cpus": jobs} if address == HERE else {}
    try:
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR, **here)
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise SettingsError(f"--on ray: it can't be begun: {afar.told(error)}") from None
    try:
        yield ray
    finally:
        ray.shutdown()
