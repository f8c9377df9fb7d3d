"""Writes: check, write, audit, in one transaction."""
