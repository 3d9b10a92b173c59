"""engines – who sees to it that all shards are worked on: this machine, or the machines of a cluster.

An engine only says when a shard is worked on, and where. What is promised of the tables is promised by
`shards`, so that it is the same on each engine.
"""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from textlint.errors import SettingsError, expected

if TYPE_CHECKING:
    from textlint.corpora.shards import Shard
    from textlint.reports import Report
    from textlint.runner import Work

ENGINES = ("local", "ray", "spark")
MASTERS = ("local[", "yarn", "k8s://")  # what only Spark would call so
AHEAD = 4  # shards for each worker whose reports may wait for those before them
MOMENT = 0.2  # seconds between two looks at how far workers are


class Sum(NamedTuple):
    """how far a run is"""

    documents: int
    findings: int
    position: int  # bytes of files, of so many
    length: int


# Hears now and then how far a run is, and None when there are reports to be shown.
Watch = Callable[[Sum | None], None]


class Engine(NamedTuple):
    """an engine, and where it is; without an address it says so itself"""

    name: str
    address: str = ""

    def run(
        self, every: "Sequence[Shard]", work: "Work", *, jobs: int | None, watch: Watch
    ) -> "Iterator[Report]":
        """Reports on shards, in their order."""
        module = import_module(f"{__name__}.{self.name}")
        yield from module.run(every, work, self.address, jobs=jobs, watch=watch)


LOCAL = Engine("local")


def chosen(asked: str) -> Engine:
    """The engine that is meant; raises SettingsError where none is called so.

    >>> chosen("ray"), chosen("ray://head:10001"), chosen("spark:local[2]")  # doctest: +NORMALIZE_WHITESPACE
    (Engine(name='ray', address=''), Engine(name='ray', address='ray://head:10001'),
     Engine(name='spark', address='local[2]'))
    """
    name, colon, address = asked.partition(":")
    if name not in ENGINES:
        hint = f"; did you mean 'spark:{asked}'?" if asked.startswith(MASTERS) else expected(name, ENGINES)
        raise SettingsError(f"--on: no engine {name!r}{hint}")
    if address and name == "local":
        raise SettingsError(f"--on {asked}: local is this machine; expected no address")
    if colon and not address.strip("/"):
        raise SettingsError(f"--on {asked}: expected an address behind the colon")
    return Engine(name, asked if address.startswith("//") else address)
