"""Why an edition does not come in, or is not retired."""

from samenspraak.errors import Conflict


class AlreadyAdded(Conflict):
    """The organisation has an edition with this very text."""

    slug = "catalogue/already-added"


class AlreadyRetired(Conflict):
    """The edition was retired before."""

    slug = "catalogue/already-retired"


class TooManyEditions(Conflict):
    """The organisation has as many editions in use as anybody can choose from."""

    slug = "catalogue/too-many-editions"
