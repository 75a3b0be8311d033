"""What the store asks of the file system."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.store.filesystem import (
    create_private,
    is_writable,
    kind_of,
    make_private,
    network_file_system,
    network_type,
    side_file,
    size_of,
)

MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:26 / /home rw,nosuid shared:2 - xfs /dev/vdb rw
41 30 0:44 / /home/anna/share rw shared:9 - cifs //server/share rw,vers=3.0
42 22 0:45 / /srv/nfs\\040disk rw - nfs4 server:/export rw
43 22 0:46 / /mnt/c rw - 9p drvfs rw
44 22 0:47 / /home/anna/remote rw - fuse.sshfs anna@host: rw
45 22 0:48 / /home/anna/crypt rw - fuse.gocryptfs /home/anna/.crypt rw
46 22 0:49 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
47 30 0:50 / /home/anna/share/local rw - tmpfs none rw
nonsense
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/data.db", ""),
        ("/home/anna/data.db", ""),
        ("/home/anna/share/data.db", "cifs"),
        ("/home/anna/shared/data.db", ""),
        ("/home/anna/share/local/data.db", ""),
        ("/srv/nfs disk/data.db", "nfs4"),
        ("/mnt/c/Users/data.db", "9p"),
        ("/home/anna/remote/data.db", "fuse.sshfs"),
        ("/home/anna/crypt/data.db", ""),
        ("/run/user/1000/gvfs/smb/data.db", "fuse.gvfsd-fuse"),
    ],
)
def test_network_disks_are_told_from_local_ones(path: str, kind: str) -> None:
    assert network_type(Path(path), MOUNTS) == kind


def test_a_later_mount_on_the_same_folder_counts() -> None:
    assert (
        network_type(Path("/srv/x"), "1 0 0:1 / /srv rw - ext4 a rw\n2 1 0:2 / /srv rw - nfs b rw\n") == "nfs"
    )


def test_this_disk_is_local(tmp_path: Path) -> None:
    assert network_file_system(tmp_path / "data.db") == ""


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_modes(tmp_path: Path) -> None:
    path = tmp_path / "file"
    before = os.umask(0)
    try:
        create_private(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        create_private(path)
    path.chmod(0o664)
    make_private(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert is_writable(path)
    path.chmod(0o400)
    assert not is_writable(path)
    assert not is_writable(tmp_path / "none")
    make_private(tmp_path / "none")


def test_sizes_names_and_kinds(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"123")
    assert size_of(tmp_path / "a.db") == 3
    assert size_of(tmp_path / "none") == 0
    assert side_file(tmp_path / "a.db", "-wal").name == "a.db-wal"
    assert kind_of(tmp_path.stat().st_mode) == "a folder"
    assert kind_of((tmp_path / "a.db").stat().st_mode) == "a file"
    assert kind_of(0) == "a special file"
