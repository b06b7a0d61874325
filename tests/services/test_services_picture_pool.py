"""Pictures are re-encoded by processes with limits, few at once; what goes wrong there stays there.

Kind: work bounded per caller and in all, before it is done.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from data.lib.images import PictureError, PictureProblem
from data.lib.picture_pool import PicturePool, PicturesBusyError
from data.lib.picture_worker import MAX_CPU_SECONDS, MAX_MEMORY_BYTES

ROOT = Path(__file__).parents[2]
COUNTS_ITSELF = "import os; open(os.path.join({folder!r}, str(os.getpid())), 'w').close(); "
WAITS_FOR_ITS_END = "import sys; sys.stdin.buffer.read()"
CRASHES = "import sys, signal; sys.stdin.buffer.read(4); signal.raise_signal(signal.SIGSEGV)"
FAILS = "import sys; sys.stdin.buffer.read(4); sys.exit(1)"


def photo(kind: str = "JPEG") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (400, 300), (200, 30, 30)).save(buffer, kind)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def pool() -> Iterator[PicturePool]:
    """Return a pool with real workers."""
    with_workers = PicturePool()
    yield with_workers
    with_workers.close()


def scripted_pool(script: str, **limits: float) -> PicturePool:
    """Return a pool whose workers run a script instead."""
    return PicturePool(command=(sys.executable, "-c", script), **limits)  # type: ignore[arg-type]


def worker_ids(pool: PicturePool) -> list[int]:
    return [worker.process_id for worker in pool.workers()]


def limits_of(process_id: int) -> dict[str, str]:
    """Return the soft limits of a process by name."""
    lines = Path(f"/proc/{process_id}/limits").read_text().splitlines()[1:]
    return {line[:25].strip(): line[25:].split()[0] for line in lines}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_comes_back_from_its_worker(pool: PicturePool, kind: str) -> None:
    picture = pool.reencode(photo(kind), "before")
    assert (picture.purpose, picture.media_type, picture.width, picture.height) == (
        "before",
        "image/jpeg",
        400,
        300,
    )
    assert Image.open(BytesIO(picture.body)).size == (400, 300)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", PictureProblem.EMPTY),
        (b"<svg/>", PictureProblem.NOT_A_PICTURE),
        (photo()[:-400], PictureProblem.DAMAGED),
    ],
)
def test_a_refusal_comes_back_with_its_reason(pool: PicturePool, body: bytes, reason: PictureProblem) -> None:
    with pytest.raises(PictureError) as error:
        pool.reencode(body, "report")
    assert error.value.reason is reason


def test_one_worker_serves_many_pictures_and_two_are_the_most(pool: PicturePool) -> None:
    before = {pool.reencode(photo(), "report").width and worker_ids(pool)[0] for _ in range(3)}
    assert len(before) == 1
    with ThreadPoolExecutor(6) as threads:
        assert {picture.width for picture in threads.map(pool.reencode, [photo()] * 6, ["report"] * 6)} == {
            400
        }
    assert len(worker_ids(pool)) <= 2


def test_a_worker_has_limits_and_none_of_the_settings(
    pool: PicturePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANTAU_REPORTER_KEY", "secret-of-the-board")
    pool.close()
    pool.reencode(photo(), "report")
    (process_id,) = worker_ids(pool)
    limits = limits_of(process_id)
    assert limits["Max address space"] == str(MAX_MEMORY_BYTES)
    assert MAX_CPU_SECONDS <= int(limits["Max cpu time"]) <= MAX_CPU_SECONDS + 5
    assert limits["Max file size"] == limits["Max core file size"] == "0"
    assert b"secret-of-the-board" not in Path(f"/proc/{process_id}/environ").read_bytes()


def test_a_worker_that_was_killed_is_replaced(pool: PicturePool) -> None:
    pool.reencode(photo(), "report")
    killed = worker_ids(pool)
    for process_id in killed:
        os.kill(process_id, 9)
        os.waitid(os.P_PID, process_id, os.WEXITED | os.WNOWAIT)
    assert pool.reencode(photo(), "report").width == 400
    assert not set(worker_ids(pool)) & set(killed)


def test_a_picture_that_ends_its_worker_is_refused_and_the_next_gets_another(tmp_path: Path) -> None:
    pool = scripted_pool(COUNTS_ITSELF.format(folder=str(tmp_path)) + CRASHES)
    for _ in range(2):
        with pytest.raises(PictureError) as error:
            pool.reencode(photo(), "report")
        assert error.value.reason is PictureProblem.TOO_MANY_PIXELS
    assert (len(list(tmp_path.iterdir())), pool.workers()) == (2, [])


def test_a_worker_that_fails_by_itself_is_no_fault_of_the_picture() -> None:
    with pytest.raises(PicturesBusyError):
        scripted_pool(FAILS).reencode(photo(), "report")


def test_a_worker_is_killed_at_the_deadline() -> None:
    pool = scripted_pool(WAITS_FOR_ITS_END, deadline_seconds=0.2)
    with pytest.raises(PicturesBusyError):
        pool.reencode(photo(), "report")
    assert pool.workers() == []


def test_a_full_queue_refuses_at_once() -> None:
    pool = scripted_pool(WAITS_FOR_ITS_END, workers=1, waiting=1)
    refused = threading.Event()

    def fill() -> None:
        try:
            pool.reencode(photo(), "report")
        except PicturesBusyError:
            refused.set()
        except PictureError:
            pass

    threads = [threading.Thread(target=fill) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert refused.wait(20)
    while any(thread.is_alive() for thread in threads):
        pool.close()
        threads[0].join(0.05)
    assert pool.workers() == []


def test_workers_end_with_a_board_that_is_killed() -> None:
    script = (
        "import os; from data.lib.picture_pool import PicturePool;"
        "from PIL import Image; from io import BytesIO;"
        "file = BytesIO(); Image.new('RGB', (99, 99)).save(file, 'PNG'); pool = PicturePool();"
        "pool.reencode(file.getvalue(), 'report'); print(pool.workers()[0].process_id, flush=True);"
        "os.kill(os.getpid(), 9)"
    )
    board = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False)
    assert board.returncode == -9
    with pytest.raises(ProcessLookupError):
        while True:
            os.kill(int(board.stdout), 0)
            if Path(f"/proc/{int(board.stdout)}/stat").read_text().split()[2] == "Z":
                raise ProcessLookupError
