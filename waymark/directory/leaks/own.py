"""A closed place's own street, number, building, telephones and point, in any form."""

import re
from collections.abc import Iterator

from waymark.directory.leaks import phones
from waymark.directory.leaks.plain import Plain, read
from waymark.directory.leaks.rules import Found, one_of
from waymark.directory.leaks.types import Kind, KnownPlace

# What a street's name is made of besides the name.
_COMMON = (
    "street st avenue ave av boulevard blvd road rd lane ln drive dr court ct place pl way circle "
    "cir square sq trail terrace highway hwy parkway pkwy crescent close north south east west n "
    "s e w ne nw se sw the of calle avenida avda c carretera paseo camino de del la las los el y "
    "duong pho so nha hem ngo dai lo شارع طريق حي رقم"
)
COMMON = frozenset(_COMMON.split())
# Names that are words as well: only in a place's position or beside a street's word.
_ALSO_WORDS = (
    "hope main park church mill high spring school center centre market bridge liberty freedom "
    "union grace faith justice unity peace victory harmony pleasant friendship first second third "
    "fourth fifth sixth seventh eighth ninth tenth station college forest river lake garden green "
    "hill valley view king queen esperanza libertad paz independencia reforma central"
)
ALSO_WORDS = frozenset(_ALSO_WORDS.split())
AT = one_of(
    "on off at near along by of and en sobre cerca junto esquina con tren duong gan o tai pho "
    "شارع في قرب علي بشارع طريق"
)
DEGREE = re.compile(r"(?<![\w.])[-+]?\d{1,3}[.,]\d{2,12}(?!\w)")
NEAR_DEGREES = 0.02


def find(plain: Plain, place: KnownPlace) -> Iterator[Found]:
    """The words of a text that belong to a place."""
    street = list(_spans(plain, _street(place)))
    yield from street
    yield from _spans(plain, _phrase(place.building))
    yield from _spans(plain, _postcode(place.postcode))
    yield from _spans(plain, _house(place.house_number, beside_street=bool(street)))
    yield from _numbers(plain, place)
    yield from _degrees(plain, place)


def _spans(plain: Plain, pattern: re.Pattern[str] | None) -> Iterator[Found]:
    if pattern:
        for found in pattern.finditer(plain.bare):
            yield found.start(), found.end(), Kind.OWN


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", read(text).bare)


def _phrase(text: str) -> re.Pattern[str] | None:
    """The words of a name in their order, whatever stands between them."""
    words = _words(text)
    if not words:
        return None
    return re.compile(rf"(?<!\w){r'[^a-z0-9]{0,3}'.join(map(re.escape, words))}(?!\w)")


def _street(place: KnownPlace) -> re.Pattern[str] | None:
    """The street's name without "street"; one that is a common word only where a place stands."""
    words = [word for word in _words(place.street) if word not in COMMON]
    words = [word for word in words if word != read(place.house_number).bare] or words
    if not words:
        return _phrase(place.street)
    name = r"[^\w\n]{1,3}".join(map(re.escape, words))
    city = _words(place.city)
    plain_name = words == city or (
        len(words) == 1 and (words[0] in ALSO_WORDS or bool(re.match(r"\d|.{0,2}$", words[0])))
    )
    if not plain_name:
        return re.compile(rf"(?<!\w){name}(?!\w)")
    street = one_of(" ".join(sorted(COMMON - {"of", "the", "de", "la", "y", "el"})))
    house = re.escape("".join(_words(place.house_number))) or "(?!)"
    return re.compile(
        rf"(?<!\w)(?:{street}\.? {name}|{house},? {name}|(?:{AT} (?:the )?)?{name} {street}"
        rf"|(?:on|off|at|near|corner of|en|tren) {name}(?![ -]?\w))(?!\w)"
    )


def _postcode(text: str) -> re.Pattern[str] | None:
    signs = "".join(_words(text))
    if not signs:
        return None
    return re.compile(rf"(?<!\w){'[ -]?'.join(map(re.escape, signs))}(?!\w)")


def _house(number: str, *, beside_street: bool) -> re.Pattern[str] | None:
    """The house number, beside the street's name or where it is called a number."""
    words = _words(number)
    if not words:
        return None
    signs = re.escape("".join(words))
    if beside_street:
        return re.compile(rf"(?<![\w.,:]){signs}(?![\w%])(?! (?:hours?|horas?|gio|days?|years?)\b)")
    called = r"(?:no\.?|number|num\.?|numero|#|house|door|so|nha|casa|رقم|منزل|بيت)"
    return re.compile(rf"(?<!\w){called} ?{signs}(?!\w)")


def _numbers(plain: Plain, place: KnownPlace) -> Iterator[Found]:
    """The place's telephones: their last seven digits tell as much as all."""
    for number in place.phones:
        wanted = phones.digits(number)[-phones.SHORTEST :]
        if len(wanted) == phones.SHORTEST:
            pattern = rf"(?<!\d[.,:]){phones.BETWEEN.join(wanted)}(?!\d)"
            for found in re.finditer(pattern, plain.text):
                yield found.start(), found.end(), Kind.PHONE


def _degrees(plain: Plain, place: KnownPlace) -> Iterator[Found]:
    """A latitude or longitude within about two kilometres of the place's."""
    own = [degree for degree in (place.latitude, place.longitude) if degree is not None]
    for found in DEGREE.finditer(plain.text):
        said = float(found.group().replace(",", "."))
        if any(abs(abs(said) - abs(degree)) <= NEAR_DEGREES for degree in own):
            yield found.start(), found.end(), Kind.POINT
