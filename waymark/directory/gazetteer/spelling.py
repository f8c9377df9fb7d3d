"""How names of places are spelt where they are looked up."""

from waymark.directory.words import split

LONG = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


def spelt(name: str) -> str:
    """A name as it is looked up: folded words, short ones written out, one blank between them."""
    return " ".join(LONG.get(word, word) for word in split(name))
