"""How old a reader must be to read a text with ease.

English: the Flesch-Kincaid grade (Kincaid, Fishburne, Rogers, Chissom 1975),
0.39 words/sentence + 11.8 syllables/word - 15.59, and a grade is five years less than the age.
Spanish: Crawford's grade (Crawford 1984), -0.205 sentences/100 words + 0.049 syllables/100 words
- 3.407, made for texts of the first school years; again five years are added.
No formula for Vietnamese or Arabic has been tried on readers enough to be used as a gate. There
the length of sentences decides, which carries most of every such formula: the same words a
sentence as an English text of that age (Vietnamese writes each syllable as a word, Arabic joins
articles and prepositions to theirs, so their lengths are first brought to English words).
"""

import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyphen

SENTENCE_END = re.compile(r"[.!?؟…:;؛]+[\"'”’)\]]*\s|\n")
WORD = re.compile(r"[^\W\d_]+(?:[’'\-][^\W\d_]+)*")
AGE_OF_FIRST_GRADE = 5
# Written words for each word of an English text that says the same.
WORDS_FOR_ONE = {"vi": 1.25, "ar": 0.8}
# What common English words have, so that a sentence's length alone gives a grade.
COMMON_SYLLABLES = 1.4


@dataclass(frozen=True)
class Measure:
    """What a text is made of."""

    sentences: int
    words: int
    syllables: int
    longest: int

    @property
    def words_per_sentence(self) -> float:
        """The mean length of a sentence, in words."""
        return self.words / self.sentences if self.sentences else 0.0


def reading_age(text: str, language: str) -> float:
    """Years of age at which the plain text (no marks) reads with ease; 0 for no words."""
    measured = measure(text, language)
    if not measured.words:
        return 0.0
    grade = _spanish(measured) if language == "es" else _flesch_kincaid(measured, language)
    return round(max(grade, 0.0) + AGE_OF_FIRST_GRADE, 1)


def measure(text: str, language: str) -> Measure:
    """Count sentences, words, syllables, and the words of the longest sentence."""
    sentences = [WORD.findall(part) for part in SENTENCE_END.split(text + "\n")]
    sentences = [words for words in sentences if words]
    words = [word for sentence in sentences for word in sentence]
    return Measure(
        sentences=len(sentences),
        words=len(words),
        syllables=sum(_syllables(word.lower(), language) for word in words),
        longest=max((len(sentence) for sentence in sentences), default=0),
    )


def _flesch_kincaid(found: Measure, language: str) -> float:
    if language == "en":
        length, syllables = found.words_per_sentence, found.syllables / found.words
    else:
        length = found.words_per_sentence / WORDS_FOR_ONE.get(language, 1.0)
        syllables = COMMON_SYLLABLES
    return 0.39 * length + 11.8 * syllables - 15.59


def _spanish(found: Measure) -> float:
    hundreds = found.words / 100
    return -0.205 * found.sentences / hundreds + 0.049 * found.syllables / hundreds - 3.407


def _syllables(word: str, language: str) -> int:
    if language == "es":
        return max(1, len(SPANISH_VOWELS.findall(word)))
    if language == "en":
        return _english_syllables(word)
    return 1


# Two strong vowels are two syllables; a weak one beside another vowel is one with it.
SPANISH_VOWELS = re.compile(r"[iuü]?[aeoáéó][iuy]?|[íú]|[iuü]{1,2}|y$")
ENGLISH_VOWELS = re.compile(r"[aeiouy]+")


def _english_syllables(word: str) -> int:
    """Groups of vowels without a silent e, or the parts a hyphenation knows, if those are more."""
    groups = len(ENGLISH_VOWELS.findall(re.sub(r"(?<=[^aeiouyl])e(s|d)?$", "", word)))
    return max(1, groups, len(_hyphenation().positions(word)) + 1)


@cache
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")


def _report(names: list[str]) -> None:
    from waymark.learn.content.markdown import plain_text

    for name in names:
        path = Path(name)
        body = path.read_text(encoding="utf-8").split("+++", 2)[-1]
        text = plain_text(body)
        found = measure(text, path.stem)
        sys.stdout.write(
            f"{reading_age(text, path.stem):5}  {found.words_per_sentence:4.1f} words a sentence, "
            f"longest {found.longest}, {found.words} words  {path}\n"
        )


if __name__ == "__main__":
    _report(sys.argv[1:])
