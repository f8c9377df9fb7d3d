"""Addresses as they are written in Arabic. Letters are those of `Plain.bare`: ه for ة, ا for أ."""

from waymark.directory.leaks.rules import bare
from waymark.directory.leaks.types import Kind

PREFIX = r"(?<!\w)[وفبل]?"
WORD = r"[ء-ي]{2,15}"
NUMBER = r"(?:رقم ?)?\d{1,5}"
UNITS = r"(?! ?(?:ساع|يوم|ايام|سن|شخص|اشخاص|امراه|نساء|سرير|اسره|عام|شهر|%|لغ))"

ADDRESSES = (
    bare(Kind.ADDRESS, rf"(?:{NUMBER},? ?)?{PREFIX}شارع (?:{WORD}|\d)(?: {WORD})?(?:,? {NUMBER})?"),
    bare(Kind.ADDRESS, rf"{PREFIX}الشارع (?:رقم ?)?\d{{1,4}}\b"),
    # طريق الملك فهد, not عن طريق (by way of)
    bare(
        Kind.ADDRESS,
        r"(?<!عن )(?<!\w)[وفبل]?طريق (?:الملك|الامير|الشيخ|الجامعه|المطار|(?:رقم ?)?\d)",
    ),
    bare(Kind.ADDRESS, rf"{PREFIX}(?:زنقه|نهج|جاده|زقاق|حاره) {WORD}"),
    # A quarter is less than a town.
    bare(Kind.ADDRESS, rf"(?:(?<!\w)(?:في|من|-) |[,:] ?)حي ال{WORD}"),
    bare(Kind.ADDRESS, rf"(?<!\w)بحي ال{WORD}"),
    bare(
        Kind.ADDRESS,
        rf"{PREFIX}(?:ال)?(?:مبني|مبنا|بنايه|عماره|شقه|منزل|بيت|فيلا|دار|بوابه|غرفه|مجمع|برج|طابق) "
        rf"(?:ال)?(?:رقم ?)?\d{{1,5}}\b{UNITS}",
    ),
    bare(Kind.ADDRESS, rf"{PREFIX}(?:تقاطع|ناصيه|زاويه) (?:شارع|{WORD} (?:و|مع))"),
    bare(Kind.ADDRESS, rf"{PREFIX}(?:عماره|بنايه|برج) ال{WORD}"),
)

LANDMARKS = (
    bare(
        Kind.LANDMARK,
        rf"{PREFIX}(?:مقابل|قباله|بجانب|بجوار|جنب|خلف|وراء|امام|قرب|بالقرب من|قريب من|قريبا من) "
        r"(?:ال)?(?:مسجد|جامع|جامعه|مدرسه|مستشفي|سوق|محطه|كنيسه|حديقه|مطعم|بنك|صيدليه|مول|جسر"
        r"|وولمارت|ولمارت|مكتبه|فندق|ملعب|متحف|بريد|مخبز|دوار|ميدان|ساحه|مركز شرطه|كارفور"
        r"|مبني البلديه)(?!\w)",
    ),
)

RULES = (*ADDRESSES, *LANDMARKS)
