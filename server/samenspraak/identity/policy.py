"""What a person may do with an account of their own and with the rights of their organisation."""

from samenspraak.identity.schemas import Member, SignedIn


def may_manage_account(person: SignedIn) -> bool:
    """Only the person, in a session: a program that could make tokens would outlive its own."""
    return not person.is_program


def may_change_settings(member: Member) -> bool:
    """An administrator decides what the own people are asked; a program never changes that."""
    return member.is_administrator and not member.person.is_program


def may_manage_mandates(member: Member) -> bool:
    """An administrator decides who signs; a program never changes rights."""
    return member.is_administrator and not member.person.is_program


def may_manage_people(member: Member) -> bool:
    """An administrator decides who works for the organisation; a program never changes rights."""
    return member.is_administrator and not member.person.is_program
