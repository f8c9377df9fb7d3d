"""Postcodes. None is right for a closed place: in a city each covers less than the cell of 0.1
degrees that everybody may see, some a single building.

A post office box is no leak, nor is its postcode: it is how hidden shelters get their letters.
"""

import re
from collections.abc import Iterator

from waymark.directory.leaks.plain import Plain
from waymark.directory.leaks.rules import Found, bare, cased, matches, one_of
from waymark.directory.leaks.types import Kind

STATE = one_of(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR Alabama Alaska Arizona "
    "Arkansas California Colorado Connecticut Delaware Florida Georgia Hawaii Idaho Illinois "
    "Indiana Iowa Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota "
    "Mississippi Missouri Montana Nebraska Nevada Hampshire Jersey Mexico York Carolina Dakota "
    "Ohio Oklahoma Oregon Pennsylvania Island Tennessee Texas Utah Vermont Virginia Washington "
    "Wisconsin Wyoming"
)
CALLED = (
    r"(?:zip(?: ?code)?s?|post ?codes?|postal codes?|codigos? postal(?:es)?|c\. ?p\.?|cp"
    r"|ma buu (?:dien|chinh)|ma zip|الرمز البريدي|رمز بريدي)"
)
LETTERS_UK = "[ABD-HJLNP-UW-Z]"
LETTERS_CA = "[ABCEGHJ-NPRSTV-Z]"
RULES = (
    cased(Kind.POSTCODE, rf"(?<!\w)[A-Z]{{1,2}}\d[A-Z\d]? ?\d{LETTERS_UK}{{2}}(?!\w)"),
    bare(Kind.POSTCODE, rf"(?<!\w)[a-z]{{1,2}}\d[a-z\d]? \d{LETTERS_UK.lower()}{{2}}(?!\w)"),
    cased(Kind.POSTCODE, rf"(?<!\w){LETTERS_CA}\d{LETTERS_CA}[ -]?\d{LETTERS_CA}\d(?!\w)"),
    bare(
        Kind.POSTCODE,
        rf"(?<!\w){LETTERS_CA.lower()}\d{LETTERS_CA.lower()} \d{LETTERS_CA.lower()}\d(?!\w)",
    ),
    cased(Kind.POSTCODE, rf"(?<!\w){STATE}\.?,? \d{{5}}(?:-\d{{4}})?(?!\w)"),
    cased(Kind.POSTCODE, r"(?<![\w-])\d{5}-\d{4}(?![\w-])"),
    cased(Kind.POSTCODE, r"[A-Z][a-z]{2,20}, \d{5}(?=[.;)]|\s*$)"),
    cased(Kind.POSTCODE, r"(?<!\w)(?:NSW|VIC|Vic|QLD|Qld|SA|WA|TAS|Tas|NT|ACT),? \d{4}(?!\w)"),
    bare(Kind.POSTCODE, rf"(?<!\w){CALLED}[^\w\n]{{0,3}}(?:is |es |la |هو )?\d{{4,6}}(?!\w)"),
)
# Where the postcode stands before the town.
BEFORE_TOWN = frozenset({"AT", "CH", "DE", "ES", "FR", "IT", "MX", "PL"})
TOWN_RULES = (cased(Kind.POSTCODE, r"(?<![\w.,])\d{5} [A-ZÁÉÍÓÚÑÜ][\w]{2,20}"),)
BOX = re.compile(
    r"\bp\.? ?o\.? ?box\b|\bpost office box\b|\bapartado\b|\bapdo\b|\bhop thu\b|صندوق بريد|ص\.? ?ب"
)
ADDRESS_OF_A_BOX = 80


def find(plain: Plain, country: str) -> Iterator[Found]:
    """The postcodes of a text, but those of a post office box."""
    more = TOWN_RULES if country in BEFORE_TOWN else ()
    for start, end, kind in matches(plain, (*RULES, *more)):
        line = plain.bare.rfind("\n", 0, start) + 1
        if not BOX.search(plain.bare, max(line, start - ADDRESS_OF_A_BOX), start):
            yield start, end, kind
