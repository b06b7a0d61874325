"""Where translations are: one file for each language but that of the code. Nothing is loaded for it."""

from pathlib import Path

CATALOGUES = Path(__file__).resolve().parents[1] / "locale"
SOURCE_LANGUAGE = "en"
