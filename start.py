"""Set up and go, with nothing but Python 3.11 or newer.

    python3 start.py          sets up once, then opens the workbench on a copy of the example database
    python3 start.py test     sets up once, then runs the tests
    python3 start.py ARGS     any `assess` command, for example: python3 start.py list

The packages go into the folder `.venv` here, at the versions and with the hashes of the lock files. Nothing else
on the machine is changed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def set_up(lock: Path) -> None:
    """Make `.venv` hold what `lock` names; a marker with the lock's digest makes the second time free."""
    wanted = hashlib.sha256(lock.read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    marker = ENVIRONMENT / f"{lock.stem}.done"
    if PYTHON.exists() and marker.exists() and marker.read_text(encoding="ascii") == wanted:
        return
    print("Setting up .venv (once) ...", file=sys.stderr)
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--require-hashes", "-r", str(lock)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(HERE)], check=True)
    marker.write_text(wanted, encoding="ascii")


def main(arguments: list[str]) -> int:
    """Set up what these arguments need and run them; returns the exit code."""
    if sys.version_info < (3, 11):
        print(f"assess needs Python 3.11 or newer; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    testing = arguments[:1] == ["test"]
    try:
        set_up(HERE / ("requirements-dev.lock" if testing else "requirements.lock"))
    except subprocess.CalledProcessError:
        print("The packages could not be installed; see the message above.", file=sys.stderr)
        return 1
    if testing:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # the tests start hundreds of short processes
        command = ["-m", "pytest", "-n", "3", "--dist", "worksteal", *arguments[1:]]
    else:
        command = ["-m", "app", *(arguments or ["demo"])]
    return subprocess.run([str(PYTHON), *command], cwd=HERE if testing else None, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
