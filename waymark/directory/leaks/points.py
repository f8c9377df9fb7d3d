"""Points on a map: coordinates in every notation, links to maps, plus codes, three words."""

from waymark.directory.leaks.rules import bare, cased
from waymark.directory.leaks.types import Kind

DEGREES = r"[-+]?\d{1,3}\.\d{3,12}"
WITH_COMMA = r"[-+]?\d{1,3},\d{4,12}"
APART = r" ?°? ?[NSns]? ?[,;/ ] ?(?:and |y |lon\w{0,6}:? ?)?"
SAYS_POINT = (
    r"(?:lat|latitude|latitud|long?|longitude|longitud|coords?|coordinates|coordenadas|gps|vi do"
    r"|kinh do|toa do|خط العرض|خط عرض|خط الطول|خط طول|احداثيات|الاحداثيات)"
)
SHORT_PLUS = "[23456789CFGHJMPQRVWX]"
LETTERS = r"[^\W\d_]{2,20}"
MAPS = (
    r"maps\.app\.goo\.gl|goo\.gl/maps|g\.co/maps?|google\.[a-z.]{2,6}/maps|maps\.google\.[a-z.]{2,6}"
    r"|maps\.apple(?:\.com)?|openstreetmap\.org|osm\.org|bing\.com/maps|waze\.com|what3words\.com"
    r"|w3w\.co|wego\.here\.com|share\.here\.com|mapquest\.com|yandex\.[a-z]{2,3}/maps|plus\.codes"
    r"|organicmaps\.app|omaps\.app|citymapper\.com|maps\.me/|mapy\.[a-z]{2,3}|m\.uber\.com"
)

RULES = (
    cased(Kind.POINT, rf"(?<![\w.]){DEGREES}{APART}{DEGREES}(?!\w*\.\d)"),
    cased(Kind.POINT, rf"(?<![\w.,]){WITH_COMMA} ?[;/ ] ?{WITH_COMMA}(?!\w)"),
    cased(
        Kind.POINT,
        r"(?<![\w.])\d{1,3}\.\d{2,12} ?°? ?[NS][ ,;/]{0,3}\d{1,3}\.\d{2,12} ?°? ?[EWO](?!\w)",
    ),
    cased(
        Kind.POINT,
        r"(?<!\w)[NS] ?\d{1,3}\.\d{2,12} ?°?[ ,;/]{1,3}[EWO] ?\d{1,3}\.\d{2,12}(?!\w)",
    ),
    bare(
        Kind.POINT,
        rf"(?<!\w){SAYS_POINT}[^\w\n-]{{0,3}}(?:is |es |la )?[-+]?\d{{1,3}}[.,]\d{{2,12}}",
    ),
    bare(
        Kind.POINT,
        r"(?<!\w)\d{1,3} ?(?:°|o|deg(?:rees)?|grados|do) ?\d{1,2}(?:[.,]\d{1,6})? ?"
        r"(?:'|min(?:utes?|utos?)?\b|phut)",
    ),
    cased(
        Kind.POINT,
        r"(?<!\w)\d{1,2}[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?"
        r"(?:\d{5} ?\d{5}|\d{4} ?\d{4}|\d{3} \d{3})(?!\w)",
    ),
    bare(Kind.MAP_LINK, r"(?<!\w)geo:-?\d[^\s]{0,100}"),
    bare(Kind.MAP_LINK, rf"(?<![\w.])(?:https?://)?(?:www\.)?(?:{MAPS})[^\s]{{0,300}}"),
    cased(
        Kind.MAP_LINK,
        rf"(?<![\w+])(?=[\d+]{{0,10}}[A-Z]){SHORT_PLUS}{{4,8}}\+{SHORT_PLUS}{{2,3}}(?!\w)",
    ),
    bare(Kind.MAP_LINK, rf"(?<![\w+]){SHORT_PLUS.lower()}{{8}}\+{SHORT_PLUS.lower()}{{2,3}}(?!\w)"),
    # Not https://name.example.org: a page of one's own.
    bare(Kind.MAP_LINK, rf"(?<!:)///? ?{LETTERS}\.{LETTERS}\.{LETTERS}(?![\w/])"),
    bare(
        Kind.MAP_LINK,
        r"(?:what ?(?:3|three) ?words|w3w)[^\n]{0,30}?"
        rf"(?<!\w){LETTERS}\.{LETTERS}\.{LETTERS}(?!\w)",
    ),
)
