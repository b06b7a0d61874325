"""``make vulnerabilities``: what is known of all pinned packages, by pip-audit.

Exit codes: 0 nothing is known, 1 something is, 3 it could not be found out. pip-audit alone ends with 0
where the database does not know the packages, and with 1 where it cannot be reached.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LISTS = ("requirements.txt", "requirements-test.txt")
NONE_KNOWN, SOME_KNOWN, NOT_FOUND_OUT = 0, 1, 3
TIMEOUT_SECONDS = 15  # for each answer of the database


def main(arguments: list[str]) -> int:
    """Print what the database answers and return the exit code.

    :param arguments: for pip-audit, such as another database
    """
    command = [sys.executable, "-m", "pip_audit", "--format=json", "--progress-spinner=off", "--disable-pip",
               "--require-hashes", f"--timeout={TIMEOUT_SECONDS}", *arguments]  # fmt: skip
    command += [f"--requirement={ROOT / name}" for name in LISTS]
    completed = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(completed.stdout)["dependencies"]
    except ValueError:
        reason = "".join(completed.stderr.strip().splitlines()[-1:])
        sys.stdout.write(f"NOT CHECKED: the database of vulnerabilities could not be asked: {reason}\n")
        return NOT_FOUND_OUT
    return report(packages)


def report(packages: list[dict[str, Any]]) -> int:
    """Print each vulnerability and each package that was not checked; return the exit code."""
    known = [
        f"{package['name']} {package['version']}: {fault['id']}, "
        f"fixed in {', '.join(fault['fix_versions']) or 'no version'}"
        for package in packages
        for fault in package.get("vulns", [])
    ]
    unchecked = [package for package in packages if "skip_reason" in package]
    lines = [*known, *(f"NOT CHECKED: {package['skip_reason']}" for package in unchecked)]
    lines += [f"{len(packages)} packages: {len(known)} known vulnerabilities, {len(unchecked)} NOT CHECKED"]
    sys.stdout.write("\n".join(lines) + "\n")
    if known:
        return SOME_KNOWN
    return NOT_FOUND_OUT if unchecked or not packages else NONE_KNOWN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
