"""Short forms of first names that no spelling rule finds.

One line for each name, in the spelling that `latin` gives. They are common in the languages of
the people whom the platform serves first; a name that is missing costs nothing but a rank.
"""

_GROUPS = """
alejandra ale jandra
alejandro ale alex
aleksandr alexander alex sasha sascha oleksandr
aleksandra alexandra alex sasha sandra oleksandra
alfredo alfred fredo fred freddy
ana anna anya annie anita
anastasia anastasiya nastya stasya
antonio anthony toni tony tono
beatriz beatrice bea betty
carlos charles charlie carlitos
catherine katherine kathryn katarina ekaterina kate kathy katie katya cathy
christina cristina kristina chris tina cristy
christopher cristobal chris
concepcion concha conchita
consuelo chelo consuelito
daniel dani danny danilo
dmitri dmitry dima mitya
dolores lola lolita
elena yelena olena helena lena
elizabeth elisabeth isabel liz lisa beth betty eliza bella
enrique henry quique kike
evgenia yevgenia zhenya
fatima fatma fati fatoumata
fernando fer nando
francisca paca paquita
francisco francis paco pancho frank
gabriela gabi gaby
graciela chela
gregorio gregory goyo greg
guadalupe lupe lupita
guillermo william memo guille bill billy will
ignacio nacho
irina ira
ivan vanya
james jaime jim jimmy santiago
jesus chuy chucho
jose joseph josef yusuf youssef pepe joe
josefina josephine pepa fina
juan john johnny juanito
karina kari
larisa lara
leticia lety
ludmila lyudmila luda lyuda mila
luis louis lucho
manuel manny manolo
margarita margaret maggie marga rita
maria mary marie mari maruja
maribel mari
mariana mari
mercedes meche
michael mikhail miguel mike misha mykhailo
mohammed mohamed muhammad mohammad mohd md mo
natalia nataliya natalya natasha nata
nicholas nicolas nikolai nick kolya mykola
olga olha olya
patricia pat paty patty tricia
pedro peter pete petr petya
rafael raphael rafa
ramon moncho
roberto robert rob bob bobby beto
rosario chayo
rosa rose rosita rosie
samuel samir sam sammy
sergei sergey serhiy seryozha
sofia sophia sonya sofi
svetlana svitlana sveta lana
tatiana tatyana tetiana tanya
teresa theresa tere tess
thomas tomas tom tommy
valentina valya tina
vicente vincent chente vince
victoria viktoria vicky vika tori
vladimir volodymyr vova volodya vlad
yulia yuliya julia julie
"""


def _read() -> dict[str, frozenset[str]]:
    """For every form the names it can stand for."""
    found: dict[str, set[str]] = {}
    for group in _GROUPS.split("\n"):
        forms = group.split()
        for form in forms:
            found.setdefault(form, set()).add(forms[0])
    return {form: frozenset(names) for form, names in found.items()}


NICKNAMES = _read()
_NONE: frozenset[str] = frozenset()


def full_names(word: str) -> frozenset[str]:
    """The names that a word may be a form of, itself among them if it heads a line."""
    return NICKNAMES.get(word, _NONE)
