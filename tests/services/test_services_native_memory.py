"""What the C library keeps: freed blocks of many threads go back, and do not stay in a heap for each."""

import subprocess
import sys

from tests.architecture.source_code import ROOT

# Thirty threads fill and free 8 MB each, in blocks as large as a page's JSON; prints the MB left over.
THREADS = """
import threading
from pathlib import Path
from data.lib.native_memory import bound_native_memory

bound_native_memory()
barrier = threading.Barrier(30)

def work():
    blocks = [bytearray(200_000) for _ in range(40)]
    barrier.wait()

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 2**20

before = resident()
threads = [threading.Thread(target=work) for _ in range(30)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(resident() - before)
"""


def test_memory_of_many_threads_goes_back() -> None:
    completed = subprocess.run(
        [sys.executable, "-c", THREADS], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert int(completed.stdout) < 40, "240 MB were in use"
