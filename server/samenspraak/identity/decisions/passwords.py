"""Which passwords will do."""

import re
import unicodedata
from collections.abc import Collection
from functools import cache

from samenspraak.errors import Fault

# Long enough that guessing by hand and by list fails; the advice for a password that stands
# alone is 15, and a hard 15 makes people write it down.
PASSWORD_LEAST = 12
PASSWORD_MOST = 128

# What remains of a common password when its digits and signs are taken off.
_COMMON = frozenset({
    "", "a", "abc", "abcd", "abcdef", "abcdefgh", "abcdefghijkl", "admin", "administrator",
    "asdfghjkl", "azerty", "azertyuiop", "changeme", "coordinator", "dragon", "footballer",
    "geheim", "geheimwachtwoord", "hallo", "herfst", "iloveyou", "inloggen", "lente", "letmein",
    "login", "mijnwachtwoord", "monkey", "nederland", "opdrachtgever", "opdrachtnemer", "passw",
    "password", "passwordpassword", "passwoord", "passwort", "princess", "qazwsx", "qazwsxedc",
    "qwerty", "qwertyqwerty", "qwertyuiop", "qwertyuiopasdf", "samenspraak",
    "samenspraaksamenspraak", "secret", "socialreturn", "sroi", "sunshine", "superman", "test",
    "testtest", "trustno", "ww", "wachtwoord", "wachtwoordwachtwoord", "welcome", "welkom",
    "welkomwelkom", "winter", "zomer",
})  # fmt: skip
# Shorter ones stand in passwords made of digits and signs by chance.
_STEM_LEAST = 4
# Fewer different characters than this is a drummed key, however long.
_DIFFERENT_LEAST = 5


def same_password(password: str) -> str:
    """Spell a password one way, so that another keyboard gives the same one."""
    return unicodedata.normalize("NFKC", password)


def password_faults(
    password: str,
    *,
    name: str,
    email: str,
    organisations: Collection[str] = (),
    pointer: str = "/password",
) -> list[Fault]:
    """Return why a password will not do: its length, or that it is easily guessed.

    There are no rules about capitals and signs: they make passwords worse, not better.
    """
    spelled = same_password(password)
    if len(spelled) < PASSWORD_LEAST:
        return [
            Fault(pointer=pointer, slug="identity/password-short", facts={"least": PASSWORD_LEAST})
        ]
    if len(spelled) > PASSWORD_MOST:
        return [
            Fault(pointer=pointer, slug="identity/password-long", facts={"most": PASSWORD_MOST})
        ]
    if _is_common(spelled) or _is_about(spelled, f"{name} {email} {' '.join(organisations)}"):
        return [Fault(pointer=pointer, slug="identity/password-guessable")]
    return []


def _is_common(password: str) -> bool:
    lower = password.lower()
    letters = "".join(character for character in lower if character.isalpha())
    once = _said_once(letters)
    return (
        len(set(lower)) < _DIFFERENT_LEAST
        or letters in _COMMON
        or lower in _most_used()
        or _said_once(lower) in _most_used()
        or (len(once) >= _STEM_LEAST and once in _stems())
    )


def _said_once(text: str) -> str:
    """Return what a text says again and again, or the text itself: twice a bad password is one."""
    again = (text + text).find(text, 1)
    return text[:again] if 0 < again < len(text) else text


@cache
def _most_used() -> frozenset[str]:
    """Return the thirty thousand passwords that are used most, all in lower case."""
    # Late, because the library ranks all its lists when it is loaded.
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


@cache
def _stems() -> frozenset[str]:
    """Return the same without their digits and signs, which are the first thing guessed."""
    stems = ("".join(filter(str.isalpha, password)) for password in _most_used())
    return frozenset(stem for stem in stems if len(stem) >= _STEM_LEAST)


def _is_about(password: str, about: str) -> bool:
    """Tell whether little is left once the own name, address and organisation are taken out."""
    rest = _plain(password)
    words = sorted({_plain(word) for word in re.split(r"[\s@._+-]+", about)}, key=len)
    for word in reversed(words):
        if len(word) >= 3:
            rest = rest.replace(word, "")
    letters = "".join(character for character in rest if character.isalpha())
    taken_out = len(rest) < len(_plain(password))
    return taken_out and len(letters) < _DIFFERENT_LEAST


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
