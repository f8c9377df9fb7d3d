"""Formats of dates that Django lacks, one package a language."""
