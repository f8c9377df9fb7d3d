"""What a partner's key can be for: the purposes of releases, one for each key."""

from waymark.referrals.reference.releases import Purpose, releases

# A key says beforehand what it is for; a copy is handed to the person and to nobody else.
NO_KEY_IS_FOR = frozenset({"other", "own-copy"})


def purposes_of_keys() -> list[Purpose]:
    """What a key can be for, in the reader's language."""
    known = releases()
    return [
        each for each in known.purposes() if known.allows(each.id) and each.id not in NO_KEY_IS_FOR
    ]


def purpose_in_words(code: str) -> str:
    """A purpose in the reader's language; one that is no longer listed, as it stands."""
    return next((each.text for each in releases().purposes() if each.id == code), code)
