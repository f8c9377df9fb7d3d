"""Names of languages as English sources write them, and their codes."""

from functools import cache

from babel import Locale

# What sources say for languages that CLDR calls otherwise.
ALSO = {
    "mandarin": "zh", "mandarin chinese": "zh", "chinese (mandarin)": "zh", "chinese": "zh",
    "taiwanese": "nan", "cantonese": "yue", "chinese (cantonese)": "yue", "farsi": "fa",
    "tagalog": "tl", "filipino": "fil", "hmong": "hmn", "mien": "ium", "sign language": "sgn",
    "american sign language": "ase", "asl": "ase", "haitian creole": "ht", "creole": "ht",
    "k'iche'": "quc", "quiche": "quc", "mam": "mam", "mixteco": "mxb", "punjabi": "pa",
}  # fmt: skip


@cache
def _names() -> dict[str, str]:
    known = {name.lower(): code for code, name in Locale("en").languages.items() if "_" not in code}
    return known | ALSO


def language_code(name: str) -> str:
    """The code of a language (BCP 47); empty where the name is not known."""
    return _names().get(" ".join(name.lower().split()), "")
