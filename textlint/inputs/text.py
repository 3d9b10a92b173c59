"""text – plain text: UTF-8 with or without a byte order mark, UTF-16 and UTF-32 by theirs.

Bytes that are not UTF-8 are kept as lone surrogates (PEP 383) and come out as they went in. A few null
characters make no text binary: the signature of a format does, many control characters, or many nulls.
"""

import codecs
import re
from dataclasses import dataclass

from textlint.errors import InputError

BINARY_SAMPLE = 8000  # bytes; git looks for a NUL in as many
SIGNATURES = (
    *(b"%PDF-1.", b"%PDF-2.", b"\x89PNG\r\n", b"GIF87a", b"GIF89a", b"\xff\xd8\xff"),
    *(b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"(\xb5/\xfd"),
    *(b"\x7fELF", b"\xca\xfe\xba\xbe", b"\0asm", b"SQLite format 3\0", b"\xd0\xcf\x11\xe0", b"OggS\0"),
    *(b"\xde\x12\x04\x95", b"\x95\x04\x12\xde"),  # of message catalogues
)
TAR = slice(257, 262), b"ustar"
# Not those of plain text: line ends, tabs, form feeds, overstrikes, escapes. Nulls are counted apart.
CONTROLS = bytes({*range(1, 32), 127} - {*b"\b\t\n\v\f\r\x1a\x1b"})
MOST_CONTROLS, MOST_UNDECODABLE = 0.01, 0.4  # of the bytes beside nulls, in a text with nulls
FEW_NULLS, FEWEST_BETWEEN = 3, 8  # runs of nulls; more have so many other bytes between them
WITHOUT_MARK = (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2))
MOST_ASCII, FEWEST_NULLS = 0.8, 0.3  # of the bytes of UTF-16 without a mark, if fewer are nulls
SHORTEST, MOST_ODD, FEWEST_SPACES = 3, 0.01, 0.02  # characters of it, and the share of such among them

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


def decode(data: bytes, name: str) -> Decoded:
    """Bytes to text; raises InputError where UTF-16 or UTF-32 is broken, BinaryError where it is no text."""
    mark, codec = next(((mark, codec) for mark, codec in MARKS if data.startswith(mark)), (b"", "utf-8"))
    if codec == "utf-8":
        sample = data[:BINARY_SAMPLE]
        if b"\0" in sample and (found := _without_mark(sample)):
            iconv = found.upper().replace("-LE", "LE").replace("-BE", "BE")
            problem = f"{iconv[:6]} without a byte order mark, left alone; expected UTF-8"
            raise InputError(f"{problem}: convert it with `iconv -f {iconv} -t UTF-8`", name)
        if _is_binary(sample):
            raise BinaryError("a binary file; expected text", name)
    errors = "surrogateescape" if codec == "utf-8" else "strict"
    try:
        return Decoded(data[len(mark) :].decode(codec, errors), mark, codec)
    except UnicodeDecodeError as error:
        place = len(mark) + error.start
        raise InputError(f"broken {codec.upper()[:6]} at byte {place}; left alone", name) from None


def _is_binary(sample: bytes) -> bool:
    """Whether the beginning of a file is no text."""
    place, signature = TAR
    if sample.startswith(SIGNATURES) or sample[place] == signature:
        return True
    if b"\0" not in sample:
        return False
    rest = sample.replace(b"\0", b"")
    runs = len(re.findall(rb"\0+", sample))
    if not rest or (runs > FEW_NULLS and (runs * FEWEST_BETWEEN > len(rest) or b"\n" not in rest)):
        return True  # nulls between records, or in numbers
    controls = len(rest) - len(rest.translate(None, CONTROLS))
    undecodable = sum("\udc80" <= sign <= "\udcff" for sign in rest.decode("utf-8", "surrogateescape"))
    return controls > MOST_CONTROLS * len(rest) or undecodable > MOST_UNDECODABLE * len(rest)


def _without_mark(sample: bytes) -> str | None:
    """The codec of UTF-16 or UTF-32 without a byte order mark.

    Letters of Latin have a null each. In other scripts only blanks and the like do, and few other bytes are
    ASCII, whereas two letters of ASCII together would make any character of Chinese.
    """
    rest = sample.replace(b"\0", b"")
    is_ascii = sum(byte < 127 and byte not in CONTROLS for byte in rest) > MOST_ASCII * len(rest)
    if is_ascii and sample.count(0) < FEWEST_NULLS * len(sample):
        return None
    for codec, width in WITHOUT_MARK:
        text = sample[: len(sample) // width * width].decode(codec, "replace").removesuffix("\ufffd")
        odd = sum(not (sign.isprintable() or sign.isspace()) or sign == "\ufffd" for sign in text)
        spaces = sum(sign.isspace() or sign in "、。，" for sign in text)
        if len(text) > SHORTEST and odd <= MOST_ODD * len(text) and spaces >= FEWEST_SPACES * len(text):
            return codec
    return None


def encode(decoded: Decoded, new: str) -> bytes:
    """Text to bytes, in the encoding it came in."""
    errors = "surrogateescape" if decoded.codec == "utf-8" else "strict"
    return decoded.mark + new.encode(decoded.codec, errors)
