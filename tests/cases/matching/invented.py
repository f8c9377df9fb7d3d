"""Invented people with the names of several languages, and what happens to them at a second intake.

Names fall off in frequency as real ones do, so that many people share the common ones. The
spoiling is what case workers see: a letter wrong, names swapped, a middle name left out, another
spelling of the same sound, a short form, day and month swapped, a year that is guessed.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from waymark.cases.matching.identity import Identity

Draw = random.Random
LETTERS = "abcdefghijklmnoprstuvy"
# Given names and family names; the commonest first.
POOLS = {
    "VN": (
        "Lan Hương Linh Hằng Mai Thảo Trang Hoa Ngọc Thu Hà Phương Anh Dũng Hùng Minh Tuấn Nam "
        "Quân Yến Nhung Oanh Loan Liên Bích Đào Vy My Trinh Khánh",
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trương Lâm",
    ),
    "MX": (
        "María Guadalupe Juana Ana Rosa Carmen Verónica Leticia Alejandra Gabriela Patricia "
        "Daniela José Luis Juan Carlos Jesús Antonio Francisco Miguel Yesenia Marisol Xóchitl "
        "Araceli Esmeralda Fernanda Lucía Dolores Teresa Elena",
        "Hernández García Martínez López González Pérez Rodríguez Sánchez Ramírez Cruz Flores "
        "Gómez Morales Vázquez Reyes Jiménez Torres Díaz Gutiérrez Ruiz Mendoza Aguilar Ortiz "
        "Castillo Moreno Romero Álvarez Chávez Rivera Juárez Domínguez Velázquez Cervantes",
    ),
    "IQ": (
        "Mohammed Ahmed Ali Hussein Fatima Zainab Maryam Hassan Omar Khalid Layla Noor Amina "
        "Ibrahim Yusuf Mustafa Abdullah Abdulrahman Rania Huda Salma Samira Karim Tariq Nadia "
        "Bilal Farah Hanan Iman Jamila",
        "Hassan Hussein Ibrahim Al-Jabouri Al-Obeidi Al-Dulaimi Kareem Mahmoud Saleh Abbas Jassim "
        "Khalaf Al-Tikriti Al-Shammari Haddad Khoury Mansour Nasser Othman Qasim Rashid Shaheen "
        "Taha Younis Zaki Al-Sayed Darwish Farouk Ghanem Hamdan",
    ),
    "UA": (
        "Olena Natalia Tetiana Svitlana Iryna Oksana Anna Maria Yulia Liudmyla Oleksandr Serhiy "
        "Andriy Volodymyr Dmytro Mykola Vasyl Ivan Kateryna Viktoria Alina Daria Halyna Nina "
        "Larysa Zoya Bohdan Taras Yana Polina",
        "Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliynyk Shevchuk Koval Polishchuk "
        "Bondar Tkachuk Moroz Marchenko Lysenko Rudenko Savchenko Petrenko Klymenko Pavlenko "
        "Melnyk Boyko Kravchuk Havrylyuk Ponomarenko Vasylenko Levchenko Karpenko Hnatyuk",
    ),
    "US": (
        "Jessica Ashley Brittany Amanda Samantha Sarah Emily Taylor Elizabeth Kayla Michael "
        "Christopher Matthew Joshua Andrew Destiny Jasmine Tiffany Crystal Amber Katherine "
        "Nicole Victoria Danielle Rebecca Kimberly Latoya Shaniqua Margaret Tyrone",
        "Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Thomas Taylor Moore "
        "Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King "
        "Wright Scott Hill Green Adams Baker Nelson Mitchell Campbell Roberts Carter Whitfield",
    ),
    "NG": (
        "Blessing Joy Faith Grace Patience Mercy Happiness Favour Esther Ngozi Chioma Adaeze "
        "Oluwaseun Osaretin Ehis Efe Emeka Chinedu Tunde Yetunde Folake Funmilayo Amarachi "
        "Ifeoma Nkechi Osas Isoken Uchenna Precious Gift",
        "Okafor Osagie Igbinovia Okonkwo Adeyemi Ogunleye Eze Nwosu Balogun Afolabi Obi Ojo "
        "Omoruyi Osazuwa Aigbe Ehigiator Idahosa Imasuen Okoro Uche Adebayo Akinola Bello Danjuma "
        "Ibekwe Mbah Nnamdi Odili Oyelaran Umeh",
    ),
}
# How many of a country have a family name beyond the commonest, of which there are thousands.
RARE = {"VN": 0.1, "MX": 0.4, "IQ": 0.6, "UA": 0.7, "US": 0.8, "NG": 0.7}
SYLLABLES = [onset + rest for onset in "bdgklmrtv" for rest in ("a", "e", "i", "or")]
SHARES = {"VN": 3, "MX": 4, "IQ": 2, "UA": 2, "US": 4, "NG": 2}
RESPELLINGS = (
    ("mohammed", "muhamad"),
    ("hussein", "husain"),
    ("fatima", "fatma"),
    ("yusuf", "youssef"),
    ("khalid", "khaled"),
    ("abdulrahman", "abdul rahman"),
    ("oleksandr", "alexander"),
    ("serhiy", "sergey"),
    ("natalia", "nataliya"),
    ("kateryna", "katerina"),
    ("guadalupe", "lupe"),
    ("francisco", "paco"),
    ("elizabeth", "liz"),
    ("michael", "mike"),
    ("mohammed", "محمد"),
    ("hassan", "حسن"),
    ("z", "s"),
    ("ph", "f"),
    ("y", "i"),
    ("v", "b"),
    ("ee", "i"),
    ("ou", "u"),
)


def invent(draw: Draw) -> Identity:
    """Somebody: of every two birth dates one is only a year or missing, as at many intakes."""
    country = draw.choices(list(SHARES), list(SHARES.values()))[0]
    given, family = (pool.split() for pool in POOLS[country])
    second = _family(draw, country, family)
    if country == "MX":
        second += f" {_family(draw, country, family)}"
    middle = "Thị" if country == "VN" else _common(draw, given)
    return Identity(
        first=_common(draw, given) if draw.random() < 0.8 else _rare(draw),
        middle=middle if draw.random() < 0.5 else "",
        second=second if draw.random() < 0.97 else "",
        born=_birth(draw),
        phones=(f"+1 202 555 {draw.randrange(10_000):04}",) if draw.random() < 0.1 else (),
        number=f"{draw.randrange(10**8):08}" if draw.random() < 0.15 else "",
        citizenship=frozenset({country}),
    )


def _family(draw: Draw, country: str, pool: list[str]) -> str:
    return _rare(draw) if draw.random() < RARE[country] else _common(draw, pool)


def _rare(draw: Draw) -> str:
    return "".join(draw.choices(SYLLABLES, k=3)).capitalize()


def _common(draw: Draw, pool: list[str]) -> str:
    """Zipf: the second name half as often as the first, the third a third as often."""
    return draw.choices(pool, [1 / (at + 2) for at in range(len(pool))])[0]


def _birth(draw: Draw) -> str:
    born = date(1960, 1, 1) + timedelta(days=draw.randrange(365 * 50))
    return draw.choices([born.isoformat(), f"{born.year}", ""], [7, 2, 1])[0]


def spoilt(identity: Identity, draw: Draw) -> Identity:
    """The same person at a second intake: something wrong in the name, mostly in the birth too."""
    for change in draw.sample(NAME_CHANGES, draw.choice((1, 1, 2))):
        identity = change(identity, draw)
    if draw.random() < 0.6:
        identity = draw.choice(BIRTH_CHANGES)(identity, draw)
    return replace(
        identity,
        phones=identity.phones if draw.random() < 0.5 else (),
        number=identity.number if draw.random() < 0.5 else "",
        citizenship=identity.citizenship if draw.random() < 0.8 else frozenset(),
    )


def _renamed(identity: Identity, which: str, name: str) -> Identity:
    return replace(identity, first=name) if which == "first" else replace(identity, second=name)


def misspelt(identity: Identity, draw: Draw) -> Identity:
    """One letter missing, added, wrong or changed with the next."""
    which = draw.choice(["first", "second"] if identity.second else ["first"])
    return _renamed(identity, which, typo(getattr(identity, which), draw))


def typo(word: str, draw: Draw) -> str:
    at = draw.randrange(1, len(word)) if len(word) > 1 else 0
    kind = draw.randrange(4)
    if kind == 0 and len(word) > 3:
        return word[:at] + word[at + 1 :]
    if kind == 1 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    letter = draw.choice(LETTERS)
    return word[:at] + letter + word[at + (kind == 2) :]


def respelt(identity: Identity, draw: Draw) -> Identity:
    """Another spelling, script or short form; a wrong letter where the name has none."""
    for one, other in draw.sample(RESPELLINGS, len(RESPELLINGS)):
        for which in ("first", "second"):
            name = getattr(identity, which).lower()
            if one in name:
                return _renamed(identity, which, name.replace(one, other, 1))
    return misspelt(identity, draw)


def swapped(identity: Identity, _: Draw) -> Identity:
    """First and second name in each other's place."""
    return replace(identity, first=identity.second, second=identity.first)


def shortened(identity: Identity, draw: Draw) -> Identity:
    """Without the middle name and, of two surnames, one; or with a name more."""
    if identity.middle or " " in identity.second:
        return replace(identity, middle="", second=identity.second.split(" ")[0])
    return replace(identity, aliases=(draw.choice(("La Flaca", "Kiki", "Mama")),))


def wrong_year(identity: Identity, draw: Draw) -> Identity:
    """One to ten years off; little more often than much."""
    if not identity.born:
        return identity
    off = min(draw.randint(1, 10), draw.randint(1, 10)) * draw.choice((1, -1))
    return replace(identity, born=f"{int(identity.born[:4]) + off}{identity.born[4:]}")


def day_for_month(identity: Identity, draw: Draw) -> Identity:
    """Day and month swapped where that is a date, otherwise a wrong year."""
    year, _, rest = identity.born.partition("-")
    month, _, day = rest.partition("-")
    if not day or int(day) > 12 or day == month:
        return wrong_year(identity, draw)
    return replace(identity, born=f"{year}-{day}-{month}")


def only_year(identity: Identity, _: Draw) -> Identity:
    """The year alone."""
    return replace(identity, born=identity.born[:4])


def forgotten(identity: Identity, _: Draw) -> Identity:
    """No birth at all."""
    return replace(identity, born="")


Change = Callable[[Identity, Draw], Identity]
NAME_CHANGES: tuple[Change, ...] = (misspelt, misspelt, respelt, swapped, shortened)
BIRTH_CHANGES: tuple[Change, ...] = (wrong_year, wrong_year, day_for_month, only_year, forgotten)
