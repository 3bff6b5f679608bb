"""The picture a telephone reads a secret from: the squares of a QR code, drawn by whoever shows it."""

from uuid import UUID

import segno

from samenspraak.identity.decisions import totp_uri
from samenspraak.identity.schemas import PictureView, SecondFactorView

# Readers look for four light squares around it.
QUIET = 4


def second_factor_view(factor_id: UUID, secret: str, *, email: str) -> SecondFactorView:
    """Return all that a telephone can be told about a second factor."""
    uri = totp_uri(secret, email=email)
    return SecondFactorView(id=factor_id, secret=secret, uri=uri, picture=squares(uri))


def squares(text: str) -> PictureView:
    """Return a QR code as one path of an SVG: a stroke for each run of dark squares in a row.

    A path is drawn without any markup of ours, so that no page has to trust any.
    """
    rows = [list(row) for row in segno.make_qr(text, error="m").matrix_iter(border=QUIET)]
    runs: list[str] = []
    for down, row in enumerate(rows):
        across = 0
        while across < len(row):
            end = across
            while end < len(row) and row[end]:
                end += 1
            if end > across:
                runs.append(f"M{across} {down}h{end - across}v1h-{end - across}z")
            across = end + 1
    return PictureView(size=len(rows), path="".join(runs))
