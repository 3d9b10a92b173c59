"""corpora – tables of texts: rows in, the same rows with other texts out, however many there are.

`records` says what a row is to the rest. `addresses` and `streams` open files; the inputs for tables read
them, with `splices` (what stands in lines), `columns` (Arrow in memory), `batches` (Arrow's files), `chunks`,
`groups` and `thrift` (Parquet). `shards` makes one table of another, safe against any kill; `sidecars` and
`filtering` say what else may be made of it. `corpus` says which tables become which, `engines` who works on
them.
"""
