"""The city's channels: where messages go besides the accounts' own boxes. Their addresses hold secrets."""

import tomllib
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote

from pydantic import BaseModel, Field, ValidationError

from data.config.settings import SettingError
from data.core.notifications import CENTER, KECAMATAN, LEADERS, REPORTER
from data.core.strict import Strict

SETTING = "PANTAU_CHANNELS"
ADDRESS, BATCH = "{alamat}", "{kiriman}"  # of the reporter; the message's own name
EVERY = KECAMATAN + "*"
ALLOWED = (
    "TOML with [[channel]] tables: name, url (of Apprise) and audience, a list of operator, pimpinan, "
    "kecamatan:CODE, kecamatan:* and pelapor, whose url holds {alamat}"
)


class Channel(BaseModel):
    """One channel.

    :param url: as Apprise knows them; ``{alamat}`` becomes the reporter's address, ``{kiriman}`` the name of
        the message, by which a receiver knows one that comes twice
    """

    model_config = Strict.model_config

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    url: Annotated[str, Field(min_length=4, repr=False)]
    audience: Annotated[tuple[str, ...], Field(min_length=1)]

    def takes(self, audience: str) -> bool:
        """Whether what an audience is told goes by this channel."""
        if audience.startswith(REPORTER):
            return "pelapor" in self.audience
        return audience in self.audience or (audience.startswith(KECAMATAN) and EVERY in self.audience)

    def address(self, batch: str, contact: str = "") -> str:
        """The channel's own address for one message."""
        return self.url.replace(ADDRESS, quote(contact, safe="@")).replace(BATCH, batch)


class _File(BaseModel):
    model_config = Strict.model_config

    channel: tuple[Channel, ...] = ()


@dataclass(frozen=True)
class Channels:
    """All channels of a city by name."""

    by_name: dict[str, Channel] = field(default_factory=dict)

    def for_audience(self, audience: str) -> list[Channel]:
        """The channels by which an audience is told."""
        return [channel for channel in self.by_name.values() if channel.takes(audience)]


def read_channels(text: str) -> Channels:
    """The channels of a setting's text.

    :raises SettingError: it is not what is allowed; its content is not told, for it holds secrets
    """
    try:
        found = _File.model_validate(tomllib.loads(text)).channel
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise SettingError(f"{SETTING} = (not shown): {_about(error)}; allowed is {ALLOWED}") from None
    for channel in found:
        _check(channel)
    names = [channel.name for channel in found]
    if len(set(names)) < len(names):
        raise SettingError(f"{SETTING} = (not shown): two channels of one name; allowed is {ALLOWED}")
    return Channels({channel.name: channel for channel in found})


def _about(error: Exception) -> str:
    """Where it is wrong, without what stands there."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    return "is not TOML"


def _check(channel: Channel) -> None:
    """:raises SettingError: an audience that is none, or a channel to reporters that cannot name one"""
    known = {CENTER, LEADERS, "pelapor"}
    wrong = [one for one in channel.audience if one not in known and not one.startswith(KECAMATAN)]
    if wrong:
        raise SettingError(f"{SETTING}: channel {channel.name}: audience {wrong[0]!r}; allowed is {ALLOWED}")
    if ("pelapor" in channel.audience) != (ADDRESS in channel.url):
        raise SettingError(
            f"{SETTING}: channel {channel.name}: {ADDRESS} goes with pelapor; allowed is {ALLOWED}"
        )
    if "pelapor" in channel.audience and len(channel.audience) > 1:
        raise SettingError(f"{SETTING}: channel {channel.name}: pelapor stands alone; allowed is {ALLOWED}")
