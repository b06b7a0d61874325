"""What a spreadsheet makes of a cell that nobody changed, and which texts it would not keep."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

from data.sources.tables.moments import parse_cell_time

TEXT_PREFIX = "'"  # before a text that a spreadsheet would execute or rewrite
FORMULA_PREFIXES = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # a spreadsheet executes a cell that begins so
CELL_LENGTH = 32_700  # longer texts are cut off; the exact limit differs
SHOWN_DIGITS = 10  # significant digits of a number that is shown, and so saved, rounded
KEPT_DIGITS = 15  # further digits of a number become zeros
ROUNDING = Context(prec=1_000, rounding=ROUND_HALF_UP)  # more digits than a number of a cell has
BOOLEANS = {"true": "true", "benar": "true", "false": "false", "salah": "false"}

_NUMBER = re.compile(r"[+-]?\d{1,400}(?:[.,]\d{1,400})?(?:[eE][+-]?\d{1,3})?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")
_DATE_LIKE = re.compile(r"\d{1,4}[-/.]\d{1,4}(?:[-/.]\d{1,4})?|[a-z]{3,9}[-/ ]?\d{1,4}", re.IGNORECASE)
_SHOWN_DATE = re.compile(r"\d{1,2}[-/ ][a-z]{3,4}|[a-z]{3,4}[-/ ]\d{2,4}|\d\d?/\d\d?/\d{4}", re.IGNORECASE)
_REWRITTEN = re.compile(r"0\d+|\d{12,}|\d+[eE]\d+|" + _DATE_LIKE.pattern, re.IGNORECASE)
_LOST_CHARACTERS = re.compile(r"\?+")


def protect(text: str) -> str:
    """Return a text as a cell that no spreadsheet executes or rewrites: 000417 stays a text."""
    return TEXT_PREFIX + text if _needs_prefix(text) else text


def unprotect(cell: str) -> str:
    """Return the text of a cell of :func:`protect`."""
    return cell[1:] if cell.startswith(TEXT_PREFIX) and _needs_prefix(cell) else cell


def disarm(text: str) -> str:
    """Return a text as a cell that no spreadsheet executes."""
    bare_text = text.lstrip(TEXT_PREFIX)
    return TEXT_PREFIX + text if bare_text.startswith(FORMULA_PREFIXES) else text


def _needs_prefix(text: str) -> bool:
    bare_text = text.lstrip(TEXT_PREFIX)
    return bare_text.startswith(FORMULA_PREFIXES) or _REWRITTEN.fullmatch(bare_text) is not None


def is_same_cell(original: str, cell: str) -> bool:
    """Return whether a cell is the original text, or what a spreadsheet makes of it by itself."""
    before, after = _one_form(original), _one_form(cell)
    if not before or not after:
        return before == after
    return before == after or any(is_same(before, after) for is_same in _REWRITES)


def _one_form(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _is_same_number(before: str, after: str) -> bool:
    """Return whether zeros, digits or the decimal sign are all that differs."""
    if not _NUMBER.fullmatch(before) or not _NUMBER.fullmatch(after):
        return False
    old, new = _decimal(before), _decimal(after)
    return old == new or _is_rounded(old, new, after) or _lost_thousands_signs(before, after)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _is_rounded(old: Decimal, new: Decimal, after: str) -> bool:
    """Return whether a number is shown with an exponent or fewer digits: 123456789012345 as 1,23E+14."""
    mantissa, _sign, exponent = after.lower().partition("e")
    digits = len(re.sub(r"\D", "", mantissa).lstrip("0"))
    if not exponent and digits < min(SHOWN_DIGITS, KEPT_DIGITS):
        return False
    return (
        _round(old, digits if exponent or "." in mantissa or "," in mantissa else KEPT_DIGITS)
        in (
            new,
            _round(new, KEPT_DIGITS),
        )
        or _with_zeros(old) == new
    )


def _round(number: Decimal, digits: int) -> Decimal:
    if not number:
        return number
    return number.quantize(Decimal(1).scaleb(number.adjusted() - digits + 1), context=ROUNDING)


def _with_zeros(number: Decimal) -> Decimal:
    """Return a whole number with zeros behind the digits that a spreadsheet keeps."""
    text = str(abs(number))
    if not text.isdecimal():
        return number
    return Decimal(text[:KEPT_DIGITS].ljust(len(text), "0"))


def _lost_thousands_signs(before: str, after: str) -> bool:
    """Return whether 124.842 was read as a hundred thousand."""
    return bool(_THOUSANDS.fullmatch(before)) and re.sub(r"[.,]", "", before) == after


def _is_same_boolean(before: str, after: str) -> bool:
    known_word = BOOLEANS.get(before.casefold())
    return known_word is not None and known_word == BOOLEANS.get(after.casefold())


def _is_same_time(before: str, after: str) -> bool:
    """Return whether both are one time, the one that is shown to the minute, day before month."""
    old, new = parse_cell_time(before, "dmy"), parse_cell_time(after.replace(",", "."), "dmy")
    if not old or not new or old.at.tzinfo or new.at.tzinfo:
        return False
    return new.at in (old.at, old.at.replace(second=0, microsecond=0), old.at.replace(microsecond=0))


def _is_date_made_of(before: str, after: str) -> bool:
    """Return whether an id such as 3-11 was taken for a date."""
    return (
        _DATE_LIKE.fullmatch(before) is not None
        and parse_cell_time(before, "dmy") is None
        and _SHOWN_DATE.fullmatch(after) is not None
    )


def _is_cut_off(before: str, after: str) -> bool:
    return len(after) >= CELL_LENGTH and before.startswith(after)


def _has_lost_characters(before: str, after: str) -> bool:
    """Return whether only characters are missing that Windows' character set does not have."""
    kept_text = before.encode("cp1252", "replace").decode("cp1252")
    return "?" in kept_text and _LOST_CHARACTERS.sub("?", kept_text) == _LOST_CHARACTERS.sub("?", after)


_REWRITES: tuple[Callable[[str, str], bool], ...] = (
    _is_same_number, _is_same_boolean, _is_same_time, _is_date_made_of, _is_cut_off, _has_lost_characters,
)  # fmt: skip
