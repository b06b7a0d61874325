"""Times in a layout that the configuration names: ``strptime``'s, or seconds and milliseconds since 1970."""

import re
from datetime import UTC, datetime, timedelta

EPOCHS = {"epoch": 1, "epoch_ms": 1_000}
START = datetime(1970, 1, 1, tzinfo=UTC)
ENGLISH = {
    "januari": "january", "februari": "february", "pebruari": "february", "maret": "march", "mei": "may",
    "juni": "june", "juli": "july", "agustus": "august", "agt": "aug", "agu": "aug", "ags": "aug",
    "peb": "feb", "okt": "oct", "oktober": "october", "nopember": "november", "nop": "nov", "des": "dec",
    "desember": "december", "wib": "+0700", "wita": "+0800", "wit": "+0900", "pagi": "am", "siang": "pm",
    "sore": "pm", "malam": "pm",
}  # fmt: skip
_WORD = re.compile(rf"\b({'|'.join(ENGLISH)})\b", re.IGNORECASE)


def read_layout(written: str, layout: str) -> datetime:
    """The time of a text, aware if it carries a zone. Months and zones may be Indonesian words.

    :raises ValueError: it is not written so
    """
    if layout in EPOCHS:
        return _since_1970(written, EPOCHS[layout])
    try:
        return datetime.strptime(written, layout)  # noqa: DTZ007  (the guard knows the zone)
    except ValueError:
        english = _WORD.sub(lambda found: ENGLISH[found[0].lower()], written)
        return datetime.strptime(english, layout)  # noqa: DTZ007


def _since_1970(written: str, parts: int) -> datetime:
    seconds = float(written) / parts
    try:
        return START + timedelta(seconds=seconds)
    except OverflowError as error:
        raise ValueError(f"{written} lies beyond every calendar") from error
