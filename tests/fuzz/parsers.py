"""All fuzzed parsers by name."""

from tests.fuzz.checks import Parser
from tests.fuzz.feed_parsers import FEED_PARSERS
from tests.fuzz.table_parsers import TABLE_PARSERS

PARSERS: dict[str, Parser] = {**FEED_PARSERS, **TABLE_PARSERS}
