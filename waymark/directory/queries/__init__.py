"""Reads of the directory. Staff reads start from `visible`."""
