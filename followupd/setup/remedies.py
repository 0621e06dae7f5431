"""The remedies for a login that a mail server refuses: a table from the server's words to the next step."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followupd.setup.provider_table import Provider

LOGIN_AGAIN = "then `followupd login`"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One line of the table: a pattern of the server's words, an example of them, and the remedy."""

    pattern: re.Pattern[str]
    example: str  # as a server wrote it
    advice: str


def _make_remedy(pattern: str, example: str, advice: str) -> Remedy:
    return Remedy(re.compile(pattern, re.IGNORECASE), example, advice)


# The first match counts: precise entries come before general ones.
REMEDIES = (
    # --- Microsoft
    _make_remedy(
        r"SmtpClientAuthentication is disabled for the Tenant",
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
        "your organisation has switched SMTP AUTH off; ask its administrator to allow it for your mailbox,"
        " or send from another mailbox",
    ),
    _make_remedy(
        r"SmtpClientAuthentication is disabled",
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox.",
        "Microsoft lets no program send from this mailbox; at work ask the administrator to allow SMTP AUTH;"
        " a personal mailbox cannot be changed: send from another one (docs/how-to/outlook.md)",
    ),
    _make_remedy(
        r"basic authentication is disabled|BasicAuthBlocked|AuthFailed:LogonDenied",
        "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
        "Microsoft takes no passwords any more, only OAuth: see docs/how-to/outlook.md for the two ways out",
    ),
    _make_remedy(
        r"user credentials were incorrect|5\.7\.139",
        "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.",
        "Microsoft takes OAuth only; is the login name the account's first address, not an alias (account.user)?"
        f" Correct it, {LOGIN_AGAIN}",
    ),
    _make_remedy(
        r"User is authenticated but not connected",
        "NO User is authenticated but not connected.",
        "the login is right, but IMAP is off, or the login name is an alias: switch IMAP on in the mail settings"
        " on the web, and write the account's first address under account.user",
    ),
    _make_remedy(
        r"AADSTS(?:65001|90094)|admin.{0,20}consent|consent.{0,20}admin",
        "invalid_grant (AADSTS65001: The user or administrator has not consented to use the application)",
        "an administrator of your organisation has to consent to your client id; then `followupd login`",
    ),
    _make_remedy(
        r"AADSTS70008|AADSTS700082|AADSTS50173",
        "invalid_grant (AADSTS50173: The provided grant has expired due to it being revoked)",
        "the consent has ended, as after a new password or 90 days without use; `followupd login` asks for a new one",
    ),
    _make_remedy(
        r"AADSTS700016|AADSTS50020|AADSTS9002\d+|unauthorized_client",
        "unauthorized_client (AADSTS700016: Application with identifier was not found in the directory)",
        "the client id is not made for this kind of account: give it personal accounts, and check"
        " account.oauth.tenant (consumers for outlook.com)",
    ),
    # --- Google
    _make_remedy(
        r"Application-specific password required|InvalidSecondFactor",
        "[ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833",
        "Google wants an app password here, not your usual one: make it at"
        f" https://myaccount.google.com/apppasswords, {LOGIN_AGAIN}",
    ),
    _make_remedy(
        r"log in via your web browser|WEBLOGIN|5\.7\.14\b|web login required",
        "[ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754",
        "the provider doubts that it is you: log in once on the web, confirm it there, make a new app password,"
        f" {LOGIN_AGAIN}",
    ),
    _make_remedy(
        r"5\.7\.8.{0,20}Username and Password not accepted|BadCredentials",
        "535 5.7.8 Username and Password not accepted. For more information, go to"
        " https://support.google.com/mail/?p=BadCredentials",
        "Google wants an app password, and a new Google password revokes the old ones: make one at"
        f" https://myaccount.google.com/apppasswords, {LOGIN_AGAIN}",
    ),
    _make_remedy(
        r"IMAP access is disabled for your domain|contact your domain administrator",
        "[ALERT] IMAP access is disabled for your domain. Please contact your domain administrator",
        "your organisation has switched IMAP off: ask its administrator, or use another mailbox",
    ),
    _make_remedy(
        r"less secure app|5\.7\.9",
        "535 5.7.9 Please log in with your web browser: less secure apps are not allowed",
        f"the provider takes no usual password from programs: make an app password, {LOGIN_AGAIN}",
    ),
    _make_remedy(
        r"Token has been expired or revoked|the consent no longer holds.*google",
        "invalid_grant (Token has been expired or revoked.)",
        "Google ends the login of a client in 'Testing' after 7 days, and every login with a new password:"
        f" publish the client (docs/how-to/gmail.md), or take an app password, {LOGIN_AGAIN}",
    ),
    # --- access is off, or not for programs
    _make_remedy(
        r"(?:IMAP|POP/IMAP|SMTP)(?: access)? (?:is|has been) (?:disabled|not enabled|switched off|turned off)"
        r"|enable IMAP|IMAP.{0,30}not (?:enabled|activated)|not enabled for IMAP|IMAP/SMTP (?:service )?is (?:not|dis)",
        "NO [ALERT] IMAP access is disabled for this account",
        f"switch IMAP on in the mail settings on the web, wait a few minutes, {LOGIN_AGAIN}",
    ),
    _make_remedy(
        r"Unsafe Login|login is not safe",
        "NO SELECT Unsafe Login. Please contact kefu@188.com for help",
        "NetEase lets only programs in that it has approved; use another mailbox for your applications",
    ),
    _make_remedy(
        r"authorization code|\\xca\\xda\\xc8\\xa8\\xc2\\xeb|授权码",
        "535 Login Fail. Please enter your authorization code to login.",
        f"this provider wants an authorization code, made in its settings on the web: make one, {LOGIN_AGAIN}",
    ),
    _make_remedy(
        r"application password is REQUIRED|parol prilozheniya|password for external application",
        "535 5.7.0 NEOBHODIM parol prilozheniya https://help.mail.ru/mail/security/protection/external"
        " / Application password is REQUIRED",
        f"this provider wants a password for external applications: make one in its settings, {LOGIN_AGAIN}",
    ),
    _make_remedy(
        r"app(?:lication)?[ -]?(?:specific )?password|two.?factor|2fa|two.?step|second factor",
        "NO [AUTHENTICATIONFAILED] Two-factor authentication is on, please use an app password",
        f"with two-factor login the usual password does not work: make an app password, {LOGIN_AGAIN}",
    ),
    # --- the account
    _make_remedy(
        r"account (?:is |has been )?(?:locked|blocked|suspended|disabled|deactivated)|mailbox (?:is )?(?:disabled|locked)",
        "535 5.7.0 Your account has been blocked for suspicious activity",
        "the provider has locked the account: log in on the web and follow what it says there",
    ),
    _make_remedy(
        r"too many (?:login|failed|auth|simultaneous|connections)|rate limit|try again later|LIMIT\]|exceeded.{0,20}(?:attempts|connections)",
        "NO [LIMIT] Too many failed login attempts, try again later",
        "the provider counts too many logins: wait an hour, close other mail programs, then `followupd doctor`",
    ),
    _make_remedy(
        r"password (?:has )?expired|password must be changed|\[EXPIRED\]",
        "NO [EXPIRED] Password has expired",
        f"the password has expired: set a new one on the web, {LOGIN_AGAIN}",
    ),
    _make_remedy(
        r"no such user|unknown user|user (?:unknown|not found)|invalid user",
        "NO [AUTHENTICATIONFAILED] user not found",
        "the server does not know this login name: write the right one under account.user"
        " (some want only what stands before the @)",
    ),
    _make_remedy(
        r"no way to log in that followupd knows",
        "mail.example: no way to log in that followupd knows; it offers GSSAPI, NTLM",
        "this server takes no passwords from programs; ask its administrator for PLAIN over TLS or OAuth,"
        " or use another mailbox",
    ),
)
GENERAL_ADVICE = (
    "is the password right? Many providers need an app password, and a new password revokes it: make one, "
    + LOGIN_AGAIN
)


def match_remedy(server_text: str) -> str | None:
    """Return the remedy for these words of a server; None if the table does not have them."""
    return next((r.advice for r in REMEDIES if r.pattern.search(server_text)), None)


def find_remedy(server_text: str, provider: Provider | None = None) -> str:
    """Return a remedy for a refusal, never an empty one; the provider's own advice if the words are not known."""
    remedy = match_remedy(server_text)
    if remedy is not None:
        return remedy
    if provider is None:
        return GENERAL_ADVICE
    if not provider.lets_programs_in:
        return f"{provider.name}: {provider.warning}"
    return f"{provider.name}: {provider.advice} ({provider.help}), {LOGIN_AGAIN}"
