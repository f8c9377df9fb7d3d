"""Estimates of how many people nobody has found, made in the background for analysts.

Why it is built so: docs/decisions/0026-estimates-as-jobs.md.
"""
