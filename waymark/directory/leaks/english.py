"""Addresses as they are written in the United States, Canada, Britain and Australia."""

from waymark.directory.leaks.rules import bare, cased, one_of
from waymark.directory.leaks.types import Kind

# Words that hardly mean anything else behind a name, and those that often do.
STREET = one_of(
    "[Ss]treet [Ss]tr? [Aa]venue [Aa]ve [Aa]v [Bb]oulevard [Bb]lvd [Rr]oad [Rr]d [Ll]ane [Ll]n "
    "[Hh]ighway [Hh]wy [Pp]arkway [Pp]kwy [Tt]errace [Cc]rescent [Cc]res [Ee]splanade [Aa]lley "
    "[Tt]urnpike [Tt]pke [Ff]reeway [Ee]xpressway Mews Broadway Causeway Quay"
)
STREET_OR_MORE = one_of(
    f"{STREET} Drive Dr Court Ct Place Pl Way Circle Cir Square Sq Trail Trl Close Grove Hill "
    "Gardens Gdns Parade Pde Wharf Walk Row Loop Run Path Pike Plaza Plz Point Pt View Green "
    "Rise Gate Commons Crossing Ridge Bend Cove Heights Park Towers Embankment"
)
# What is counted behind a number, so that the number is no house's.
MEASURES = one_of(
    "hours? hrs? h days? nights? weeks? months? years? yrs? minutes? mins? beds? bedrooms? rooms? "
    r"people persons? women woman men man girls? boys? child children kids? famil(?:y|ies) "
    r"adults? youths? teens? teenagers? survivors? victims? clients? guests? residents? staff "
    r"volunteers? languages? steps? percent am pm a\.m p\.m noon miles? km kms kilomet\w{1,6} "
    r"dollars? usd times sessions? visits? meals? units? apartments? homes? houses? agenc\w{1,3} "
    r"partners? counties county states? cities blocks? calls? cases?"
)
SMALL_WORDS = one_of(
    "more other of to and or in on per at a an the for with from is are was were by as that who "
    "if until through each free new mobile safe local trained full part different every find "
    "your our their every way back off out main long busy good open public private"
)
CALENDAR = one_of(
    "(?:mon|tues|wednes|thurs|fri|satur|sun)days? january february march april may june july "
    "august september october november december"
)
ORDINAL = r"\d{1,3}(?:st|nd|rd|th)"
CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'.]{0,24}"
NAME = rf"(?:{CAPITAL}|{ORDINAL})"
NAMES = rf"{NAME}(?:[ -]{NAME}){{0,3}}"
NUMBER = r"(?<![\w$€£])(?<!\d[.,:])\d{1,6}(?:[-/]\d{1,5}|-?[A-Za-z])?"
COUNTED = rf"(?![ -]?(?i:{MEASURES})\b)"
# "Since 1998 Hope Place": a year, not a house.
NO_YEAR = r"(?<!since )(?<!Since )(?<!in )(?<!In )(?<!from )(?<!until )"
WORD = rf"(?!(?:{MEASURES}|{SMALL_WORDS}|{CALENDAR})\b)[a-z][a-z'.]{{0,20}}"
SMALL_STREET = one_of(
    "street st avenue ave boulevard blvd road rd lane ln highway hwy parkway pkwy terrace crescent"
)
SMALL_OTHER = one_of("drive dr court ct circle trail place square")
SPELLED = one_of(
    "One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen "
    "Sixteen Seventeen Eighteen Nineteen Twenty"
)
# Street work, street children: no street is meant.
NO_WORK = (
    r"(?![ -](?:outreach|teams?|work(?:ers?)?|nurses?|youths?|kids?|child(?:ren)?|people|women|men"
    r"|medicine|food|fairs?|lights?|smarts?|safety|level|harassment|prostitution|drugs?|gangs?"
    r"|life|families|based|trips?|tests?|maps?)\b)"
)
NO_NAME_AFTER = r"\b\.?(?! [A-Z][a-z]{2})"
SOMETHING_ELSE = (
    r"(?! (?:[Gg]rade|[Aa]mendment|[Cc]ircuit|[Dd]istrict|[Dd]ay|[Mm]onth|[Ww]eek|[Tt]ime|of ))"
)
NO_DATE = rf"(?!(?i:{CALENDAR}|amendment|circuit|grade)\b)"

ADDRESSES = (
    # 1200 North Elm Street; 14-2 Acacia Avenue; 7B Mill Lane
    cased(Kind.ADDRESS, rf"{NO_YEAR}{NUMBER}[ ,]{{1,3}}{COUNTED}{NAMES} {STREET_OR_MORE}\b"),
    cased(Kind.ADDRESS, rf"\b(?i:{SPELLED}) {CAPITAL}(?: {CAPITAL}){{0,2}} {STREET}\b"),
    cased(Kind.ADDRESS, rf"{NUMBER} {CAPITAL}(?:street|avenue|boulevard|road|lane|drive)\b"),
    bare(
        Kind.ADDRESS,
        rf"{NUMBER}[ ,]{{1,3}}(?:(?:{WORD}|{ORDINAL}) ){{1,3}}{SMALL_STREET}\b{NO_WORK}",
    ),
    bare(Kind.ADDRESS, rf"(?<![\w$€£.,])\d{{3,5}} (?:{WORD} ){{1,2}}{SMALL_OTHER}\b"),
    # 350 West 42nd; 1200 Broadway; 12034 Highway 61
    cased(Kind.ADDRESS, rf"{NUMBER} (?:[NSEW]\.?|North|South|East|West) {ORDINAL}\b"),
    cased(Kind.ADDRESS, rf"{NUMBER} (?:(?:[NSEW]\.?|North|South|East|West) )?Broadway\b"),
    bare(
        Kind.ADDRESS,
        rf"{NUMBER} (?:(?:state|us|county|n|s|e|w|old)\.? )?"
        r"(?:highway|hwy|route|rte|road|rd|fm|cr|sr)\.? #?\d{1,4}\b",
    ),
    bare(Kind.ADDRESS, r"\bmile (?:marker|post) \d{1,4}\b"),
    bare(
        Kind.ADDRESS,
        r"\bexit \d{1,3}[a-z]?,? (?:off|from|on|of) (?:the )?(?:i|us|highway|hwy|route)\b",
    ),
    bare(
        Kind.ADDRESS,
        r"\b(?:on|off|at|near|along) (?:the )?(?:route|rte|highway|hwy|us|i)[ -]\d{1,3}\b",
    ),
    # 3305 W. Roosevelt; 1200 Elm, alone on a line
    cased(Kind.ADDRESS, rf"{NUMBER} [NSEW]\.? {CAPITAL}"),
    cased(
        Kind.ADDRESS,
        rf"(?m:^)(?!(?:19|20)\d\d )#?\d{{4,5}} {COUNTED}{CAPITAL}(?=,|\.?(?m:$))",
    ),
    # at 1200 Elm
    cased(
        Kind.ADDRESS,
        r"(?:\b(?:[Aa]t|[Aa]ddress(?: is)?:?|[Ff]ind us at|[Cc]ome to|[Ll]ocated at)|@) "
        rf"\d{{2,5}}[A-Za-z]? {COUNTED}(?!(?i:{CALENDAR})\b){CAPITAL}",
    ),
    cased(
        Kind.ADDRESS,
        r"\b(?:[Ii]t'?s|[Tt]o|[Ii]s) "
        rf"\d{{1,5}} {COUNTED}(?!(?i:{CALENDAR})\b){CAPITAL}(?=[,;)]|\.? *$)",
    ),
    # 1010 rue Sainte-Catherine
    cased(
        Kind.ADDRESS,
        r"\b\d{1,5},? (?:rue|boul\.|boulevard|avenue|av\.|chemin|place|rang) "
        rf"(?:(?:de|du|des|la|le|de la) |l')?{CAPITAL}",
    ),
    # Elm Street 1200; Elm Street, number 12
    cased(
        Kind.ADDRESS,
        rf"\b{NAMES} (?:Street|Avenue|Road|Lane|Boulevard)[ ,]{{1,2}}"
        rf"(?:(?:[Nn]o\.?|[Nn]umber|#) ?)?\d{{1,5}}\b{COUNTED}",
    ),
    # on Elm Street: a street without a number tells as much in a small town
    cased(
        Kind.ADDRESS,
        r"\b(?:[Oo]n|[Oo]nto|[Ii]nto|[Oo]ff|[Aa]t|[Aa]long|[Nn]ear|[Dd]own|[Uu]p|[Bb]y|[Ii]n|[Ff]rom"
        r"|[Tt]o|[Tt]owards?|[Vv]ia|[Aa]cross|[Pp]ast|[Bb]ehind|,) (?:the )?"
        rf"{NAMES} {STREET}{NO_NAME_AFTER}",
    ),
    cased(
        Kind.ADDRESS,
        rf"\b(?:[Oo]n|[Oo]ff) (?:the )?{NAMES} "
        rf"(?:Drive|Dr|Circle|Trail|Ct|Pl|Crossing){NO_NAME_AFTER}",
    ),
    bare(
        Kind.ADDRESS,
        rf"\b(?:on|onto|off) (?:{WORD} ){{1,2}}(?:street|avenue|ave|road|rd|lane|boulevard|blvd)\b"
        rf"{NO_WORK}",
    ),
    # corner of Elm and 5th; Elm & 5th; Elm St and Oak Ave; 5th and Main
    bare(
        Kind.ADDRESS,
        r"\b(?:corner|intersection|junction) of (?:the )?[\w'.]{1,20}(?: [\w'.]{1,20})? "
        r"(?:and|&|with) \w{1,20}",
    ),
    cased(Kind.ADDRESS, rf"\b(?:[Cc]orner|[Cc]nr\.?) {NAMES} ?(?:/|&|\+|x|and) ?{NAME}"),
    cased(Kind.ADDRESS, rf"\b[Bb]etween {NAMES} (?:and|&) {NAMES} (?:{STREET}s?|Sts|Aves)\b"),
    cased(Kind.ADDRESS, rf"\b{NAMES} {STREET}\.? (?:and|&|at|@|/|\+) {NAME}"),
    cased(Kind.ADDRESS, rf"\b{CAPITAL} ?[&@+/] ?{ORDINAL}\b{SOMETHING_ELSE}"),
    cased(Kind.ADDRESS, rf"\b{ORDINAL} ?(?:and|&|at|@|/|\+) ?{NO_DATE}{CAPITAL}"),
    cased(Kind.ADDRESS, rf"\b(?:[Aa]t|[Oo]n|[Nn]ear) {CAPITAL} and {ORDINAL}\b{SOMETHING_ELSE}"),
    # Suite 200; Apt 4B; house number 12
    bare(
        Kind.ADDRESS, rf"\b(?:suite|ste\.?|apt\.?|apartment|flat) ?#? ?\d{{1,5}}[a-z]?\b{COUNTED}"
    ),
    bare(
        Kind.ADDRESS,
        r"\b(?:house|door|building|bldg\.?|trailer|lot|street|gate) "
        rf"(?:(?:no\.?|number|nr\.?) ?#?|#) ?\d{{1,5}}\b{COUNTED}",
    ),
    cased(Kind.ADDRESS, rf"\b(?:Room|Rm\.?) \d{{1,4}}[A-Z]?,? (?:at |in )?(?:the )?{CAPITAL}"),
    cased(Kind.ADDRESS, r"\b(?:Building|Bldg\.?|Unit|Trailer|Lot) #?\d{1,5}[A-Z]?, "),
)

PLACE = (
    r"(?:church|mall|library|hospital|school|(?:train|bus|subway|fire|police|gas|petrol|metro)? ?"
    r"station|courthouse|park|bridge|post office|city hall|town hall|market|supermarket|mosque"
    r"|temple|synagogue|airport|stadium|mill|museum|university|college|cemetery|lighthouse|zoo"
    r"|theater|theatre|cinema|laundromat|pharmacy|bank|diner|motel|hotel|factory|water tower"
    r"|railway|railroad|river|lake|harbor|pier|fairground|cathedral|chapel|high school)"
)
SHOP = (
    r"(?:Walmart|Target|McDonald'?s?|Starbucks|Costco|Home Depot|Safeway|Kroger|Walgreens|CVS"
    r"|7-Eleven|Tesco|Sainsbury'?s?|Asda|Aldi|Lidl|Woolworths|Coles|Tim Hortons|Oxxo|OXXO"
    r"|Soriana|Chedraui|Burger King|Wendy'?s|KFC|Chevron|Shell|Taco Bell|Dollar General|IKEA"
    r"|Best Buy|Circle K|Lotte|Big C|Carrefour|Whole Foods|Publix|Aldi)"
)
BESIDE = (
    r"(?:[Aa]cross (?:the (?:street|road) )?from|[Nn]ext (?:door )?to|[Bb]ehind|[Oo]pposite"
    r"|[Ii]n front of|[Bb]eside|[Aa]djacent to|[Nn]ear|[Cc]lose to|[Aa]bove|[Ww]alking distance "
    r"(?:of|from|to)|[Aa]round the corner from|blocks? (?:from|away from|\w{4,5} of)|[Pp]ast"
    r"|doors? down from|steps (?:away )?from|share a wall with)"
)

LANDMARKS = (
    cased(Kind.LANDMARK, rf"\b{BESIDE} (?:(?:the|an?|our) )?(?:[\w']{{1,20}} ){{0,2}}{SHOP}\b"),
    cased(Kind.LANDMARK, rf"\b{BESIDE} (?:the|our) (?:[\w'.]{{1,20}} ){{0,3}}(?i:{PLACE})\b"),
    cased(
        Kind.LANDMARK,
        r"\b(?:[Aa]cross (?:the (?:street|road) )?from|[Nn]ext door to"
        r"|[Bb]locks? (?:from|\w{4,5} of)"
        r"|doors? down from|[Oo]pposite|[Bb]ehind|[Aa]round the corner from) "
        rf"(?:the )?(?:(?:old|former|big|new|local) )?{CAPITAL}",
    ),
    cased(
        Kind.LANDMARK, rf"\b(?:[Aa]t|[Ii]n|[Nn]ear|[Bb]y|,) (?:the )?{NAMES} (?:Motel|Hotel|Inn)\b"
    ),
)

RULES = (*ADDRESSES, *LANDMARKS)
