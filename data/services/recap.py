"""Recaps and their reports, read from the store."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Engine

from data.core.config.city import City
from data.core.recap.groups import By
from data.core.recap.recap import NoAreaError, Recap, recap
from data.core.recap.report_list import listed
from data.core.recap.spans import Span
from data.store import reports
from data.store.report_chunks import moving_reports


@dataclass(frozen=True)
class Asked:
    """Which recap. ``area``: code of a kelurahan or kecamatan, None for the whole city."""

    span: Span
    area: str | None = None
    by: By = By.PARENT


def recap_of(engine: Engine, city: City, asked: Asked, upto: int | None = None) -> Recap:
    """A recap from the events alone.

    :param upto: as the store stood at this change number; None: as it stands
    :raises NoAreaError: no such area
    :raises ValueError: too many rows of time
    """
    span = asked.span
    with engine.connect() as connection:
        events = reports.moving_events(connection, span.after, span.until, upto=upto)
        areas = reports.areas(connection, span.until)
    return recap(events, areas, city, span, asked.area, asked.by)


def reports_of(engine: Engine, city: City, asked: Asked, upto: int) -> Iterator[pd.DataFrame]:
    """The reports behind a recap, ``LISTED``, chunk by chunk; the store is read as the chunks are taken.

    :raises NoAreaError: no such area, before anything is read
    """
    with engine.connect() as connection:
        areas = reports.areas(connection, asked.span.until)
    if asked.area is not None and asked.area not in {*areas["code"], *areas["parent"]}:
        raise NoAreaError(asked.area)
    return _chunks(engine, city, asked, areas, upto)


def _chunks(
    engine: Engine, city: City, asked: Asked, areas: pd.DataFrame, upto: int
) -> Iterator[pd.DataFrame]:
    span = asked.span
    with engine.connect() as connection:
        for chunk in moving_reports(connection, span.after, span.until, upto=upto):
            yield listed(chunk, areas, city, span, asked.area)
