"""One file a benchmark: `./bench NAME` runs `python -m benchmarks.NAME`, which prints one JSON line.

(The command ./bench takes the name that the folder would have had.)
"""
