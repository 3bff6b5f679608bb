"""What a token, a mandate and the settings of an organisation may say."""

from typing import Any
from uuid import UUID

from msgspec import Struct

from samenspraak.canonical import EXACT_INTEGER_LIMIT
from samenspraak.errors import Fault
from samenspraak.identity.decisions.refusals import (
    AlreadyAdministrator,
    AlreadyRevoked,
    LastAdministrator,
    MemberLeft,
    NotAdministrator,
    NotOneself,
    refuse_faults,
)
from samenspraak.identity.schemas import (
    AdministratorEnded,
    AdministratorMade,
    ChangeSettings,
    GrantMandate,
    MakeToken,
    MandateGranted,
    MandateRevoked,
    Member,
    MemberEnded,
    OrganisationSettingsChanged,
)
from samenspraak.identity.spelling import name_faults

TOKEN_DAYS_MOST = 365
TOKEN_PREFIX = "samenspraak_"  # noqa: S105  # lets scanners of leaked secrets recognise ours
# Contracts that were awarded are kept three years at least: Directive 2014/24/EU, article 84 (2).
LEAST_RETENTION = 3
MOST_RETENTION = 100


def judge_token(request: MakeToken) -> None:
    """Refuse a token without a name or for longer than a year."""
    faults = name_faults(request.name)
    if not 1 <= request.days <= TOKEN_DAYS_MOST:
        faults.append(
            Fault(pointer="/days", slug="identity/token-days", facts={"most": TOKEN_DAYS_MOST})
        )
    refuse_faults(faults)


def grant_mandate(request: GrantMandate, *, is_member: bool) -> MandateGranted:
    """Let a colleague sign; somebody from elsewhere cannot bind this organisation."""
    faults = name_faults(request.role, pointer="/role")
    if not is_member:
        faults.append(Fault(pointer="/personId", slug="identity/not-a-member"))
    if request.up_to_cents is not None and not 0 < request.up_to_cents <= EXACT_INTEGER_LIMIT:
        faults.append(Fault(pointer="/upToCents", slug="identity/mandate-amount"))
    refuse_faults(faults)
    return MandateGranted(
        mandate_id=request.id, person_id=request.person_id, up_to_cents=request.up_to_cents
    )


def revoke_mandate(mandate: dict[str, Any]) -> MandateRevoked:
    """End a mandate; what was signed under it stands."""
    if mandate["revoked_at"] is not None:
        raise AlreadyRevoked
    mandate_id: UUID = mandate["id"]
    return MandateRevoked(mandate_id=mandate_id, person_id=mandate["person_id"])


class MemberNow(Struct, frozen=True, kw_only=True):
    """What an organisation knows of one member, and how many administrators it has."""

    person_id: UUID
    has_left: bool
    is_administrator: bool
    administrators: int

    @property
    def is_last_administrator(self) -> bool:
        """Tell whether nobody could let people in or go after this one."""
        return self.is_administrator and self.administrators < 2


def member_moves(about: MemberNow, by: Member) -> list[str]:
    """Return what an administrator may do about a member, who may be the administrator."""
    if about.has_left or about.is_last_administrator:
        return []
    turn = "end-administrator" if about.is_administrator else "make-administrator"
    return [turn] if about.person_id == by.person_id else ["end", turn]


def end_member(ending: MemberNow, by: Member) -> MemberEnded:
    """End a colleague's work for the organisation.

    Nobody ends their own: one press would take away every contract one works on.
    """
    if ending.has_left:
        raise MemberLeft
    if ending.is_last_administrator:
        raise LastAdministrator
    if ending.person_id == by.person_id:
        raise NotOneself
    return MemberEnded(organisation_id=by.organisation_id, person_id=ending.person_id)


def make_administrator(member: MemberNow, organisation_id: UUID) -> AdministratorMade:
    """Let a member manage the organisation too."""
    if member.has_left:
        raise MemberLeft
    if member.is_administrator:
        raise AlreadyAdministrator
    return AdministratorMade(organisation_id=organisation_id, person_id=member.person_id)


def end_administrator(member: MemberNow, organisation_id: UUID) -> AdministratorEnded:
    """Let a member manage the organisation no longer, unless nobody else does."""
    if member.has_left:
        raise MemberLeft
    if not member.is_administrator:
        raise NotAdministrator
    if member.is_last_administrator:
        raise LastAdministrator
    return AdministratorEnded(organisation_id=organisation_id, person_id=member.person_id)


def change_settings(request: ChangeSettings, organisation_id: UUID) -> OrganisationSettingsChanged:
    """Let an organisation say from which amount on it weighs, what a mandate reaches, what it keeps."""
    above, years = request.sheet_above_cents, request.retention_years
    faults: list[Fault] = []
    if above is not None and not 0 <= above <= EXACT_INTEGER_LIMIT:
        faults.append(Fault(pointer="/sheetAboveCents", slug="identity/setting-amount"))
    if years is not None and not LEAST_RETENTION <= years <= MOST_RETENTION:
        facts: dict[str, str | int] = {"least": LEAST_RETENTION, "most": MOST_RETENTION}
        faults.append(Fault(pointer="/retentionYears", slug="identity/setting-years", facts=facts))
    if faults:
        refuse_faults(faults)
    return OrganisationSettingsChanged(
        organisation_id=organisation_id,
        sheet_above_cents=above,
        mandate_on=request.mandate_on,
        retention_years=years,
    )
