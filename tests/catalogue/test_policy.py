"""Who brings tables into an organisation."""

from uuid import uuid4

import pytest
from tests.builders import a_signed_in

from samenspraak.catalogue.policy import may_change_catalogues
from samenspraak.identity.schemas import Member


@pytest.mark.parametrize("is_program", [True, False])
@pytest.mark.parametrize("is_administrator", [True, False])
def test_an_administrator_does_also_by_a_program(*, is_administrator: bool, is_program: bool):
    member = Member(
        person=a_signed_in(is_program=is_program),
        organisation_id=uuid4(),
        journal_id=uuid4(),
        name="Marieke de Groot",
        title="",
        is_administrator=is_administrator,
        organisation_name="Gemeente Merwestede",
        identifier_scheme=None,
        identifier_id=None,
    )
    assert may_change_catalogues(member) == is_administrator
