"""Memory that the C library keeps for itself.

glibc gives many threads a heap each and keeps freed blocks of some megabytes in it: a board with its pools of
threads then holds half as much again as it uses. Two heaps are enough, and large blocks go back at once.
"""

import ctypes
from contextlib import suppress

ARENA_MAX, MMAP_THRESHOLD, TRIM_THRESHOLD = -8, -3, -1  # numbers of mallopt(3), from malloc.h
HEAPS = 2
LARGE_BYTES = 128 * 1024


def bound_native_memory() -> None:
    """Bound what glibc keeps; call it before threads start. Another C library stays as it is."""
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL("libc.so.6").mallopt
        for parameter, value in (
            (ARENA_MAX, HEAPS),
            (MMAP_THRESHOLD, LARGE_BYTES),
            (TRIM_THRESHOLD, LARGE_BYTES),
        ):
            mallopt(parameter, value)
