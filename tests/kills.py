"""Runs that are killed at a named point: where a function is called for the n-th time, in whichever process.

A run gets `sitecustomize.py`, which Python imports first in each process, and that imports this module.
"""

import fcntl
import json
import os
import signal
import subprocess
from importlib import import_module
from pathlib import Path

POINTS = {
    "a row": "textlint.corpora.shards:Texts._new",
    "a note": "textlint.corpora.shards:_write_note",  # before a new table is begun, and when it is in its place
    "a file in its place": "textlint.corpora.streams:_sync_folder",  # a table or a note
    "an object": "textlint.corpora.addresses:Address.put",
    "a text": "textlint.files:replace",
    "an entry of the journal": "textlint.journal:append",
}


def killed(command, point, number, *, cwd, to="run", sent=signal.SIGKILL, **environment):
    """The exit code of a run that gets a signal just before a point, and its standard error.

    It goes to the first process of the run, or to the worker that has come to the point. Returns when no process
    of the run is left.
    """
    start = cwd / "start"
    start.mkdir(exist_ok=True)
    with (start / "sitecustomize.py").open("a") as file:
        file.write("import kills\n")
    (start / "count").unlink(missing_ok=True)
    known = {
        "PYTHONPATH": os.pathsep.join([str(start), str(Path(__file__).parent)]),
        "KILL": json.dumps([POINTS[point], number, to, sent, str(start / "count")]),
    }
    done = subprocess.run(
        [*map(str, command)],
        cwd=cwd,
        env={**os.environ, **environment, **known},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,  # that is closed when the last worker is gone
        start_new_session=True,
        check=False,
        timeout=300,
    )
    return done.returncode, done.stderr.decode()


def arm(name, number, to, sent, file):
    """Let the n-th call of a function kill this process, or the run that it belongs to."""
    module, _, path = name.partition(":")
    owner = import_module(module)
    *owners, last = path.split(".")
    for part in owners:
        owner = getattr(owner, part)
    function = getattr(owner, last)

    def counted(*args, **more):
        if count(file) == number:
            if to == "run":
                os.kill(os.getpgid(0), sent)
            if to == "worker" or sent == signal.SIGKILL:
                os.kill(os.getpid(), sent)
        return function(*args, **more)

    setattr(owner, last, counted)


def count(file):
    """The number of calls so far, in all processes and threads; each call gets a number of its own."""
    with Path(file).open("ab", buffering=0) as counter:
        fcntl.flock(counter, fcntl.LOCK_EX)
        counter.write(b".")
        return os.fstat(counter.fileno()).st_size  # the position of the file is that of before the lock


if "KILL" in os.environ:
    arm(*json.loads(os.environ["KILL"]))
