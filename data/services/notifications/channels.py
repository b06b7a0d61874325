"""The city's channels for messages besides the inboxes of accounts; their addresses hold secrets."""

import tomllib
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote

from pydantic import BaseModel, Field, ValidationError

from data.config.settings import SettingError
from data.core.notifications import KECAMATAN_PREFIX, LEADERS_AUDIENCE, OPERATOR_AUDIENCE, REPORTER_PREFIX
from data.core.strict import StrictModel

CHANNELS_SETTING = "PANTAU_CHANNELS"
ADDRESS_PLACEHOLDER, BATCH_PLACEHOLDER = (
    "{alamat}",
    "{kiriman}",
)  # the reporter's address; the id of the message
EVERY_KECAMATAN = KECAMATAN_PREFIX + "*"
ALLOWED_FORMAT = (
    "TOML with [[channel]] tables: name, url (of Apprise) and audience, a list of operator, pimpinan, "
    "kecamatan:CODE, kecamatan:* and pelapor, whose url holds {alamat}"
)


class Channel(BaseModel):
    """One channel.

    :param url: an Apprise URL; ``{alamat}`` becomes the reporter's address, ``{kiriman}`` the message's id,
        by which a recipient recognises one that arrives twice
    """

    model_config = StrictModel.model_config

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    url: Annotated[str, Field(min_length=4, repr=False)]
    audience: Annotated[tuple[str, ...], Field(min_length=1)]

    def accepts(self, audience: str) -> bool:
        """Return whether notifications for an audience use this channel."""
        if audience.startswith(REPORTER_PREFIX):
            return "pelapor" in self.audience
        return audience in self.audience or (
            audience.startswith(KECAMATAN_PREFIX) and EVERY_KECAMATAN in self.audience
        )

    def url_for(self, batch: str, contact: str = "") -> str:
        """Return the channel's address for one message."""
        url = self.url.replace(ADDRESS_PLACEHOLDER, quote(contact, safe="@"))
        return url.replace(BATCH_PLACEHOLDER, batch)


class _ChannelsFile(BaseModel):
    model_config = StrictModel.model_config

    channel: tuple[Channel, ...] = ()


@dataclass(frozen=True)
class Channels:
    """All channels of a city by name."""

    by_name: dict[str, Channel] = field(default_factory=dict)

    def for_audience(self, audience: str) -> list[Channel]:
        """Return the channels for an audience."""
        return [channel for channel in self.by_name.values() if channel.accepts(audience)]


def read_channels(text: str) -> Channels:
    """Read the channels from the text of the setting.

    :raises SettingError: it is not what is allowed; the message leaves out its content, which holds secrets
    """
    try:
        channels = _ChannelsFile.model_validate(tomllib.loads(text)).channel
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise SettingError(
            f"{CHANNELS_SETTING} = (not shown): {_describe_error(error)}; allowed is {ALLOWED_FORMAT}"
        ) from None
    for channel in channels:
        _check_channel(channel)
    names = [channel.name for channel in channels]
    if len(set(names)) < len(names):
        raise SettingError(
            f"{CHANNELS_SETTING} = (not shown): two channels of one name; allowed is {ALLOWED_FORMAT}"
        )
    return Channels({channel.name: channel for channel in channels})


def _describe_error(error: Exception) -> str:
    """Return where the text is wrong, without its content."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, detail['loc']))}: {detail['msg']}" for detail in error.errors())
    return "is not TOML"


def _check_channel(channel: Channel) -> None:
    """Check the audience of a channel.

    :raises SettingError: an unknown audience, or a channel to reporters whose URL has no place for one
    """
    known_audiences = {OPERATOR_AUDIENCE, LEADERS_AUDIENCE, "pelapor"}
    unknown_audiences = [
        audience
        for audience in channel.audience
        if audience not in known_audiences and not audience.startswith(KECAMATAN_PREFIX)
    ]
    if unknown_audiences:
        raise _channel_error(channel, f"audience {unknown_audiences[0]!r}")
    if ("pelapor" in channel.audience) != (ADDRESS_PLACEHOLDER in channel.url):
        raise _channel_error(channel, f"{ADDRESS_PLACEHOLDER} goes with pelapor")
    if "pelapor" in channel.audience and len(channel.audience) > 1:
        raise _channel_error(channel, "pelapor stands alone")


def _channel_error(channel: Channel, problem: str) -> SettingError:
    return SettingError(f"{CHANNELS_SETTING}: channel {channel.name}: {problem}; allowed is {ALLOWED_FORMAT}")
