"""A server whose login sees every row, as if PostgreSQL's lock were gone.

    python -m tests.drafting.without_row_security PORT

`serve` refuses such a login; what is left without the second lock is what the door refuses.
"""

import os
import sys

import msgspec
import uvicorn

from samenspraak.app import create_app
from samenspraak.settings import Settings


def main() -> None:
    settings = Settings.from_environment(os.environ)
    uvicorn.run(
        # Row-level security does not hold back who owns the tables.
        create_app(msgspec.structs.replace(settings, database_url=settings.database_owner_url)),
        port=int(sys.argv[1]),
        ws="websockets-sansio",
        log_config=None,
        access_log=False,
    )


if __name__ == "__main__":
    main()
