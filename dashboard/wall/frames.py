"""The wall's frames: the present one made once per snapshot, past ones whenever somebody looks back."""

from datetime import datetime

from dashboard.wall.frame import Framing, frame
from data.live import LiveBoard
from data.packed import Packed

FIRST_YEAR, LAST_YEAR = 1970, 2200  # far from where moments overflow


class Frames:
    """Frames of one board."""

    def __init__(self, live: LiveBoard, framing: Framing) -> None:
        self._live, self._framing = live, framing
        self._made: tuple[str, Packed] | None = None

    def now(self) -> Packed | None:
        """The frame of the latest snapshot; None before the first."""
        held = self._live.current()
        if held is None:
            return None
        if self._made is None or self._made[0] != held.packed.etag:
            self._made = held.packed.etag, frame(held.snapshot, self._framing)
        return self._made[1]

    def at(self, asked: str) -> Packed:
        """The frame of a past moment, by all that is known of it now.

        :param asked: ISO 8601, in the city's zone if it names none
        :raises ValueError: not a time, or one of which nobody keeps reports
        """
        moment = datetime.fromisoformat(asked)
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValueError(f"the year {moment.year}")
        zone = self._framing.city.zone
        as_of = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return frame(self._live.at(as_of), self._framing)
