"""Stays behind and stops PostgreSQL once its last user is gone, also after a `kill -9`.

Started as `python -m samenspraak.embedded.warden DATA_FOLDER`. It sleeps in the system the whole
time and holds no share of its own. If it is killed too, the next start adopts what still runs.
"""

import fcntl
import os
import sys
from pathlib import Path

from samenspraak.embedded.sharing import EmbeddedPostgres


def main() -> None:
    """Take the post, let go of who started us, and wait."""
    embedded = EmbeddedPostgres(Path(sys.argv[1]))
    with (embedded.place.folder / "warden").open("ab") as post:
        try:
            fcntl.flock(post, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        # Whoever started us goes on as soon as this parent ends; nobody waits for the child.
        if os.fork():
            os._exit(0)
        embedded.wait_and_stop()


if __name__ == "__main__":
    main()
