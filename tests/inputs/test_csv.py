"""CSV: rows in, rows out; what is not a changed text stays byte for byte."""

import csv as standard
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import records_in, rewritten_by, unchanged, upper

from textlint.corpora.records import Layout
from textlint.errors import InputError
from textlint.inputs import csv

TEXT = Layout(("text",), "id")
ALONE = Layout(("text",))


def read(data, layout=TEXT):
    return records_in(csv, data, layout)


def rewritten(data, work=upper, layout=TEXT):
    return rewritten_by(csv, data, work, layout)


@pytest.mark.parametrize(
    ("data", "new"),
    [
        pytest.param(b"id,text\n1,a\n2,b\n", b"id,text\n1,A\n2,B\n", id="plain"),
        pytest.param(b'"id","text"\r\n"1","a"\r\n2,b', b'"id","text"\r\n"1","A"\r\n2,B', id="quoted if it was"),
        pytest.param(b"text,id\ra,1\rb,2\r", b"text,id\rA,1\rB,2\r", id="old line ends"),
        pytest.param(b"\xef\xbb\xbf\r\nid,text\n\n1,a\n \n\n2,b\n\n", b"\xef\xbb\xbf\r\nid,text\n\n1,A\n \n\n2,B\n\n", id="mark and blank lines"),
        pytest.param('id;text\n1;"é; ""b"""\n2;5" é\n'.encode(), 'id;text\n1;"É; ""B"""\n2;"5"" É"\n'.encode(), id="semicolons, doubled quotes"),
        pytest.param(b"id\ttext\n1\ta, b\n", b"id\ttext\n1\tA, B\n", id="tabs"),
        pytest.param(b"id|text|z\n1|a, b|\n", b"id|text|z\n1|A, B|\n", id="bars"),
        pytest.param(b'id,text\n1,"a\n\nb"\n2,"\r\nc"\n', b'id,text\n1,"A\n\nB"\n2,"\r\nC"\n', id="line breaks in a field"),
        pytest.param(b'id,text\n1,"a \\"b\\", c"\n2,"c:\\\\d\\e"\n', b'id,text\n1,"A \\"B\\", C"\n2,"C:\\\\D\\E"\n', id="escaped quotes"),
        pytest.param(b'id,text\n1,"c:\\"\n2,"a"\n', b'id,text\n1,"C:\\"\n2,"A"\n', id="a backslash before a quote that closes"),
        pytest.param(b"'id','text'\n'1','it''s, b'\n", b"'id','text'\n'1','IT''S, B'\n", id="single quotes"),
        pytest.param(b'id\ttext\n1\t"a" b\n2\t"c\n', b'id\ttext\n1\t"A" B\n2\t"C\n', id="tabs and no quoting"),
        pytest.param(b"text\na, b; c\n\nd\n", b"text\nA, B; C\n\nD\n", id="one column"),
        pytest.param(b'text,"te,xt"\n1,2\n', b'text,"te,xt"\n1,2\n', id="a quoted name"),
    ],
)  # fmt: skip
def test_a_text_is_put_between_what_stays(data, new):
    layout = TEXT if b"id" in data else ALONE

    assert rewritten(data, layout=layout) == new
    assert rewritten(data, unchanged, layout) == data
    assert rewritten(data, lambda batch: [each.text for each in batch], layout) == data


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("a", "b", "b"), ("a", "b,c", '"b,c"'), ("a", 'b"c', '"b""c"'), ("a", "b\nc", '"b\nc"'), ("a", "b\rc", '"b\rc"'),
        ("a", "", ""), ('"a"', "", '""'), ('"a"', "b", '"b"'), ('"a"', 'b"', '"b"""'), ("a", " b ", " b "), ("a", "b;c", "b;c"),
        ("", "b", "b"), ('""', "b", '"b"'),
    ],
)  # fmt: skip
def test_a_new_text_is_quoted_if_the_old_was_or_it_must_be(old, new, field):
    assert rewritten(f"id,text\n1,{old}\n".encode(), lambda _: [new]) == f"id,text\n1,{field}\n".encode()


def test_a_stray_quote_where_there_is_no_quoting_takes_no_rows_with_it(monkeypatch):
    monkeypatch.setattr(csv, "SAMPLE", 400)
    data = b'id\ttext\n1\t"a\n' + b"2\tb\n" * 200

    assert [each.text for each in read(data)] == ['"a', *["b"] * 200]


def test_an_empty_text_in_a_single_column_is_no_blank_line():
    assert rewritten(b"text\na\n", lambda _: [""], ALONE) == b'text\n""\n'


@pytest.mark.parametrize(
    ("data", "new"),
    [
        pytest.param(b'id\ttext\n1\t"a" b\n', "a\tb", id="a tab without quoting"),
        pytest.param(b'id\ttext\n1\t"a" b\n', "a\nb", id="a line break without quoting"),
        pytest.param(b'id,text\n1,"a \\"b\\", c"\n', "a\\", id="a backslash at the end"),
        pytest.param(b'id,text\n1,"a \\"b\\", c"\n', 'a\\" b', id="a backslash before a quote"),
    ],
)
def test_a_text_that_cannot_be_written_so_is_an_error(data, new):
    with pytest.raises(InputError, match="row 1, text: the new text can't be written as this table is"):
        rewritten(data, lambda _: [new])


def test_rows_are_numbered_by_record_and_named_by_their_ids():
    data = b'text,"id"\n"a\nb",x\n\n"c", y\n'

    assert [(each.row, each.id, each.text) for each in read(data)] == [(1, "x", "a\nb"), (2, " y", "c")]
    assert [each.id for each in read(data, ALONE)] == [None, None]
    assert [each.id for each in read(data, Layout(("text",), "text"))] == ["a\nb", "c"]


def test_several_fields_of_a_row_are_several_records():
    data = b"a,b,c,d\n1,2,3,4\n5,6,7,8\n"

    records = read(data, Layout(("d", "b", "d"), "a"))
    assert [(each.row, each.id, each.field, each.text) for each in records] == [
        (1, "1", "d", "4"),
        (1, "1", "b", "2"),
        (2, "5", "d", "8"),
        (2, "5", "b", "6"),
    ]
    twice = rewritten(data, lambda batch: [each.text * 2 for each in batch], Layout(("d", "b"), "a"))
    assert twice == b"a,b,c,d\n1,22,3,44\n5,66,7,88\n"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (b"1", "found 1 field; expected 2 as in the first row"),
        (b"1,a,b", "found 3 fields; expected 2 as in the first row"),
        (b'1,"a" b', "found text after a closing quote; expected a delimiter"),
        (b'"1"x,a', "found text after a closing quote; expected a delimiter"),
        (b"1,a\xff", "found a byte that is no UTF-8; expected UTF-8"),
        (b'1,"a\xff"', "found a byte that is no UTF-8; expected UTF-8"),
        (b'1, "a"', "found blanks around quotes; expected the quotes alone"),
    ],
)
def test_a_row_that_cannot_be_read_is_a_record_with_a_problem(row, problem):
    data = b"id,text\n0,x\n" + row + b"\n2,y\n"

    assert [(each.row, each.text, each.problem) for each in read(data)] == [
        (1, "x", None),
        (2, None, problem),
        (3, "y", None),
    ]
    assert rewritten(data) == data.replace(b"x\n" + row, b"X\n" + row).replace(b",y", b",Y")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"id,txt,url\n1,a,b\n", "no column 'text' in the first row, which is id, txt, url; did you mean 'txt'?"),
        (b"text;url\n1;a\n", "no column 'id' in the first row, which is text, url"),
        (b"one,two\n", "no column 'text' in the first row, which is one, two"),
        (b'1,"It was a long day and a longer night."\n', "no column 'text' in the first row, which is 1, It was a long day and a longer…"),
        (",".join(map(str, range(20))).encode(), "no column 'text' in the first row, which is 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …"),
        (b"id,text,text\n1,a,b\n", "found 2 columns 'text'; expected one"),
        (b"", "found no header; expected one with a column 'text'"),
        (b"\xef\xbb\xbf\n\n", "found no header; expected one with a column 'text'"),
        (b"\xff\xfei\0", "begins with the mark of UTF-16; expected UTF-8"),
        (b'id,text\n1,a\n\n2,"b\n3,c\n', "line 4: found a quote that is never closed"),
        (b'id,text\r1,a\r\r2,"b\r3,c\r', "line 4: found a quote that is never closed"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_an_error(data, error):
    with pytest.raises(InputError) as caught:
        read(data)

    assert str(caught.value) == error


@pytest.mark.parametrize("quote", [b'"', b""])
def test_a_row_beyond_all_measure_is_an_error_before_all_is_read(quote, monkeypatch):
    monkeypatch.setattr(csv, "LONGEST", 300_000)
    source = io.BytesIO(b"id,text\n" + b"1,a\n" * 10_000 + b"2," + quote + b"b" * 10_000_000)

    with pytest.raises(InputError, match="line 10002: found a row of more than 300,000 bytes"):
        csv.rewrite(source, None, TEXT, unchanged)
    assert source.tell() < 2_000_000


@pytest.mark.parametrize("size", range(1, 12))
def test_it_does_not_matter_where_a_piece_that_is_read_ends(size, monkeypatch):
    head, rows = b"id,text\r\n", b'1,"a ""b"", c"\r\n\r\n2,d\r\n3,"e\r\n"\r\n4,f\r\n5,"g" h\r\n6\r\n7,"i"'
    whole = read(head + rows)
    monkeypatch.setattr(csv, "SAMPLE", len(head) + size)

    assert read(head + rows) == whole
    assert rewritten(head + rows, unchanged) == head + rows
    assert [each.text for each in whole] == ['a "b", c', "d", "e\r\n", "f", None, None, "i"]


FIELDS = st.text(st.sampled_from("ab\",;\t\n\r\\' é😀"), max_size=6)
TABLES = st.lists(st.tuples(FIELDS, FIELDS, FIELDS), max_size=6)


@given(TABLES, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.booleans(), FIELDS)
def test_what_others_write_is_read_and_stays(table, delimiter, end, everywhere, new):
    stream = io.StringIO(newline="")
    quoting = standard.QUOTE_ALL if everywhere else standard.QUOTE_MINIMAL
    writer = standard.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)
    if end == "\n":  # the writer of the standard library leaves a bare \r without quotes then
        table = [tuple(field.replace("\r", "") for field in row) for row in table]
        new = new.replace("\r", "")
    writer.writerows([("id", "text", "other"), *table])
    data = stream.getvalue().encode()

    records = read(data)
    assert [(each.id, each.text) for each in records if not each.problem] == [
        row[:2] for row, each in zip(table, records, strict=True) if not each.problem
    ]
    assert all("blanks" in each.problem for each in records if each.problem)
    assert rewritten(data, unchanged) == data
    after = rewritten(data, lambda batch: [None if each.row % 2 else new for each in batch]).decode()
    assert [tuple(row) for row in standard.reader(io.StringIO(after, newline=""), delimiter=delimiter)][
        1:
    ] == [
        row if number % 2 or each.problem else (row[0], new, row[2])
        for number, (row, each) in enumerate(zip(table, records, strict=True), 1)
    ]


@given(st.lists(st.text(st.sampled_from('ab",\n\r é'), max_size=12), max_size=6).map("\n".join))
def test_what_nobody_should_write_is_read_as_the_standard_library_does(body):
    data = f'id,text,other\n1,"x, y",z\n{body}'.encode()

    def table(strict):
        return [row for row in standard.reader(io.StringIO(data.decode(), newline=""), strict=strict) if row]

    try:
        strict = table(strict=True)[1:]
    except standard.Error:
        strict = None
    try:
        records = read(data)
    except InputError as error:
        records = str(error)
    if isinstance(records, str):
        assert strict is None
        assert records.endswith("a quote that is never closed")
        return
    lenient = table(strict=False)[1:]
    assert [each.row for each in records] == [row for row, _ in enumerate(lenient, 1)]
    for each, row in zip(records, lenient, strict=True):
        if each.problem is None:
            assert [each.id, each.text] == row[:2]
            assert len(row) == 3
        elif strict and "blanks" not in each.problem:
            assert len(row) != 3
    assert rewritten(data, unchanged) == data
