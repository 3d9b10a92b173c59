"""Steps of reading a text, counted and not timed: lines of Python that run, and characters that C code is handed.

A pattern is charged with what it runs over: up to the end of its match, or of its stretch where it finds nothing.
"""

import re
import sys

import regex


class Counter:
    """How many steps have been taken."""

    def __init__(self):
        self.count = 0

    def trace(self, _frame, event, _arg):
        self.count += event == "line"
        return self.trace


class Text(str):
    """A text whose bytes count what is read of them."""

    __slots__ = ("counter",)

    def __new__(cls, text, counter):
        made = super().__new__(cls, text)
        made.counter = counter
        return made

    def encode(self, *args):
        data = Bytes(super().encode(*args))
        data.counter = self.counter
        return data


class Bytes(bytes):
    def __getitem__(self, key):
        part = super().__getitem__(key)
        self.counter.count += len(part) if isinstance(part, bytes) else 1
        return part

    def find(self, *args):
        found = super().find(*args)
        start, end, _ = slice(*args[1:], None).indices(len(self)) if len(args) == 3 else (0, len(self), 1)
        self.counter.count += (found if found >= 0 else end) - start
        return found


class CountingPattern:
    def __init__(self, pattern, counter):
        self.pattern, self.counter = pattern, counter

    def _one(self, how, text, pos=0, end=sys.maxsize):
        found = getattr(self.pattern, how)(text, pos, end)
        stop = found.end() if found else min(end, len(text)) if how == "search" else pos
        self.counter.count += 1 + stop - pos
        return found

    def search(self, *args):
        return self._one("search", *args)

    def match(self, *args):
        return self._one("match", *args)

    def __getattr__(self, name):  # finditer, sub and the like read their stretch once
        method = getattr(self.pattern, name)
        if not callable(method):
            return method

        def counted(*args, **more):
            text, *place = args[1:] if name == "sub" else args
            start, end = [*place, 0, len(text)][:2] if len(place) != 1 else (place[0], len(text))
            self.counter.count += max(0, min(end, len(text)) - start)
            return method(*args, **more)

        return counted


def steps(function, text, modules, monkeypatch):
    """The steps of a function on a text, with the patterns of these modules, and those that they make."""
    counter = Counter()
    with monkeypatch.context() as patch:
        for module in modules:
            for name, value in list(vars(module).items()):
                if isinstance(value, re.Pattern | regex.Pattern):
                    patch.setattr(module, name, CountingPattern(value, counter))
                elif name in ("compiled", "_ends"):
                    patch.setattr(
                        module, name, lambda *args, make=value: CountingPattern(make(*args), counter)
                    )
        before = sys.gettrace()
        sys.settrace(counter.trace)
        try:
            function(Text(text, counter))
        finally:
            sys.settrace(before)
    return counter.count


def require_linear(function, piece, modules, monkeypatch):
    """Eight times the text takes about eight times the steps; of quadratic time it would be 64 times."""
    few, many = (steps(function, piece * count + "a", modules, monkeypatch) for count in (250, 2000))
    assert few > 250 * len(piece) / 10
    assert many < 12 * few
