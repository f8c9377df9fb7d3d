"""Addresses as they are written in Vietnamese, with and without accents."""

from waymark.directory.leaks.rules import bare, cased
from waymark.directory.leaks.types import Kind

CAPITAL = r"(?!D[âa]y\b)[A-ZÀ-ỸĐ][a-zà-ỹđ]{0,9}"
NAMES = rf"{CAPITAL}(?: {CAPITAL}){{0,3}}"
NUMBER = r"\d{1,5}[A-Za-z]?(?:/\d{1,4}[A-Za-z]?){0,4}"
SYLLABLE = r"[a-z]{1,7}"

ADDRESSES = (
    # đường Lê Lợi, not đường dây nóng (a hotline); phố Huế, not thành phố (a city)
    cased(
        Kind.ADDRESS,
        rf"(?<!\w)(?:[Ss]ố (?:nhà )?)?(?:{NUMBER},? )?(?:[Đđ]ường|ĐƯỜNG|Đ\.|[Đđ]ại lộ) (?:số )?"
        rf"(?:{NAMES}|\d{{1,3}}(?:/\d{{1,2}})?(?! ngày| giờ| người)\b)",
    ),
    cased(Kind.ADDRESS, rf"(?<!\w)(?<!hành )(?:[Pp]hố) {CAPITAL}"),
    cased(
        Kind.ADDRESS,
        rf"(?<!\w)(?:[Pp]hường|PHƯỜNG|[Kk]hu phố|[Tt]ổ dân phố) (?:\d{{1,2}}\b|{CAPITAL})",
    ),
    # A district by its number is smaller than a cell; by its name it may be a county: quận Cam.
    cased(Kind.ADDRESS, r"(?<!\w)(?:[Qq]uận|QUẬN) \d{1,2}\b"),
    cased(Kind.ADDRESS, r"(?<![\w.])[PF]\. ?\d{1,2}, ?Q\. ?\w{1,10}"),
    bare(Kind.ADDRESS, r"\b(?:hem|ngach|kiet) (?:so )?\d{1,4}(?:/\d{1,4}){0,3}\b(?!%)"),
    cased(
        Kind.ADDRESS,
        r"(?<!\w)(?:[Nn]gõ|[Xx]óm|[Ấấ]p|[Tt]hôn|[Tt]ổ) (?:số )?\d{1,4}(?:/\d{1,4}){0,3}\b(?!%)",
    ),
    # số nhà 12; nhà số 5; số 12 Lê Lợi; 12/5A Lê Lợi
    bare(
        Kind.ADDRESS,
        r"\b(?:so nha|nha so|toa nha so|can ho so|can ho|phong so|lau|tang) "
        r"\d{1,5}[a-z]?(?:/\d{1,4}){0,4}\b(?! nguoi| phong)",
    ),
    cased(
        Kind.ADDRESS,
        rf"(?<!\w)(?<!gọi )(?<!Gọi )(?<!luật )(?<!thoại )[Ss]ố {NUMBER},? {CAPITAL} {CAPITAL}",
    ),
    cased(Kind.ADDRESS, rf"(?<![\w/])\d{{1,4}}(?:/\d{{1,4}}){{1,4}}[A-Z]?,? {CAPITAL} {CAPITAL}"),
    cased(
        Kind.ADDRESS,
        r"(?<!\w)(?:[Cc]hung cư|[Tt]òa nhà|[Tt]oà nhà|[Kk]hu đô thị|[Kk]hu tập thể) (?:số )?"
        rf"(?:{CAPITAL}|\d)",
    ),
    cased(Kind.ADDRESS, rf"(?<!\w)(?:[Nn]gã (?:tư|ba|năm|sáu)) {CAPITAL}"),
    bare(Kind.ADDRESS, r"\bgoc (?:duong|pho) \w{1,10}"),
    cased(
        Kind.ADDRESS,
        rf"(?<!\w)(?:[Đđ]ịa chỉ:?|[Tt]ại|[Ởở]) (?:số )?\d{{1,5}}[A-Z]? {CAPITAL} {CAPITAL}",
    ),
    # Without accents: so 12 duong le loi, phuong 5
    bare(
        Kind.ADDRESS,
        rf"\b\d{{1,5}}[a-z]?(?:/\d{{1,4}}){{0,4}},? duong (?!day\b|pho\b){SYLLABLE} {SYLLABLE}",
    ),
    bare(
        Kind.ADDRESS,
        rf"\bduong (?!day\b|pho\b){SYLLABLE} {SYLLABLE}(?: {SYLLABLE})?,? (?:phuong|quan|p\.|q\.)",
    ),
    bare(Kind.ADDRESS, r"\bphuong \d{1,2}\b(?!%)"),
    bare(Kind.ADDRESS, r"\bquan \d{1,2}\b,? (?:tp|tphcm|ho chi minh|sai gon)"),
)

LANDMARKS = (
    bare(
        Kind.LANDMARK,
        r"\b(?:doi dien|ben canh|canh|ke ben|ke|gan|sau lung|phia sau|dang sau|truoc cua|sat) "
        r"(?:voi )?(?:cho|nha tho|truong hoc|truong|benh vien|cong vien|sieu thi|chua|ben xe|ga tau"
        r"|nha ga|cau|nga tu|tram xang|cay xang|buu dien|uy ban|thu vien|ngan hang|rap chieu phim"
        r"|big c|vincom|walmart|co\.?op ?mart|khach san|san van dong) \w{1,10}",
    ),
)

RULES = (*ADDRESSES, *LANDMARKS)
