"""Who may vouch for people stands in a file that nobody else can read."""

import json

import pytest

from samenspraak.embedded import StartProblem
from samenspraak.identity.providers import ProvidersUnreadable, read_providers
from samenspraak.serving import with_providers
from samenspraak.settings import Settings

ONE = {
    "id": "merwestede",
    "name": "Gemeente Merwestede",
    "issuer": "https://login.merwestede.example",
    "clientId": "samenspraak",
    "clientSecret": "geheim",
}


@pytest.fixture
def written(tmp_path):
    def write(content, mode=0o600):
        path = tmp_path / "openid.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        path.chmod(mode)
        return path

    return write


def test_what_stands_there_is_read_and_the_secret_is_not_shown_again(written):
    settings = with_providers(
        Settings.from_environment({"SAMENSPRAAK_OPENID": str(written([ONE]))})
    )

    [provider] = settings.providers
    assert (provider.id, provider.trusts_email) == ("merwestede", False)
    assert provider.client_secret == "geheim"
    assert "geheim" not in repr(settings)


def test_without_a_file_there_is_nobody(written):
    assert with_providers(Settings()).providers == ()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_a_file_that_others_can_read_is_refused(written, mode):
    with pytest.raises(ProvidersUnreadable, match="mode"):
        read_providers(written([ONE], mode))


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[1]",
        [{**ONE, "issuer": "http://login.merwestede.example"}],
        [{**ONE, "issuer": "https://login.merwestede.example?x"}],
        [{**ONE, "issuer": "login.merwestede.example"}],
        [{**ONE, "issuer": "https://u:p@login.merwestede.example"}],
        [{**ONE, "clientSecret": ""}],
        [{**ONE, "id": "x" * 65}],
        [{**ONE, "trustsEmail": "yes"}],
        [{**ONE, "trustEmail": True}],
        [{name: ONE[name] for name in ONE if name != "clientId"}],
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(written, content):
    with pytest.raises(StartProblem) as caught:
        with_providers(Settings(openid_file=written(content)))

    assert caught.value.slug == "providers-form"
    assert "openid.json" in caught.value.sentence("nl")


def test_one_provider_stands_there_once(written):
    for other in ({**ONE, "issuer": "https://x.example"}, {**ONE, "id": "other"}):
        with pytest.raises(ProvidersUnreadable, match="doubled"):
            read_providers(written([ONE, other]))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StartProblem) as caught:
        with_providers(Settings(openid_file=tmp_path / "none.json"))
    assert "none.json" in caught.value.sentence("en")
