"""Runs pytest as the adoptive parent of everything the tests leave behind, as PID 1 is on a real machine.

usage: python run.py worker|integration [PYTEST ARGUMENT...]

A master whose emperor was killed comes to this process, which reaps it when it ends; what still lives when pytest is
done is named and ended, and the run has failed. Exit code: pytest's, or 1.
"""

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

from harness import proc

TESTS = Path(__file__).resolve().parents[1]
PR_SET_CHILD_SUBREAPER = 36


def main():
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit(f"run: prctl(PR_SET_CHILD_SUBREAPER): {os.strerror(ctypes.get_errno())}")
    environment = {**os.environ, "EMPEROR_TEST_REAPER": str(os.getpid())}
    folder, *arguments = sys.argv[1:]
    pytest = subprocess.Popen([sys.executable, "-m", "pytest", *arguments], cwd=TESTS / folder, env=environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: pytest.terminate())
    code = reap_until(pytest.pid)
    return end_what_is_left() or code


def reap_until(pid):
    while True:
        ended, status = os.wait()
        if ended == pid:
            return os.waitstatus_to_exitcode(status)


def end_what_is_left():
    left = [process for process in proc.descendants(os.getpid()) if process.alive]
    for process in left:
        print(f"run: left behind: {process}", file=sys.stderr)
        proc.kill(process.pid)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
