"""launch – run one command and print what it cost.

A process of its own, since a child inherits the peak memory of its parent.

    python -I -S launch.py TIMEOUT STDOUT STDERR COMMAND…

prints: exit code (negative: killed by that signal), wall seconds, CPU seconds, peak KB.
"""

import os
import signal
import sys
from time import perf_counter
from types import FrameType

WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


def main(timeout: str, stdout: str, stderr: str, *command: str) -> None:
    start = perf_counter()
    to_files = [
        (os.POSIX_SPAWN_OPEN, number, path, WRITE, 0o600) for number, path in ((1, stdout), (2, stderr))
    ]
    child = os.posix_spawn(command[0], command, os.environ, file_actions=to_files, setpgroup=0)

    def kill(_signal: int, _frame: FrameType | None) -> None:
        os.killpg(child, signal.SIGKILL)

    for each in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM):
        signal.signal(each, kill)
    signal.setitimer(signal.ITIMER_REAL, float(timeout))
    _, status, used = os.wait4(child, 0)
    wall = perf_counter() - start
    print(os.waitstatus_to_exitcode(status), wall, used.ru_utime + used.ru_stime, used.ru_maxrss)


if __name__ == "__main__":
    main(*sys.argv[1:])
