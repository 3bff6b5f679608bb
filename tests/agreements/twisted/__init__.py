"""Bundles that somebody with a key of their own could make, to see whether any of them passes.

Each is packed with the right sums and sealed anew where that is needed, so that only the check it
was made for can find it.
"""

from collections.abc import Iterator

from tests.agreements.twisted import beside, deal, seals, spelling
from tests.agreements.twisted.bench import Bench, Twist

from samenspraak.tokens import SigningKey


def twisted(bundle: bytes, key: SigningKey) -> Iterator[Twist]:
    """Return every twisted bundle: what was done, the file, and the reason it breaks for.

    A reason of None says that it holds.
    """
    bench = Bench(bundle, key)
    for made in (
        spelling.spelled,
        spelling.shaped,
        spelling.told_at_other_moments,
        seals.sealed,
        seals.windows,
        deal.signed_otherwise,
        deal.agreed_otherwise,
        beside.beside,
        beside.listed_otherwise,
        beside.packed_otherwise,
    ):
        yield from made(bench)
