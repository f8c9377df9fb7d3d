"""Names and places from any script in two Latin spellings: as written, and the sounds that stay.

skeleton("Muhammad") == skeleton("Мохаммед") == skeleton("محمد") == "mhmd"
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Words that one register writes and another leaves out.
PARTICLES = frozenset({"al", "el", "ul", "bin", "ibn", "ben", "bint"})
ARABIC_ARTICLE = re.compile(r"\bال(?=\w{3})")
# Spellings of a sound; Arabic writes p as b, v as f, and w inside a word for a vowel.
SOUNDS_TABLE = (
    "shch:S tsch:S sch:S tch:S cz:S ch:S sh:S dzh:j zh:j dj:j gh:j g:j "
    "kh:h ph:f v:f th:t dh:d ck:k c:k q:k x:ks ts:s z:s p:b"
)
SOUNDS = dict(pair.split(":") for pair in SOUNDS_TABLE.split())
SPELLINGS = re.compile("|".join(SOUNDS))
SOFT_C = re.compile(r"(?<![sc])c(?=[eiy])")
SOUNDED_W = re.compile(r"^w|(?<=[aeo])w$")
SILENT = re.compile(r"[aeiouw]|(?<=.)y|(?<=.)h$")
DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=200_000)
def latin(text: str) -> str:
    """A name in lower-case Latin letters a to z, its words apart by one space.

    Accents, apostrophes and case go; other scripts are transliterated letter by letter (anyascii),
    so Arabic comes without its short vowels. Hyphens part words; articles and `bin` go.
    """
    text = ARABIC_ARTICLE.sub("", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"['`’ʼ]", "", anyascii(text).lower())
    words = re.sub(r"[^a-z]+", " ", plain).split()
    return " ".join([word for word in words if word not in PARTICLES] or words)


@lru_cache(maxsize=200_000)
def skeleton(text: str) -> str:
    """The consonants of a name with one letter for each sound: equal for most spellings of it.

    Made so that a name in Arabic, which leaves short vowels out, meets the same name in Latin or
    Cyrillic. It is coarse (`Ali` and `Lea` are both `l`), so nothing is decided by it alone.
    """
    return "".join(_bare(word) for word in latin(text).split())


def _bare(word: str) -> str:
    sounds = SPELLINGS.sub(
        lambda found: SOUNDS[found[0]], SOUNDED_W.sub("v", SOFT_C.sub("s", word))
    )
    return DOUBLED.sub(r"\1", SILENT.sub("", sounds)) or word[:1]
