"""JSONL: lines in, lines out; what is not a changed text stays byte for byte."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import records_in, rewritten_by, unchanged, upper

from textlint.corpora.records import Layout
from textlint.errors import InputError
from textlint.inputs import jsonl

TEXT, NAMED = Layout(("text",)), Layout(("text",), "id")


def read(data, layout=TEXT):
    return records_in(jsonl, data, layout)


def rewritten(data, work=upper, layout=TEXT):
    return rewritten_by(jsonl, data, work, layout)


@pytest.mark.parametrize(
    ("line", "new"),
    [
        pytest.param(b'{"text":"a","n":1.0}', b'{"text":"A","n":1.0}', id="plain"),
        pytest.param(
            b'{ "n" :1e5,\t"f":0.10000000000000000001 , "text" : "a" , "z":-0,"big":123456789012345678901234567890}',
            b'{ "n" :1e5,\t"f":0.10000000000000000001 , "text" : "A" , "z":-0,"big":123456789012345678901234567890}',
            id="numbers and blanks",
        ),
        pytest.param(b'{"text":"a","text":"b"}', b'{"text":"a","text":"B"}', id="the last of doubled keys"),
        pytest.param(b'{"text":"a","text":null}', b'{"text":"a","text":null}', id="the last one is null"),
        pytest.param(b'{"t\\u0065xt":"a"}', b'{"t\\u0065xt":"A"}', id="a key with an escape"),
        pytest.param(b'{"n":[NaN,-Infinity],"text":"a"}', b'{"n":[NaN,-Infinity],"text":"A"}', id="not a number"),
        pytest.param('{"é":1,"text":"né"}'.encode(), '{"é":1,"text":"NÉ"}'.encode(), id="raw letters"),
        pytest.param(b'{"text":"n\\u00e9"}', b'{"text":"N\\u00c9"}', id="escaped letters"),
        pytest.param(b'{"text":"n\\u00E9 \\uD83D\\uDE00"}', b'{"text":"N\\u00C9 \\uD83D\\uDE00"}', id="capital digits"),
        pytest.param('{"text":"né \\u00e9"}'.encode(), '{"text":"NÉ É"}'.encode(), id="raw and escaped letters"),
        pytest.param('{"text":"ñ\\u2028<\\/\\u003c"}'.encode(), '{"text":"Ñ\\u2028\\u003c\\/\\u003c"}'.encode(), id="escaped signs"),
        pytest.param(b'{"text":"a/b \\"c\\" \\\\ \\n\\t"}', b'{"text":"A/B \\"C\\" \\\\ \\n\\t"}', id="what must be escaped"),
        pytest.param(b'{"text":"a\\/b \\\\/ \\u002f"}', b'{"text":"A\\/B \\\\\\/ \\/"}', id="slashes"),
        pytest.param(b'{"text":"a\\ud800b"}', b'{"text":"A\\ud800B"}', id="half a pair"),
        pytest.param('{"text":"é\\ud800b"}'.encode(), '{"text":"É\\ud800B"}'.encode(), id="half a pair, raw letters"),
        pytest.param(b'{"text":"\\u0061b\\u0022"}', b'{"text":"AB\\""}', id="needless escapes of letters and quotes go"),
        pytest.param(b'{"text":"\\u0041\\u000A"}', b'{"text":"\\u0041\\u000A"}', id="unless nothing changes"),
    ],
)  # fmt: skip
def test_a_text_is_put_between_what_stays(line, new):
    assert rewritten(line + b"\n") == new + b"\n"
    assert [json.loads(each)["text"] for each in (new,)] == [
        each and each.upper() for each in [json.loads(line)["text"]]
    ]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\n \t\r\n", id="blank lines"),
        pytest.param(b'\xef\xbb\xbf{"text":"x"}\n', id="a byte order mark"),
        pytest.param(b'{"text":"x"}\r\n\r\n{"text":"y"}', id="no last line end"),
        pytest.param(
            b'\n{"text":"x"}\n{broken\n{"text":"\xff"}\n\xef\xbb\xbf{"text":"y"}\n[1]\n', id="broken lines"
        ),
        pytest.param(b'{"text":"\\ud83d", "text":"\\u00E9\\/"}', id="escapes"),
    ],
)
def test_nothing_changes_where_nothing_is_changed(data):
    same = rewritten(data, lambda batch: [each.text for each in batch])

    assert rewritten(data, unchanged) == same == data


def test_marks_blank_lines_and_line_ends_stay_around_a_new_text():
    data = b'\xef\xbb\xbf{"text":"x"}\r\n\r\n \n{"text":"y"} \n{"no":1}\n{"text":"z"}'

    assert rewritten(data) == data.replace(b'"x"', b'"X"').replace(b'"y"', b'"Y"').replace(b'"z"', b'"Z"')
    assert [(each.row, each.text) for each in read(data)] == [(1, "x"), (4, "y"), (5, None), (6, "z")]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b'"a\\u00e9"', "aé"), ("é".encode().join([b'"', b'"']), "é"), (b"1.0", "1.0"), (b"-0", "-0"),
        (b"123456789012345678901234567890", "123456789012345678901234567890"), (b"null", None),
        (b"true", "true"), (b'{"a": 1}', '{"a": 1}'), (b"NaN", "NaN"), (b"7" * 5000, "7" * 5000),
    ],
)  # fmt: skip
def test_an_id_is_as_it_is_written(value, name):
    data = b'{"text":"x","id":' + value + b"}\n" + b'{"text":"x"}'

    assert [each.id for each in read(data, NAMED)] == [name, None]


def test_an_id_that_no_row_has_is_an_error():
    with pytest.raises(InputError, match="no row has a field 'id'; did you mean 'idx'"):
        read(b'{"text":"x"}\n{"text":"x","idx":1}\n', NAMED)


@pytest.mark.parametrize(
    ("line", "field", "text"),
    [
        ('{"message":{"role":"x","content":"a"}}', "message.content", "a"),
        ('{"message" : {\n} , "message.content":"b"}', "message.content", "b"),
        ('{"message":{"content":"a"},"message.content":"b"}', "message.content", "b"),
        ('{"a":{"b":{"c":"x"},"b.c":"y"},"a.b":{"c":"z"}}', "a.b.c", "z"),
        ('{"a":{"b":{"c":"x"},"b.c":"y"},"a.b":{"d":"z"}}', "a.b.c", "y"),
        ('{"a":{"b":{"c":"x"}},"a.b":7}', "a.b.c", "x"),
        ('{"a":{"b":"x"},"a":{"b":"y","b":"z"}}', "a.b", "z"),
        ('{"é":{"ü":"ß"}}', "é.ü", "ß"),
        ('{"Ã©":{"Ã¼":"x"},"é":{"ü":"ß"}}', "é.ü", "ß"),
        ('{"":{"":"x"}}', ".", "x"),
    ],
)
def test_a_dotted_path_leads_into_objects(line, field, text):
    line = line.replace("\n", " ").encode()

    assert [each.text for each in read(line, Layout((field,)))] == [text]
    new = rewritten(line, lambda batch: [f"{each.text}!" for each in batch], Layout((field,)))
    assert new.replace(f'"{text}!"'.encode(), f'"{text}"'.encode()) == line


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "found no JSON at column 2; expected an object on one line"),
        (b'\xef\xbb\xbf{"text":"x",}', "found no JSON at column 12; expected an object on one line"),
        ('{"é":"ü" "text":"x"}'.encode(), "found no JSON at column 9; expected an object on one line"),
        (b'{"text":"x"} {"text":"x"}', "found no JSON at column 13; expected an object on one line"),
        (b'{"text":"x', "found no JSON at column 9; expected an object on one line"),
        (b'{"text":"x\ty"}', "found no JSON at column 11; expected an object on one line"),
        (b"{'text':'x'}", "found no JSON at column 2; expected an object on one line"),
        (b"\x0b", "found no JSON at column 1; expected an object on one line"),
        (b' ["text"]', "found a list; expected an object"),
        (b'"text"', "found a string; expected an object"),
        (b"7", "found a number; expected an object"),
        (b'{"text":"a\xffb"}', "found a byte that is no UTF-8 at byte 11; expected UTF-8"),
        (b'{"text":"\xed\xa0\x80"}', "found a byte that is no UTF-8 at byte 10; expected UTF-8"),
        (b'{"text":7}', "found a number; expected a string"),
        (b'{"text":true}', "found true; expected a string"),
        (b'{"text":["a"]}', "found a list; expected a string"),
        (b'{"text":{"a":1}}', "found an object; expected a string"),
        (b'{"text":"x","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "found values nested too deeply; expected a few levels"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "found values nested too deeply; expected a few levels"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_a_record_with_a_problem(line, problem):
    assert [(each.row, each.text, each.problem) for each in read(line)] == [(1, None, problem)]
    assert rewritten(line + b"\n") == line + b"\n"


def test_a_field_that_is_null_or_missing_has_no_text_and_no_problem():
    records = read(b'{"text":null}\n{"other":"x"}\n{"text":"x"}\n')

    assert [(each.row, each.text, each.problem) for each in records] == [
        (1, None, None),
        (2, None, None),
        (3, "x", None),
    ]


def test_several_fields_of_a_row_are_several_records():
    data = b'{"id":7,"body":"b","title":"t"}\n{"title":"u"}\n'
    layout = Layout(("title", "body", "title"), "id")

    assert [(each.row, each.id, each.field, each.text) for each in read(data, layout)] == [
        (1, "7", "title", "t"),
        (1, "7", "body", "b"),
        (2, None, "title", "u"),
        (2, None, "body", None),
    ]
    assert rewritten(data, layout=layout) == b'{"id":7,"body":"B","title":"T"}\n{"title":"U"}\n'


@pytest.mark.parametrize(
    ("data", "field", "error"),
    [
        (b'{"text":"x"}\n{"id":1}\n', "txt", "no row has a field 'txt'; did you mean 'text'?"),
        (b'{"b":"x"}\n{"a":1}\n', "text", "no row has a field 'text'; expected one of a, b"),
        (b'{"message":{"content":"x"}}\n', "message.contents", "no row has a field 'message.contents'; did you mean 'message.content'?"),
        (b"{}\n", "text", "no row has a field 'text'"),
        (b"\xff\xfe{\0", "text", "begins with the mark of UTF-16; expected UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_meant_is_an_error(data, field, error):
    with pytest.raises(InputError) as caught:
        read(data, Layout((field,)))

    assert str(caught.value) == error


def test_a_file_in_which_no_row_can_be_read_has_problems_but_no_wrong_field():
    assert [each.problem for each in read(b"{\n[]\n")] == [
        "found no JSON at column 2; expected an object on one line",
        "found a list; expected an object",
    ]


def test_halves_that_would_become_a_pair_leave_the_text_as_it_was():
    line = b'{"text":"a\\ud83d-\\ude00"}'

    assert rewritten(line, lambda batch: [batch[0].text.replace("-", "")]) == line


def test_a_line_beyond_all_measure_is_an_error(monkeypatch):
    monkeypatch.setattr(jsonl, "LONGEST", 20)

    assert rewritten(b'{"text":"123456789"}') == b'{"text":"123456789"}'
    with pytest.raises(InputError, match="line 2 is longer than 20 bytes"):
        read(b'{"text":"x"}\n{"text":"1234567890"}')


@pytest.mark.parametrize("sign", ["a", "\\u00e9", "é", "漢"])
def test_a_long_line_takes_a_few_times_its_size(sign):
    line = f'{{"text":"{sign * (1_500_000 // len(sign.encode()))}"}}'.encode()
    source, target = io.BytesIO(line), io.BytesIO()

    tracemalloc.start()
    jsonl.rewrite(source, target, TEXT, lambda batch: [batch[0].text + "!"])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert target.getvalue() == line[:-2] + b'!"}'
    assert peak < 7 * len(line)  # what it is written to included


# What JSON writers write, and a little of what they don't.
STRINGS = st.text(st.sampled_from('ab"\\/\n\té漢😀\u2028\ud800\udc00'), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | STRINGS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS | st.just("text"), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from(["text", "id", "a", "a.b", "é"]) | STRINGS, VALUES, max_size=5)


@st.composite
def lines(draw):
    """A line as some writer may have written it, sometimes with a slip."""
    value = draw(OBJECTS | OBJECTS | VALUES)
    separators = draw(st.sampled_from([(",", ":"), (" , ", " :\t"), (", ", ": ")]))
    line = json.dumps(value, ensure_ascii=draw(st.booleans()), separators=separators)
    if draw(st.booleans()):
        line = line.replace("/", "\\/")
    if draw(st.integers(0, 4)) == 0:
        place = draw(st.integers(0, len(line)))
        line = (
            line[:place]
            + draw(st.sampled_from(['"', ",", "}", "\\", " ", "1", '"text":"z",', "\x01"]))
            + line[place:]
        )
    return line.encode("utf-8", "surrogatepass")


def told(line):
    """What the standard library says of a line: the text, None, or that there is a problem."""
    try:
        value = json.loads(line.decode())
    except ValueError:
        return "problem"
    if not isinstance(value, dict):
        return "problem"
    text = value.get("text")
    return text if text is None or isinstance(text, str) else "problem"


@given(st.lists(lines(), max_size=6))
def test_texts_are_what_the_standard_library_reads(given_lines):
    data = b"".join(line + b"\n" for line in [b'{"text":""}', *given_lines])
    records = [each for each in read(data) if each.row > 1]

    assert [(each.row, "problem" if each.problem else each.text) for each in records] == [
        (row, told(line)) for row, line in enumerate(given_lines, 2) if line.strip()
    ]


@given(st.lists(lines(), max_size=6), STRINGS, st.booleans())
def test_only_texts_change_and_they_become_what_they_should(given_lines, new, some):
    data = b"".join(line + b"\n" for line in [b'{"text":""}', *given_lines])
    joined = (
        new.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") != new
    )  # halves that join

    def work(batch):
        return [None if each.text is None or (some and each.row % 2) else new for each in batch]

    before, after = data.split(b"\n"), rewritten(data, work).split(b"\n")
    assert len(before) == len(after)
    for row, (old_line, new_line) in enumerate(zip(before, after, strict=True), 1):
        if told(old_line) in {None, "problem"} or (some and row % 2) or joined:
            assert new_line == old_line
        else:
            old, changed = (
                json.loads(old_line, parse_int=str, parse_float=str),
                json.loads(new_line, parse_int=str, parse_float=str),
            )
            assert changed == old | {"text": new}
            assert list(changed) == list(old)
    assert rewritten(data, unchanged) == data
