"""The flag that signal handlers set: a signal ends a wait, at whichever instruction it comes."""

import fcntl
import os
import resource
import subprocess
import sys

from data.lib.stop_signal import StopSignal
from tests.architecture.source_code import ROOT

# Raises the signal at the n-th instruction of a wait, for every n that a wait has, and waits again each time.
WAITS = """
import signal, sys
from data.lib.stop_signal import StopSignal

def wait_with_signal_at(position):
    stop, count = StopSignal().install(signal.SIGTERM), 0

    def trace(frame, kind, _):
        nonlocal count
        frame.f_trace_opcodes = True
        if kind == "opcode":
            count += 1
            if count == position:
                sys.settrace(None)
                signal.raise_signal(signal.SIGTERM)
        return trace if count < position else None

    sys.settrace(trace)
    stop.wait(0.001)
    sys.settrace(None)
    if count < position:
        return False
    assert stop.wait(60) and stop.is_set()
    return True

position = 1
while wait_with_signal_at(position):
    position += 1
print(position)
"""


def test_a_signal_at_any_instruction_ends_the_wait() -> None:
    """A ``threading.Event`` in its place waits for ever: its lock is held at some of the instructions."""
    completed = subprocess.run(
        [sys.executable, "-c", WAITS], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    assert int(completed.stdout) > 10


def test_a_process_with_thousands_of_open_files_can_wait() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    stop = StopSignal()
    stop._receiver = fcntl.fcntl(stop._receiver, fcntl.F_DUPFD, 2_000)
    assert not stop.wait(0.001)
    stop.set()
    assert stop.wait(60)
    os.close(stop._receiver)
