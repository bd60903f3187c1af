"""The short-lived folder of a server: connection files and sockets of kernels, gone when it ends."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

_PREFIX = "hf-"


def make(root: Path) -> Path:
    """Make the folder of a data root, and clear away what a server that was killed left in it.

    Its name follows from the data root, whose lock the caller holds, so no other server uses it. Where something of
    that name is in the way, the folder gets another name.

    Args:
        root: The data root.
    """
    tag = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"{_PREFIX}{tag}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=0o700)
    except OSError:
        return Path(tempfile.mkdtemp(prefix=_PREFIX))
    return folder
