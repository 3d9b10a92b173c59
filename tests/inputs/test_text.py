"""Plain text: what is text, what is binary, and what is UTF-16 without a mark."""

import random
import struct

import pytest

from textlint.errors import InputError
from textlint.inputs import text
from textlint.inputs.text import BinaryError

CHANCE = random.Random(7)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"It ended.\0\nHe left..\n", id="a null"),
        pytest.param(b"a\0b", id="three bytes"),
        pytest.param(b"The end\0", id="a null at the end"),
        pytest.param(
            b"".join(b"line %d of the words here\0\0\0\n" % n for n in range(100)), id="padded lines"
        ),
        pytest.param(b"10:00 started\n" * 50 + b"\0" * 4000 + b"10:01 went on\n", id="a hole in a log"),
        pytest.param("Le maire a décidé\0 de ne pas\nvenir".encode("cp1252"), id="Windows-1252 with a null"),
        pytest.param(b"N\bNA\bAM\bME\b and \x1b[1mbold\x1b[0m\0\n", id="overstrikes, escapes and a null"),
        pytest.param("Он не знал, что это так.\n".encode("koi8_r"), id="another encoding"),
        pytest.param(b"%PDF is a format", id="about a format"),
    ],
)
def test_is_text(data):
    decoded = text.decode(data, "a.txt")

    assert (decoded.codec, text.encode(decoded, decoded.text)) == ("utf-8", data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"%PDF-1.7\n1 0 obj\n", id="PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="PNG"),
        pytest.param(b"PK\x03\x04a.txt", id="ZIP"),
        pytest.param(b"a.txt".ljust(257, b"\0") + b"ustar\0" + b"text\n" * 100, id="tar"),
        pytest.param(b"\0" * 100, id="only nulls"),
        pytest.param(b"\0".join(b"./name/of/file%d.txt" % n for n in range(50)), id="records between nulls"),
        pytest.param(struct.pack("<500i", *range(500)), id="numbers"),
        pytest.param(CHANCE.randbytes(5000), id="noise"),
    ],
)
def test_is_binary(data):
    with pytest.raises(BinaryError):
        text.decode(data, "a.txt")


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "sample",
    [
        "The end of it\nall.",
        "Он не знал, что это было так.\n",
        "他说这是好的, ok.\n一个",
        "l’école a fermé\r\n",
    ],
)
def test_an_encoding_without_a_mark_is_named(codec, sample):
    iconv = codec.upper().replace("-LE", "LE").replace("-BE", "BE")

    with pytest.raises(
        InputError, match=f"{iconv[:6]} without a byte order mark.*`iconv -f {iconv} -t UTF-8`"
    ) as told:
        text.decode(sample.encode(codec), "a.txt")

    assert not isinstance(told.value, BinaryError)
