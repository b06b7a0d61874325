"""The process that re-encodes pictures: ``python -m data.lib.picture_worker``, asked through its pipes.

It has limits on memory and processor time, none of the board's settings, and ends with its input.
"""

import resource
import struct
import sys
from typing import BinaryIO

from data.lib.images import PictureError, PictureProblem, reencode

MAX_MEMORY_BYTES = 256 * 2**20  # of addresses; the largest WebP accepted needs 235 MB of them
MAX_CPU_SECONDS = 15  # of one picture; the largest one accepted takes about three
REQUEST, RESPONSE = struct.Struct(">I"), struct.Struct(">?III")  # body; success, width, height, body


def main() -> None:
    """Answer requests until the input ends."""
    _set_limit(resource.RLIMIT_AS, MAX_MEMORY_BYTES)
    _set_limit(resource.RLIMIT_CORE, 0)
    _set_limit(resource.RLIMIT_FSIZE, 0)  # it writes nothing but its answers
    while header := sys.stdin.buffer.read(REQUEST.size):
        _restart_cpu_limit()
        write_response(sys.stdout.buffer, sys.stdin.buffer.read(*REQUEST.unpack(header)))


def write_response(output: BinaryIO, body: bytes) -> None:
    """Write the picture that an uploaded file holds, or why it is refused."""
    try:
        picture = reencode(body, "")
    except PictureError as error:
        output.write(_pack(success=False, width=0, height=0, body=error.reason.encode()))
    except MemoryError:
        output.write(_pack(success=False, width=0, height=0, body=PictureProblem.TOO_MANY_PIXELS.encode()))
    except Exception:  # of a decoder, whatever it is: the next picture is another one
        output.write(_pack(success=False, width=0, height=0, body=PictureProblem.DAMAGED.encode()))
    else:
        output.write(_pack(success=True, width=picture.width, height=picture.height, body=picture.body))
    output.flush()


def _pack(*, success: bool, width: int, height: int, body: bytes) -> bytes:
    return RESPONSE.pack(success, width, height, len(body)) + body


def _restart_cpu_limit() -> None:
    """Count the processor time of the next picture alone."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft_limit = int(usage.ru_utime + usage.ru_stime) + MAX_CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft_limit, resource.RLIM_INFINITY))


def _set_limit(kind: int, limit: int) -> None:
    resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    main()
