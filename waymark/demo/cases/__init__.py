"""Invented people and cases, and what was done for them, by the actions of the staff site."""
