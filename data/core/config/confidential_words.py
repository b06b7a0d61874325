"""Words of a city by which reports are confidential: the ``[confidential]`` table of its TOML file."""

from data.core.strict import Name, StrictModel


class ConfidentialWords(StrictModel):
    """Words or phrases that say the same as *rahasia*, in any column of any source."""

    words: tuple[Name, ...] = ()
