"""Times in a layout that the configuration names: ``strptime``'s, or seconds and milliseconds since 1970."""

import re
from datetime import UTC, datetime, timedelta

EPOCHS = {"epoch": 1, "epoch_ms": 1_000}
START = datetime(1970, 1, 1, tzinfo=UTC)
WORDS = {
    "januari": "january", "februari": "february", "pebruari": "february", "maret": "march", "mei": "may",
    "juni": "june", "juli": "july", "agustus": "august", "agt": "aug", "agu": "aug", "ags": "aug",
    "peb": "feb", "okt": "oct", "oktober": "october", "nopember": "november", "nop": "nov", "des": "dec",
    "desember": "december", "senin": "monday", "selasa": "tuesday", "rabu": "wednesday", "kamis": "thursday",
    "jumat": "friday", "jum'at": "friday", "sabtu": "saturday", "minggu": "sunday",
}  # fmt: skip
ZONES = {"wib": "+0700", "wita": "+0800", "wit": "+0900"}
AFTERNOON = {  # the hours of a twelve-hour clock that lie after noon, by the part of the day
    "pagi": (), "siang": (12, 1, 2, 3, 4), "sore": tuple(range(1, 12)), "malam": tuple(range(5, 12)),
}  # fmt: skip
_PART = re.compile(rf"(\b(\d{{1,2}})(?:[:.]\d{{2}}){{0,2}}\s*)({'|'.join(AFTERNOON)})\b", re.IGNORECASE)


def read_layout(written: str, layout: str) -> datetime:
    """The time of a text, aware if it carries a zone. Months, days and zones may be Indonesian words.

    Parts of the day stand for ``%p`` right behind a clock: 12 malam is midnight, 11 siang before noon.

    :raises ValueError: it is not written so
    """
    if layout in EPOCHS:
        return _since_1970(written, EPOCHS[layout])
    try:
        return datetime.strptime(written, layout)  # noqa: DTZ007  (the guard knows the zone)
    except ValueError:
        return datetime.strptime(_in_english(written, layout), layout)  # noqa: DTZ007


def _in_english(written: str, layout: str) -> str:
    """What ``strptime`` knows. A zone that is a fixed word of the layout stays a word."""
    words = WORDS | (ZONES if "%z" in layout else {})
    known = re.compile(rf"\b({'|'.join(words)})\b", re.IGNORECASE)
    english = known.sub(lambda found: words[found[0].lower()], written)
    return _PART.sub(_half, english) if "%p" in layout else english


def _half(found: re.Match[str]) -> str:
    return found[1] + ("pm" if int(found[2]) in AFTERNOON[found[3].lower()] else "am")


def _since_1970(written: str, parts: int) -> datetime:
    seconds = float(written) / parts
    try:
        return START + timedelta(seconds=seconds)
    except OverflowError as error:
        raise ValueError(f"{written} lies beyond every calendar") from error
