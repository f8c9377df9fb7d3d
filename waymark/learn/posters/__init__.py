"""Posters and pocket cards: texts as data, numbers that were confirmed, laid out by Typst."""
