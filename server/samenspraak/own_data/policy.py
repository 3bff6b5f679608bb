"""Who may ask for what is theirs: a person, never a program."""

from samenspraak.identity.schemas import SignedIn


def may_ask(person: SignedIn) -> bool:
    """Only in a session: a token that leaks must not give away a whole life here, nor end it."""
    return not person.is_program
