"""Memory of pictures: what one may take by its format, what all take at once, and that it is given back.

Kind: memory has a budget in bytes, for the processes too.
"""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from data.lib.image_inspection import MAX_PIXELS, inspect_image
from data.lib.images import PictureError, PictureProblem
from data.lib.picture_pool import MAX_DECODING_BYTES, PicturePool, PicturesBusyError, Turns
from data.lib.picture_worker import MAX_MEMORY_BYTES

PHONE = {
    "12 megapixels, WebP": ("WEBP", (4_032, 3_024)),
    "12 megapixels, PNG": ("PNG", (4_032, 3_024)),
    "12 megapixels, JPEG": ("JPEG", (4_032, 3_024)),
    "50 megapixels, JPEG": ("JPEG", (8_160, 6_120)),
}


@cache
def picture(kind: str, size: tuple[int, int], mode: str = "RGB") -> bytes:
    buffer = BytesIO()
    Image.new(mode, size, 90).save(buffer, kind, **({"method": 0} if kind == "WEBP" else {}))
    return buffer.getvalue()


@pytest.fixture
def pool() -> Iterator[PicturePool]:
    """Return a pool whose worker has had no other picture."""
    with_workers = PicturePool()
    yield with_workers
    with_workers.close()


def peak_bytes(process_id: int) -> int:
    """Return the most memory that a process has had, addresses included."""
    (line,) = [
        line for line in Path(f"/proc/{process_id}/status").read_text().splitlines() if "VmPeak" in line
    ]
    return int(line.split()[1]) * 1024


@pytest.mark.parametrize(("kind", "size"), PHONE.values(), ids=PHONE)
def test_a_photo_of_a_phone_is_taken_within_its_cost(
    pool: PicturePool, kind: str, size: tuple[int, int]
) -> None:
    assert pool.reencode(picture(kind, size), "report").width == 1_600
    decoder_bytes, cost = 50 * 2**20, inspect_image(picture(kind, size)).decoding_bytes
    (worker,) = pool.workers()
    assert peak_bytes(worker.process_id) < min(MAX_MEMORY_BYTES, decoder_bytes + cost)


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_more_pixels_than_a_worker_can_hold_are_refused_by_their_header(kind: str) -> None:
    side = int(MAX_PIXELS[kind] ** 0.5) + 10
    with pytest.raises(PictureError) as error:
        inspect_image(picture(kind, (side, side), "L"))
    assert error.value.reason is PictureProblem.TOO_MANY_PIXELS


def test_the_largest_picture_of_each_format_fits_into_a_worker() -> None:
    for kind in ("WEBP", "PNG"):
        side = int(MAX_PIXELS[kind] ** 0.5)
        assert inspect_image(picture(kind, (side, side), "L")).decoding_bytes <= MAX_DECODING_BYTES
        assert MAX_DECODING_BYTES < MAX_MEMORY_BYTES


def test_two_photos_at_once_but_a_large_one_alone() -> None:
    photo = inspect_image(picture("JPEG", (4_032, 3_024))).decoding_bytes
    large = inspect_image(picture("WEBP", (4_032, 3_024))).decoding_bytes
    assert 2 * photo <= MAX_DECODING_BYTES < photo + large
    turns = Turns(2, MAX_DECODING_BYTES)
    with turns.take(photo, 0), turns.take(photo, 0), pytest.raises(PicturesBusyError), turns.take(photo, 0):
        pass
    with turns.take(large, 0), pytest.raises(PicturesBusyError), turns.take(photo, 0):
        pass
    with turns.take(10 * MAX_DECODING_BYTES, 0):  # alone: its own limit is that of the worker
        pass


def test_a_large_picture_waits_before_small_ones_that_came_later() -> None:
    turns, order, running = Turns(2, 100), list[str](), threading.Event()

    def take(name: str, cost: int) -> None:
        with turns.take(cost, 30):
            order.append(name)

    with ThreadPoolExecutor(2) as threads:
        with turns.take(60, 0):
            large = threads.submit(take, "large", 90)
            while not turns.waiting:
                running.wait(0.001)
            with pytest.raises(PicturesBusyError), turns.take(10, 0):
                pass
            small = threads.submit(take, "small", 90)
            while turns.waiting < 2:
                running.wait(0.001)
        assert (large.result(), small.result(), order) == (None, None, ["large", "small"])


def test_workers_without_a_picture_end_and_another_starts_on_demand() -> None:
    pool = PicturePool(idle_seconds=0.05)
    assert pool.reencode(picture("JPEG", (400, 300)), "report").width == 400
    ended = threading.Event()
    while pool.workers():
        ended.wait(0.01)
    assert pool.reencode(picture("JPEG", (400, 300)), "report").width == 400
    pool.close()
