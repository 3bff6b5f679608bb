"""Who brings tables of values into an organisation, and takes them out of use."""

from samenspraak.identity.schemas import Member


def may_change_catalogues(member: Member) -> bool:
    """An administrator does, also by a program: a table binds nobody until it is chosen."""
    return member.is_administrator
