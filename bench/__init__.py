"""Benchmarks: each prints ratios measured in one run, with the raw numbers beside them. `make bench` runs all."""
