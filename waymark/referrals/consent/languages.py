"""In which language a person is told, and how long that takes to read aloud."""

from django.utils.translation import get_language_info

# ISO 639-2, which records and people's languages use, to the languages that our texts exist in.
WRITTEN = {"eng": "en", "spa": "es", "vie": "vi", "ara": "ar"}
FALLBACK = "en"

# Words read aloud in a minute. English: 183 (Brysbaert, How many words do we read per minute? A
# review and meta-analysis of reading rate, 2019; summary seen 2026-11-30). Spanish and Arabic: the
# mean of the 17 languages of the IReST texts, both among them: 184 (Trauzettel-Klosinski and Dietz,
# 2012, doi 10.1167/iovs.11-8284; abstract seen 2026-11-30). Vietnamese: 5.25 syllables a second,
# and it writes each syllable apart (Coupé and others, 2019, doi 10.1126/sciadv.aaw2594; as told by
# Natural History, seen 2026-11-30).
A_MINUTE = {"en": 183, "es": 184, "ar": 184, "vi": 315}


def text_language(spoken: str) -> str:
    """The language of the text for somebody who speaks `spoken` (three letters)."""
    return WRITTEN.get(spoken, FALLBACK)


def needs_interpreter(spoken: str) -> bool:
    """Whether our text has to be interpreted because it does not exist in that language."""
    return spoken not in WRITTEN


def minutes_aloud(words: int, language: str) -> int:
    """Whole minutes that a text takes to read aloud, at least one."""
    return max(1, -(-words // A_MINUTE.get(language, A_MINUTE[FALLBACK])))


def direction(language: str) -> str:
    """`rtl` or `ltr`, for the text's own element."""
    return "rtl" if get_language_info(language)["bidi"] else "ltr"
