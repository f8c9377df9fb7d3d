"""Writes of consent."""
