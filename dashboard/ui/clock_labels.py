"""What a screen says about a clock that is not to be trusted."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from dashboard.ui.format import format_time, number, span
from data.core.time_trust import ClockFault

DAYS_A_YEAR = 365


def clock_fault_text(fault: ClockFault, zone: ZoneInfo) -> str:
    """Return which clock is off, by how much, since when, and what is still valid."""
    length, since = _length(abs(fault.ahead)), format_time(fault.since, zone)
    direction = "maju" if fault.ahead > timedelta(0) else "mundur"
    if fault.kind == "held":
        return (
            f"Jam server melompat {direction} {length} pada pukul {since}. Papan tetap memakai waktu sebelum "
            "lompatan itu; petugas harap memeriksa jam server."
        )
    if fault.kind == "believed":
        return (
            f"Jam server berubah {direction} {length}; waktu yang baru dipakai sejak pukul {since}. "
            "Petugas harap memeriksa jam server."
        )
    comparison = "lebih cepat" if fault.ahead > timedelta(0) else "lebih lambat"
    return (
        f"Jam penarik data {length} {comparison} daripada jam server ini sejak pukul {since}. Usia data "
        "belum pasti; petugas harap memeriksa jam kedua mesin."
    )


def _length(length: timedelta) -> str:
    years = length.days // DAYS_A_YEAR
    if years:
        return f"lebih dari {number(years)} tahun"
    if length < timedelta(minutes=1):
        return f"{length.seconds} detik"
    return span(length.total_seconds() / 3_600)
