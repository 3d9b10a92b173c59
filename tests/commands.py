"""Commands as a user runs them, but in this process, which is much faster than one for each."""

import io
import os
import sys
from contextlib import chdir
from subprocess import CompletedProcess
from tempfile import TemporaryFile
from unittest.mock import patch

from textlint import allowlist, cli, compiler, selection, settings


def run(*args, cwd=".", data=b"", text=False, asked=False, **environment):
    """What a command line comes to: its exit code and what it writes, in bytes unless a `text` is wanted.

    It knows nothing of runs before but the built-in rules. `data` is its standard input,
    which may be a person who is `asked`.
    """
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with (
        chdir(cwd),
        TemporaryFile("w+") as given,
        patch.dict(os.environ, {"NO_COLOR": "1", **environment}),
        patch.multiple(sys, stdin=given, stdout=out, stderr=err),
        patch.object(selection, "_ruleset", _ruleset),
    ):
        given.isatty = lambda: asked
        given.buffer.write(data)
        given.buffer.seek(0)
        _forget()
        try:
            cli.main([*map(str, args)])
        except SystemExit as end:
            code = end.code
    for stream in (out, err):
        stream.flush()
    written = [stream.buffer.getvalue() for stream in (out, err)]
    return CompletedProcess(args, code, *(each.decode() if text else each for each in written))


_builtin = selection._ruleset


def _ruleset(choice):
    """Rules of one's own are read anew, for another folder may have others of the same name."""
    return compiler.ruleset(choice) if choice.folders else _builtin(choice)


def _forget():
    selection.ruleset_for.cache_clear()
    allowlist.forget()
    settings.forget()
    if shards := sys.modules.get("textlint.corpora.shards"):
        shards.rules_digest.cache_clear()
