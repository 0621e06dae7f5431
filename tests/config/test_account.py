"""What the configuration says of an OAuth provider and of folders."""

import pytest

from followupd.config.account import Folders, OAuth


def test_microsofts_addresses_carry_the_tenant_and_outlooks_scopes() -> None:
    endpoints = OAuth(provider="microsoft", client_id="mine", tenant="consumers").endpoints

    assert endpoints.token_url == "https://login.microsoftonline.com/consumers/oauth2/v2.0/token"
    assert "https://outlook.office.com/SMTP.Send" in endpoints.scopes
    assert "offline_access" in endpoints.scopes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"provider": "custom", "client_id": "a"}, "custom needs token_url"),
        ({"provider": "google", "client_id": "a", "token_url": "http://plain.example"}, "not https"),
    ],
)
def test_half_a_provider_is_a_fault(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        OAuth.model_validate(given)


@pytest.mark.parametrize(
    ("pattern", "left_out", "read"),
    [
        ("Lists", ["Lists"], ["Lists/a", "lists", "INBOX"]),
        ("Lists/*", ["Lists/a", "Lists/a/b"], ["Lists", "INBOX"]),
    ],
)
def test_exclude_names_folders_or_how_their_names_begin(
    pattern: str, left_out: list[str], read: list[str]
) -> None:
    folders = Folders(exclude=[pattern])
    assert all(folders.is_excluded(name) for name in left_out)
    assert not any(folders.is_excluded(name) for name in read)


@pytest.mark.parametrize(
    "settings", [{"exclude": ["inbox"]}, {"exclude": ["*"]}, {"exclude": ["A"], "also": ["A"]}]
)
def test_exclude_never_names_the_inbox_nor_a_folder_that_is_asked_for(settings: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="exclude names"):
        Folders.model_validate(settings)
