"""corpora – tables of texts: rows in, the same rows with other texts out, however many there are.

`records` says what a row is to the rest. `streams` opens files; the inputs for tables read them, with
`splices` (what stands in lines), `columns` (Arrow in memory), `batches` (Arrow's files), `chunks` and
`thrift` (Parquet). `shards` makes one table of another, safe against any kill; `corpus` says
what is to be made of many, and one of the `engines` does it.
`sidecars` writes what is found in a table into a file of its own.
"""
