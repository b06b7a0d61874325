"""``python -m tests.bench.scale.bare_process STORE SECONDS``: a bare interpreter with the board's libraries.

It loads what the board needs and asks the store four times a second for its last change, nothing else; then
it prints the processor seconds and megabytes of the loading, and the share of a core that the asking took.
"""

import sys
import time
from pathlib import Path

LIBRARIES = (
    "sqlalchemy", "numpy", "pandas", "shapely", "geopandas", "fastapi", "dash", "dash_leaflet", "apscheduler",
    "uvicorn", "httpx", "pydantic", "structlog", "orjson",
)  # fmt: skip
ASK_SECONDS = 0.25


def main() -> None:
    """Load, ask, and print the three figures."""
    store, seconds = sys.argv[1], float(sys.argv[2])
    for name in LIBRARIES:
        __import__(name)
    loaded = time.process_time()
    megabytes = _resident_megabytes()
    share = _ask(store, seconds) if seconds else 0.0
    sys.stdout.write(f"{loaded} {megabytes} {share}\n")


def _resident_megabytes() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS:"))) / 1024


def _ask(store: str, seconds: float) -> float:
    """Ask for so long; return the share of a core."""
    from sqlalchemy import create_engine, text

    engine = create_engine(f"sqlite:///{store}")
    query = text("SELECT value FROM counter WHERE name = 'change'")
    start, began = time.process_time(), time.monotonic()
    while time.monotonic() - began < seconds:
        with engine.connect() as connection:
            connection.execute(query).one()
        time.sleep(ASK_SECONDS)
    return (time.process_time() - start) / (time.monotonic() - began)


if __name__ == "__main__":
    main()
