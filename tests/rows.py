"""rows – what the tests of all inputs for tables do with rows: read them, and give some of them new texts."""

import io


def unchanged(records):
    return [None] * len(records)


def upper(records):
    return [None if each.text is None else each.text.upper() for each in records]


def loud(records):
    """Capitals for the texts that have an x in them."""
    return [each.text.upper() if "x" in (each.text or "") else None for each in records]


def louder(value):
    """The same for the values of a column, of which some are lists."""
    if isinstance(value, list):
        return [louder(each) for each in value]
    return value.upper() if "x" in (value or "") else value


def records_in(table, data, layout):
    """All records that an input hands over."""
    records = []
    table.rewrite(io.BytesIO(data), None, layout, lambda batch: records.extend(batch) or unchanged(batch))
    return records


def rewritten_by(table, data, work, layout):
    """The bytes that an input writes."""
    target = io.BytesIO()
    table.rewrite(io.BytesIO(data), target, layout, work)
    return target.getvalue()
