"""The PDF over HTTP, and among the proof."""

import io
from typing import Any
from uuid import uuid4

import pikepdf
from tests.builders import People, Room
from tests.builders_agreements import Desk, ready_to_sign

from samenspraak.agreements.archive import unpack
from samenspraak.agreements.picture import Press
from samenspraak.agreements.queries.picture import picture_if_any
from samenspraak.agreements.verification import verify_bundle


def signed_text_in(data: bytes) -> str:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return pdf.attachments["agreement.json"].get_file().read_bytes().decode()


async def test_a_version_is_saved_as_a_file_with_the_signed_text_inside(
    room: Room, tom: Desk, femke: Desk
):
    version = await ready_to_sign(room)

    answer = await femke.browser.get(f"{femke.path}/versions/{version.id}/picture")

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert signed_text_in(answer.content) == (await tom.see(version.id))["content"]


async def test_who_is_not_in_the_room_gets_no_picture(room: Room, people: People, sign_in: Any):
    version = await ready_to_sign(room)
    outsider = await sign_in(people.bram)

    for path in (
        f"/workspaces/{room.id}/versions/{version.id}/picture",
        f"/workspaces/{uuid4()}/versions/{version.id}/picture",
    ):
        assert (await outsider.get(path)).status_code == 404


async def test_the_proof_holds_the_picture_and_is_none_the_less_without(
    room: Room, tom: Desk, hanneke: Desk
):
    version = await ready_to_sign(room)
    seen = await tom.see(version.id)
    for desk in (tom, hanneke):
        assert (await desk.sign(seen)).status_code == 201

    bundle = await hanneke.browser.get(f"{hanneke.path}/versions/{version.id}/bundle")

    assert verify_bundle(bundle.content).is_consistent
    parts = unpack(bundle.content)
    if "agreement.pdf" in parts:
        # On a machine this busy it may be left out.
        assert signed_text_in(parts["agreement.pdf"]) == seen["content"]
    assert await picture_if_any(room.marieke, version.id, Press(wall_seconds=0.01)) is None
