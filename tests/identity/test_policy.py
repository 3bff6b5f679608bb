"""Who may do what with an account and with an organisation's rights."""

from uuid import uuid4

import pytest
from tests.builders import a_signed_in

from samenspraak.identity.policy import (
    may_change_settings,
    may_manage_account,
    may_manage_mandates,
)
from samenspraak.identity.schemas import Member


def a_member(*, is_administrator: bool, is_program: bool) -> Member:
    return Member(
        person=a_signed_in(is_program=is_program),
        organisation_id=uuid4(),
        organisation_name="Gemeente Merwestede",
        identifier_scheme=None,
        identifier_id=None,
        journal_id=uuid4(),
        name="Marieke de Groot",
        title="contractmanager",
        is_administrator=is_administrator,
    )


@pytest.mark.parametrize(
    ("is_administrator", "is_program", "may"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_only_an_administrator_in_person_decides_who_signs_and_what_is_asked(
    is_administrator, is_program, may
):
    member = a_member(is_administrator=is_administrator, is_program=is_program)

    assert may_manage_mandates(member) is may
    assert may_change_settings(member) is may


@pytest.mark.parametrize("is_program", [False, True])
def test_a_program_manages_no_account(is_program):
    """One that could make tokens would go on after its own was revoked."""
    assert may_manage_account(a_signed_in(is_program=is_program)) is not is_program
