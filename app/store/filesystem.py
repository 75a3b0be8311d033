"""What the store asks of the file system: kinds of files, private modes, durable renames, network disks."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700
SIDE_FILES = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside an open database."""

_NETWORK_TYPES = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "ncp",
    "ceph",
    "gfs",
    "ocfs",
    "glusterfs",
    "lustre",
    "beegfs",
)
_NETWORK_FUSE = (
    "sshfs",
    "rclone",
    "gvfsd-fuse",
    "davfs",
    "s3fs",
    "glusterfs",
    "curlftpfs",
    "smbnetfs",
    "ceph",
)


def side_file(path: Path, suffix: str) -> Path:
    """The file SQLite keeps beside `path` under this suffix (`-wal`, `-shm`, `-journal`)."""
    return path.with_name(path.name + suffix)


def size_of(path: Path) -> int:
    """Bytes in a file; 0 for one that is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def is_writable(path: Path) -> bool:
    """Whether we may write here. A file or folder that nobody may write is left alone, by root as well."""
    try:
        return os.access(path, os.W_OK) and bool(path.stat().st_mode & 0o222)
    except OSError:
        return False


def create_private(path: Path) -> None:
    """Make an empty file that only its owner can read. Raises `FileExistsError` if it is there."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))


def make_private(path: Path) -> None:
    """Take the rights of group and others away where there are any and the file is ours to change."""
    with suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            path.chmod(mode & 0o700)


def sync_file(path: Path) -> None:
    """Wait until a file's content is on the disk. Never for an open database: closing frees its locks."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can do that."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # some network disks refuse; the rename itself has happened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def kind_of(mode: int) -> str:
    """What a path is, in words, from its `st_mode`."""
    kinds = (
        (stat.S_ISREG, "a file"),
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((name for matches, name in kinds if matches(mode)), "a special file")


def network_file_system(path: Path) -> str:
    """The type of the network file system that `path` lies on (`nfs4`, `cifs`); empty for a local disk.

    Known on Linux and Windows; elsewhere every disk counts as local.
    """
    if sys.platform == "win32":
        import ctypes

        drive = path.drive
        remote = drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == 4
        return "network drive" if remote else ""
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
    return network_type(path, mounts)


def network_type(path: Path, mountinfo: str) -> str:
    """The network type of the mount that holds `path`, by the text of `/proc/self/mountinfo`."""
    best, best_type = -1, ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if len(fields) < 5 or not kinds[0]:
            continue
        point = _unescaped(fields[4])
        if len(point) >= best and path.is_relative_to(point):
            best, best_type = len(point), kinds[0]
    if best_type.startswith("fuse."):
        return best_type if best_type.removeprefix("fuse.").startswith(_NETWORK_FUSE) else ""
    return best_type if best_type.startswith(_NETWORK_TYPES) else ""


def _unescaped(point: str) -> str:
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, character)
    return point
