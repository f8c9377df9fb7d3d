"""Measurements with targets. `python -m benchmarks all` prints a table and writes JSON."""
