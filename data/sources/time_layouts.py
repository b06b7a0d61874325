"""Parser of times in a configured layout: ``strptime``'s, or seconds or milliseconds since 1970."""

import re
from datetime import UTC, datetime, timedelta

EPOCH_UNITS = {"epoch": 1, "epoch_ms": 1_000}
EPOCH_START = datetime(1970, 1, 1, tzinfo=UTC)
CLOCK_CODES = ("%H", "%I", "%c", "%X", "%T", "%R", "%p", "%s")
ENGLISH_WORDS = {
    "januari": "january", "februari": "february", "pebruari": "february", "maret": "march", "mei": "may",
    "juni": "june", "juli": "july", "agustus": "august", "agt": "aug", "agu": "aug", "ags": "aug",
    "peb": "feb", "okt": "oct", "oktober": "october", "nopember": "november", "nop": "nov", "des": "dec",
    "desember": "december", "senin": "monday", "selasa": "tuesday", "rabu": "wednesday", "kamis": "thursday",
    "jumat": "friday", "jum'at": "friday", "sabtu": "saturday", "minggu": "sunday",
}  # fmt: skip
ZONE_OFFSETS = {"wib": "+0700", "wita": "+0800", "wit": "+0900"}
AFTERNOON_HOURS = {  # hours of a twelve-hour clock after noon, by part of the day
    "pagi": (), "siang": (12, 1, 2, 3, 4), "sore": tuple(range(1, 12)), "malam": tuple(range(5, 12)),
}  # fmt: skip
_CLOCK_WITH_DAY_PART = re.compile(
    rf"(\b(\d{{1,2}})(?:[:.]\d{{2}}){{0,2}}\s*)({'|'.join(AFTERNOON_HOURS)})\b", re.IGNORECASE
)


def parse_with_layout(text: str, layout: str) -> datetime:
    """Parse a time, aware if the text has a zone. Months, days and zones may be Indonesian words.

    A part of the day right behind a clock counts as ``%p``: 12 malam is midnight, 11 siang before noon.

    :raises ValueError: the text does not have this layout
    """
    if layout in EPOCH_UNITS:
        return _from_epoch(text, EPOCH_UNITS[layout])
    try:
        return datetime.strptime(text, layout)  # noqa: DTZ007  (the row validator knows the zone)
    except ValueError:
        return datetime.strptime(_translate(text, layout), layout)  # noqa: DTZ007


def has_clock(layout: str) -> bool:
    """Return whether a time in this layout has a time of day."""
    return layout in EPOCH_UNITS or any(code in layout for code in CLOCK_CODES)


def _translate(text: str, layout: str) -> str:
    """Translate to words that ``strptime`` knows. A zone that is a literal part of the layout stays."""
    translations = ENGLISH_WORDS | (ZONE_OFFSETS if "%z" in layout else {})
    pattern = re.compile(rf"\b({'|'.join(translations)})\b", re.IGNORECASE)
    translated = pattern.sub(lambda month_match: translations[month_match[0].lower()], text)
    return _CLOCK_WITH_DAY_PART.sub(_am_or_pm, translated) if "%p" in layout else translated


def _am_or_pm(match: re.Match[str]) -> str:
    return match[1] + ("pm" if int(match[2]) in AFTERNOON_HOURS[match[3].lower()] else "am")


def _from_epoch(text: str, units_per_second: int) -> datetime:
    seconds = float(text) / units_per_second
    try:
        return EPOCH_START + timedelta(seconds=seconds)
    except OverflowError as error:
        raise ValueError(f"{text} lies beyond every calendar") from error
