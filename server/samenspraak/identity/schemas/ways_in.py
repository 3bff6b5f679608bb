"""The shapes of a second factor, of signing in elsewhere, and of a password that was forgotten."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from samenspraak.journal.schemas import MoveRequest

Purpose = Literal["sign-in", "proof", "link"]


class SetSecondFactor(MoveRequest, frozen=True, kw_only=True):
    """Begin to set a second factor, proving oneself with the password."""

    password: str


class ConfirmSecondFactor(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """Show that the telephone makes the right codes; from then on they are asked for."""

    code: str


class RemoveSecondFactor(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """Sign in with the password alone again."""

    password: str
    code: str


class MakeRecoveryCodes(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """Make new codes for when the telephone is lost; the old ones work no longer."""

    password: str
    code: str


class PictureView(Struct, frozen=True, kw_only=True, rename="camel"):
    """A square of `size` units, with what is dark in it as the data of one SVG path."""

    size: int
    path: str


class SecondFactorView(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a telephone has to be told: as text, as an address and as a picture to scan."""

    id: UUID
    secret: str
    uri: str
    picture: PictureView


class RecoveryCodesView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Codes that each work once in the place of one of the telephone. They are shown this once."""

    recovery_codes: list[str]


class IdentityProviderView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Where else one may sign in."""

    id: str
    name: str


class IdentityProvidersView(Struct, frozen=True, kw_only=True, rename="camel"):
    """The ways in that this house offers beside a password."""

    items: list[IdentityProviderView]
    reset_by_mail: bool


class RequestProvider(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """Ask to be sent to a provider: to sign in, to prove oneself again, or to link it to oneself.

    `return_to` is where on our own pages one comes back.
    """

    provider: str
    purpose: Purpose
    return_to: str = "/"


class ProviderRequestView(Struct, frozen=True, kw_only=True, rename="camel"):
    """Where the browser goes now."""

    address: str


class RemoveIdentity(MoveRequest, frozen=True, kw_only=True):
    """Let a provider be a way in no longer."""


class AskPasswordReset(MoveRequest, frozen=True, kw_only=True):
    """Ask for a link by mail with which to choose another password."""

    email: str


class UsePasswordReset(
    Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True
):
    """Choose another password with the link that came by mail."""

    password: str


class PasswordResetView(Struct, frozen=True, kw_only=True, rename="camel"):
    """That a link holds, and until when."""

    expires_at: datetime
