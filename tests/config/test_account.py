"""What the configuration says of an OAuth provider."""

import pytest

from followupd.config.account import OAuth


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
