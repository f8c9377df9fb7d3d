"""What is known of a person, as categories. What is not asked, unknown or declined is one."""

from collections.abc import Collection

from waymark.cases.answers import Answers, value_of
from waymark.packs.definitions import NOT_KNOWN, population

OLDEST = 200


def known_code(answers: Answers, name: str, codes: Collection[str] = ()) -> str:
    """The code of a field, where it is one of the categories."""
    said = value_of(answers, name)
    allowed = codes or population("people").questions["gender"].fixed
    return said if said in allowed else NOT_KNOWN


def citizenship(answers: Answers, country: str) -> str:
    """Of this country, though perhaps of another too; of others; not known."""
    said = value_of(answers, "prs_Citizenship", ())
    if not said:
        return NOT_KNOWN
    return "this_country" if country in said else "another_country"


def age_band(answers: Answers, year: int) -> str:
    """The age band at the beginning of the year: from the year of birth, else as it was said."""
    born = str(value_of(answers, "prs_Birthdate", ""))[:4]
    if born.isdecimal() and 0 <= year - int(born) <= OLDEST:
        return _band(max(year - int(born) - 1, 0))
    return known_code(answers, "age_band", population("people").questions["age"].fixed)


def _band(age: int) -> str:
    for band, last in (
        ("under_12", 11),
        ("12_17", 17),
        ("18_24", 24),
        ("25_34", 34),
        ("35_49", 49),
        ("50_64", 64),
    ):
        if age <= last:
            return band
    return "65_and_over"
