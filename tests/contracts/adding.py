"""A process that adds pieces to a library and says so, for tests of two at once and of a crash.

python -m tests.contracts.adding URL NAME COUNT
"""

import sys
from contextlib import closing

from briefs.sql_store import open_store
from tests.briefs.builders import NOW, edited


def main(url: str, name: str, count: int) -> None:
    with closing(open_store(url)) as store:
        for n in range(count):
            added = store.add(edited(f"{name} wrote text {n}.", origin=f"{name}/{n}"), now=NOW)
            print(added.card.piece, n, flush=True)  # noqa: T201 - the parent reads it


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
