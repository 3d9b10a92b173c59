"""readers – a Python process that reads all files below a path, decodes them, or runs ftfy over them.

    python readers.py read|decode|ftfy PATH…

ftfy prints the names of the files that it would change, so that its output can be counted like the others'.
"""

import os
import sys
from collections.abc import Iterator


def paths(root: str) -> Iterator[str]:
    if not os.path.isdir(root):  # noqa: PTH112 - without pathlib, which takes longer to import than to read
        yield root
        return
    with os.scandir(root) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            yield from paths(entry.path)


def read(path: str) -> bytes:
    number = os.open(path, os.O_RDONLY)
    size = os.fstat(number).st_size
    data = os.read(number, size)
    while len(data) < size:  # one read gives no more than 2 GB
        data += os.read(number, size - len(data))
    os.close(number)
    return data


def main(task: str, *roots: str) -> None:
    if task == "ftfy":
        from ftfy import fix_text  # noqa: PLC0415 - the limits must not pay for its import
    for path in (path for root in roots for path in paths(root)):
        data = read(path)
        if task != "read":
            text = data.decode()
        if task == "ftfy" and fix_text(text) != text:
            print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
