"""Options of places: names and points as a city's sources give them."""

from functools import cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from data.core.strict import StrictModel

LATITUDE_LIMIT, LONGITUDE_LIMIT = 90, 180


@cache
def _validate_crs(name: str) -> str:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        CRS.from_user_input(name)
    except CRSError:
        raise ValueError("must be a coordinate reference system such as EPSG:32751") from None
    return name


CrsName = Annotated[str, AfterValidator(_validate_crs)]
ConfiguredPoint = tuple[
    Annotated[float, Field(ge=-LATITUDE_LIMIT, le=LATITUDE_LIMIT)],
    Annotated[float, Field(ge=-LONGITUDE_LIMIT, le=LONGITUDE_LIMIT)],
]  # latitude and longitude in degrees


class AreaNameOptions(BaseModel):
    """Other names of areas, for all sources of a city."""

    model_config = StrictModel.model_config

    aliases: dict[str, str] = {}  # a name or a code as sources write it: our code or official name
    former_parents: dict[str, tuple[str, ...]] = {}  # of an area or a kecamatan: where it belonged before
    placeholder_points: tuple[ConfiguredPoint, ...] = ()


class SourcePlaceOptions(BaseModel):
    """How one source gives places."""

    model_config = StrictModel.model_config

    crs: CrsName | None = None  # of lat (northing, y) and long (easting, x); none: degrees
    area_aliases: dict[str, str] = {}  # before those of the city
    placeholder_points: tuple[ConfiguredPoint, ...] = ()  # besides those of the city
    trusted_points: tuple[ConfiguredPoint, ...] = ()  # real, however many reports lie on them
    find_placeholders: bool = True
