"""Domains from which many organisations write, so that none belongs to one company: networks, job boards, services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followupd.inbound.parsing.addresses import (
    is_freemail,
    registrable_domain_of,
)
from followupd.inbound.senders.applicant_systems import find_relay

if TYPE_CHECKING:
    from collections.abc import Mapping

_NETWORKS = "linkedin.com xing.com facebookmail.com facebook.com slack.com discord.com whatsapp.com signal.org telegram.org"
_JOB_BOARDS = (
    "indeed.com indeed.de glassdoor.com monster.com monster.de stepstone.de stepstone.com totaljobs.com reed.co.uk"
    " cv-library.co.uk infojobs.net apec.fr hellowork.com pole-emploi.fr francetravail.fr arbeitsagentur.de jobs.ch"
    " karriere.at wellfound.com angel.co hired.com ziprecruiter.com dice.com seek.com.au naukri.com"
)
_SERVICES = (
    "google.com microsoft.com office365.com sharepoint.com zoom.us webex.com goto.com dropbox.com wetransfer.com box.com"
    " adobe.com docusign.com dochub.com pandadoc.com yousign.com skribble.com doodle.com eventbrite.com meetup.com"
    " paypal.com stripe.com dhl.com dhl.de surveymonkey.com typeform.com notion.so trello.com figma.com github.com"
    " gitlab.com mimecast.com proofpoint.com zixcorp.com egress.com virtru.com"
)
_SENDING_HOSTS = (
    "amazonses.com sendgrid.net sendgrid.com mailgun.org mailgun.net mailchimp.com mailchimpapp.net mcsv.net mandrillapp.com"
    " sparkpostmail.com sendinblue.com brevo.com hubspot.com hubspotemail.net mktomail.com salesforce.com exacttarget.com"
)
_TENANT_HOSTS = (
    "onmicrosoft.com zendesk.com atlassian.net atlassian.com freshdesk.com intercom.io intercom-mail.com helpscout.net"
    " servicenow.com service-now.com monday.com asana.com googlegroups.com groups.io simplelogin.com addy.io anonaddy.com"
    " relay.firefox.com mozmail.com privaterelay.appleid.com duck.com forwardemail.net"
)
SHARED_DOMAINS = frozenset(f"{_NETWORKS} {_JOB_BOARDS} {_SERVICES} {_SENDING_HOSTS} {_TENANT_HOSTS}".split())


def find_company_domain(address: str, relays: Mapping[str, str]) -> str:
    """Return the domain of an address if it may belong to one company alone, else an empty string."""
    domain = registrable_domain_of(address)
    is_shared = (
        not domain or is_freemail(domain) or domain in SHARED_DOMAINS or bool(find_relay(address, relays))
    )
    return "" if is_shared else domain
