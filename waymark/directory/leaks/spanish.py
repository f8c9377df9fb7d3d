"""Addresses as they are written in Spanish."""

from waymark.directory.leaks.rules import bare, cased, one_of
from waymark.directory.leaks.types import Kind

CAPITAL = r"[A-ZÁÉÍÓÚÜÑ][\wáéíóúüñ'.]{0,24}"
JOIN = r"(?:(?:de|del|la|las|los|el|y|san|santa|e) ){0,3}"
NAMES = rf"{JOIN}{CAPITAL}(?: {JOIN}{CAPITAL}){{0,3}}"
UNITS = one_of(
    "horas? hrs? h dias? noches? semanas? mes(?:es)? anos? minutos? min camas? cuartos? personas? "
    "mujer(?:es)? hombres? ninas? ninos? jovenes menores adultos? familias? por sesiones? veces "
    "idiomas? pasos? pesos? dolares? euros? km kilometros? am pm a y o al de % cuadras?"
)
COUNTED = rf"(?! ?{UNITS}(?!\w))"
# Behind these a name or a number is a street's; the second list says other things as well.
STREET = one_of(
    r"calle c/ av\. avda\.? ave\. avenida blvd\.? boulevard bulevar calzada calz\. callejon "
    r"carretera carr\. carrera cra\. kra\. diagonal transversal jiron jr\. circuito cerrada "
    r"privada priv\. prolongacion prol\. pasaje andador periferico autopista"
)
STREET_CASED = (
    r"(?:(?i:calle|c/|avenida|av\.|avda\.?|blvd\.?|boulevard|bulevar|calzada|calz\.|callej[oó]n"
    r"|carretera|jir[oó]n|cerrada|privada|prolongaci[oó]n|pasaje|andador|perif[eé]rico)"
    r"|Av|Circuito|Transversal|Diagonal)"
)
NO_NAME = r"(?!(?:desde|hasta|con|para|en|que|se|atendemos|atiende)\b)"
WORD = rf"(?!{UNITS}(?!\w)){NO_NAME}[a-z][a-z'.]{{0,20}}"
SIGN = r"(?:#|no\.?|num\.?|numero|n[º°o]\.?)"

ADDRESSES = (
    cased(Kind.ADDRESS, rf"(?<!\w){STREET_CASED} ?{NAMES}(?:,? #? ?\d{{1,5}}\b)?"),
    cased(
        Kind.ADDRESS,
        r"\b(?:Paseo|Plaza|Camino|Rambla|Ronda|Alameda|Cuesta|Traves[ií]a|Gran V[ií]a) "
        rf"{NAMES},? (?:[Nn]o\. ?|#)?\d{{1,5}}\b",
    ),
    # calle 5; carrera 7 # 45-23
    bare(
        Kind.ADDRESS,
        rf"(?<!\w){STREET} ?{SIGN}? ?\d{{1,3}}\b{COUNTED}(?: ?# ?\d{{1,3}}(?:-\d{{1,3}})?)?",
    ),
    bare(
        Kind.ADDRESS,
        rf"(?<!\w)(?:{STREET}|av) ?(?:{WORD} ){{1,4}},? ?{SIGN}? ?\d{{1,5}}\b{COUNTED}",
    ),
    bare(Kind.ADDRESS, rf"(?<!\w)(?:{STREET}|av) ?\d{{1,2}} de [a-z]{{4,10}}\b"),
    # en Pino Suárez 45
    cased(
        Kind.ADDRESS,
        rf"\b(?:[Ee]n|[Dd]irecci[oó]n:?|[Dd]omicilio:?) {NAMES},? (?:[Nn]o\. ?|#)?"
        r"(?!(?:19|20)\d\d\b)\d{1,5}(?=[,;)]|\.? *$)",
    ),
    bare(
        Kind.ADDRESS,
        r"\b(?:carretera|camino|autopista|libramiento) (?:\w{1,20} ){1,6}km\.? ?\d{1,4}\b",
    ),
    # número 1200 de la calle; casa número 14
    bare(Kind.ADDRESS, rf"\b(?:casa|puerta|edificio|lote|local) {SIGN} ?\d{{1,5}}\b"),
    bare(Kind.ADDRESS, rf"(?<!\w)(?:{SIGN} ?)?\d{{1,5}},? de la (?:calle|avenida)\b"),
    # esquina con Olmo; entre las calles Olmo y Roble
    bare(Kind.ADDRESS, r"\b(?:esquina|esq\.) (?:con|de|a|y) \w{2,20}"),
    bare(Kind.ADDRESS, r"\bentre (?:las )?(?:calles?|avenidas?) \w{1,20}"),
    cased(Kind.ADDRESS, rf"\b(?:[Ee]squina|[Ee]sq\.) {CAPITAL}"),
    cased(Kind.ADDRESS, rf"\b[Ee]n (?:la )?[Ee]squina de {NAMES} y {CAPITAL}"),
    # Colonia Roma; Barrio La Luz: less than a town
    cased(
        Kind.ADDRESS,
        r"\b(?:[Cc]olonia|[Cc]ol\.|[Ff]raccionamiento|[Ff]racc\.|[Uu]rbanizaci[oó]n|[Uu]rb\.|[Bb]arrio"
        rf"|[Rr]esidencial Las?) {JOIN}{CAPITAL}",
    ),
    bare(Kind.ADDRESS, r"\b(?:manzana|mz[a.]{0,2}) ?\w{1,3},? (?:lote|lt\.?) ?\d{1,4}\b"),
    bare(
        Kind.ADDRESS,
        r"\b(?:departamento|depto\.?|dpto\.?|apto\.?|apartamento|edificio) ?#? ?"
        rf"\d{{1,4}}[a-z]?\b{COUNTED}",
    ),
    bare(Kind.ADDRESS, r"\b(?:km|kilometro) \d{1,4}(?:\.\d{1,3})? (?:de la |carretera|autopista)"),
    bare(Kind.ADDRESS, r"\bcarretera \w{3,20}(?:-| a )\w{3,20},? km\.? ?\d{1,4}"),
)

LANDMARKS = (
    bare(
        Kind.LANDMARK,
        r"\b(?:frente a|en ?frente de|junto a|al lado de|detras de|atras de|a espaldas de|cerca de"
        r"|a la vuelta de|cuadras? de|contra esquina de)(?:l| la| los| las| un| una)? ?"
        r"(?:\w{1,20} ){0,2}"
        r"(?:iglesia|mercado|parque|hospital|escuela|walmart|oxxo|soriana|chedraui|estacion|metro|plaza"
        r"|catedral|gasolinera|biblioteca|museo|panteon|estadio|terminal|farmacia|banco|puente"
        r"|supermercado|universidad|capilla|templo|mcdonald'?s|mercadona|alcaldia|ayuntamiento)\b",
    ),
)

RULES = (*ADDRESSES, *LANDMARKS)
