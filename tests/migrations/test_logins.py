"""Serving with a login that the guards do not hold back is refused before a port is opened."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import msgspec
import pytest
from tests.migrations.conftest import begin, finished
from tests.postgres import TestCluster

from samenspraak.embedded import Addresses
from samenspraak.embedded.cluster import DATABASE, OWNER, SERVER

MakeLogin = Callable[[str], Addresses]


@pytest.fixture
def login(cluster: TestCluster, migrated: Addresses) -> Iterator[MakeLogin]:
    """Make a login with these rights, and give the addresses that use it for serving."""
    name = f"login_{uuid4().hex[:12]}"

    def made(rights: str) -> Addresses:
        cluster.tell(f"create role {name} login {rights} password 'only-for-tests'")
        parts = urlsplit(migrated.server)
        place = parts.netloc.rpartition("@")[2]
        # Without the owner's address: whoever serves only, migrates nothing and grants nothing.
        return Addresses(
            owner="",
            sweeper=migrated.sweeper,
            server=urlunsplit(parts._replace(netloc=f"{name}:only-for-tests@{place}")),
        )

    yield made
    cluster.tell(f"drop role if exists {name}")


@pytest.mark.parametrize(
    "rights", ["superuser", "bypassrls", f"in role {OWNER}", f"noinherit in role {OWNER}"]
)
def test_a_login_that_stands_above_the_guards_is_refused(
    cluster: TestCluster, migrated: Addresses, login: MakeLogin, rights: str
):
    addresses = login(rights)
    database = urlsplit(migrated.server).path.strip("/")
    role = urlsplit(addresses.server).username
    cluster.tell(f'grant connect on database "{database}" to {role}')
    try:
        code, out, complaint = finished(begin("serve", addresses, "--port", "0"))
    finally:
        cluster.tell(f'revoke connect on database "{database}" from {role}')
    assert code == 3, complaint
    assert "http://" not in out
    assert f"{role} in DATABASE_URL is superuser" in complaint
    assert len(complaint.strip().splitlines()) == 1


def test_the_owners_own_login_is_refused(migrated: Addresses):
    owner_serves = msgspec.structs.replace(migrated, server=migrated.owner, owner="")
    code, _, complaint = finished(begin("serve", owner_serves, "--port", "0"))
    assert code == 3
    assert f"The role {OWNER} in DATABASE_URL" in complaint


def test_nobody_gets_in_without_a_password(cluster: TestCluster):
    address = urlsplit(cluster.addresses(DATABASE).server)
    place = address.netloc.rpartition("@")[2]
    nameless = urlunsplit(address._replace(netloc=f"{SERVER}@{place}"))
    addresses = msgspec.structs.replace(cluster.addresses(DATABASE), server=nameless)
    code, _, complaint = finished(begin("serve", addresses, "--port", "0"))
    assert code == 3
    assert complaint.startswith("The database cannot be reached: ")
