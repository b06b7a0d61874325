"""Columns that only grow, as mapped files: what nobody looks at takes no memory of the process."""

import mmap
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
from numpy.typing import NDArray


class ColumnFile:
    """Numbers of one type, one after the other in a file without a name, which ends with the process.

    One thread at a time writes; views of any thread stay valid.
    """

    def __init__(self, dtype: np.dtype[np.generic], folder: Path | None = None) -> None:
        """:param folder: on a disk; None: wherever the system keeps temporary files"""
        self._dtype, self._count = dtype, 0
        self._file = TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 (it lives as long as this value)
        self._map: mmap.mmap | None = None

    def __len__(self) -> int:
        return self._count

    def append(self, values: NDArray[np.generic]) -> None:
        """Write values behind those that there are.

        :raises OSError: they cannot be written, perhaps some of them only: the file is of no more use
        """
        left = np.ascontiguousarray(values, dtype=self._dtype).tobytes()
        while left:  # a nearly full disk takes a part
            left = left[self._file.write(left) :]
        self._count += len(values)

    def set_values(self, rows: NDArray[np.int64], values: NDArray[np.generic]) -> None:
        """Replace the values of some rows."""
        if len(rows):
            self._mapped()
            np.frombuffer(self._map or b"", dtype=self._dtype)[rows] = values

    def view(self) -> NDArray[np.generic]:
        """Return all values, not copied; they must not be written to."""
        view: NDArray[np.generic] = np.frombuffer(self._mapped(), dtype=self._dtype)[: self._count]
        view.flags.writeable = False
        return view

    def release(self) -> None:
        """Give back the memory in which the file was looked at; it is read again when it is needed."""
        if self._map is not None:
            self._map.madvise(mmap.MADV_DONTNEED)

    def close(self) -> None:
        """Delete the file once no view of it is left."""
        self._map = None
        self._file.close()

    def _mapped(self) -> mmap.mmap | bytes:
        """Return the file's content, mapped anew if it has grown."""
        size = self._count * self._dtype.itemsize
        if size and (self._map is None or len(self._map) < size):
            self._map = mmap.mmap(self._file.fileno(), size)
        return self._map if self._map is not None else b""
