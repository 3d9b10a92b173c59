"""text – plain text: UTF-8 with or without a byte order mark, UTF-16 and UTF-32 by theirs.

Bytes that are not UTF-8 are kept as lone surrogates (PEP 383) and come out as they went in.
"""

import codecs
from dataclasses import dataclass

from textlint.errors import InputError
from textlint.model import Reader

SUFFIXES: tuple[str, ...] = (".txt", ".text")
PROFILE = "scraped"
read: Reader | None = None  # all of it is prose
BINARY_SAMPLE = 8000  # bytes; git looks for a NUL in as many

# The marks of UTF-32 begin with those of UTF-16, so they are tried first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """a text without its byte order mark, and what is needed to encode it again"""

    text: str
    mark: bytes
    codec: str


class BinaryError(InputError):
    """bytes that are no text"""


def is_plain(data: bytes) -> bool:
    """Whether bytes are text without a byte order mark."""
    return (
        not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0"))
        and b"\0" not in data[:BINARY_SAMPLE]
    )


def decode(data: bytes, name: str) -> Decoded:
    """Bytes to text; raises InputError where UTF-16 or UTF-32 is broken, BinaryError where it is no text."""
    mark, codec = next(((mark, codec) for mark, codec in MARKS if data.startswith(mark)), (b"", "utf-8"))
    if codec == "utf-8" and b"\0" in data[:BINARY_SAMPLE]:
        raise BinaryError("a binary file; expected text", name)
    errors = "surrogateescape" if codec == "utf-8" else "strict"
    try:
        return Decoded(data[len(mark) :].decode(codec, errors), mark, codec)
    except UnicodeDecodeError as error:
        place = len(mark) + error.start
        raise InputError(f"broken {codec.upper()[:6]} at byte {place}; left alone", name) from None


def encode(decoded: Decoded, new: str) -> bytes:
    """Text to bytes, in the encoding it came in."""
    errors = "surrogateescape" if decoded.codec == "utf-8" else "strict"
    return decoded.mark + new.encode(decoded.codec, errors)
