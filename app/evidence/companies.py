"""Names of companies and of the services they run, as texts name them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_KNOWN = (
    "Adobe, Algolia, Amazon Web Services, Amazon CloudFront, Amazon SES, Amazon S3, Amplitude, Anthropic, Apple, AppsFlyer, "
    "Atlassian, Auth0, AWS, Azure, Backblaze, Bing, Braintree, Braze, Bugsnag, Canva, Chargebee, ChatGPT, ClassLink, "
    "Clever, Cloudflare, Cloudinary, Cohere, Crashlytics, Customer.io, Datadog, DeepL, Deepgram, DigitalOcean, Discord, "
    "DocuSign, DoubleClick, Dropbox, ElevenLabs, Elasticsearch, Facebook, Fastly, Firebase, Freshdesk, Freshworks, FullStory, "
    "GitHub, GitLab, Google AdSense, Google Ads, Google Analytics, Google Classroom, Google Cloud, Google Cloud Platform, "
    "Google Firebase, Google Maps, Google OAuth, Google Sign-In, Google Tag Manager, Google Translate, Google Workspace, Google, "
    "Help Scout, Heroku, Hetzner, Hotjar, HubSpot, Intercom, Jira, Klaviyo, LaunchDarkly, LinkedIn, Linode, LogRocket, "
    "Loggly, Mailchimp, Mailgun, Mailjet, Mandrill, Meta, Meta Pixel, Microsoft, Microsoft Azure, Microsoft Clarity, Mixpanel, "
    "MongoDB Atlas, MongoDB, Netlify, New Relic, Nexmo, Okta, OneSignal, OpenAI, Oracle, OVH, PagerDuty, Papertrail, "
    "PayPal, Pendo, Pinecone, Pinterest, Plausible, PostHog, Postmark, Pusher, Quickbooks, Rackspace, Rollbar, Salesforce, "
    "SendGrid, Sentry, Shopify, Slack, Snapchat, Snowflake, Splunk, Stripe, Sumo Logic, Supabase, Telegram, TikTok, "
    "Tinybird, Twilio, Twilio SendGrid, Twitter, Typeform, Usercentrics, Vercel, Vimeo, Vonage, WhatsApp, Wistia, Xero, YouTube, "
    "Yandex Metrica, Zapier, Zendesk, Zoom"
)
_NAMES = sorted((name.strip() for name in _KNOWN.split(",")), key=len, reverse=True)
_KNOWN_NAME = re.compile(
    r"(?<![\w@.-])(?:"
    + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in _NAMES)
    + r")(?![\w-]|\.\w)"
)
_FORM = r"(?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|Company|Co|GmbH|AG|BV|B\.V|PBC|PLC|LP|LLP|Pty Ltd|ULC|S\.?A\.?S?|SE|AB|Oy|Srl)"
_WORD = r"[A-Z][\w’'&-]{0,60}(?:\.(?:com|io|ai|org|net))?"
_LEGAL_NAME = re.compile(
    rf"(?<![\w@.-]){_WORD}(?:\s+(?:{_WORD}|&|of|and(?=\s+[A-Z])))" + r"{0,5},?\s+" + rf"{_FORM}\b\.?(?![\w-])"
)
_PROPER = re.compile(
    rf"{_WORD}(?:\s+(?:{_WORD}|&|of|the|for|\d{{1,3}}))*(?:,?\s+{_FORM}\.?)?(?:\s*\([^()]{{1,40}}\))?"
)
_LEGAL_FORM = re.compile(rf"(?<![\s,])[\s,]++{_FORM}\.?$", re.IGNORECASE)
_BRACKETS = re.compile(r"(?<!\s)\s*\([^()]*\)")
_MARKUP = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)|[*_`]+")
_JOINED = re.compile(r"\s*[,;]\s*(?:and|or|&)?\s*|\s+(?:and|or|&)\s+")
_SUCH_AS = re.compile(
    r"\b(?:such as|including|includes?|like|namely|e\.g\.,?|for example,?|are|is|uses?|using)\b[\s:,]*",
    re.IGNORECASE,
)
_SAME: Mapping[str, str] = MappingProxyType(
    {
        "aws": "amazonwebservices",
        "azure": "microsoftazure",
        "googlecloud": "googlecloudplatform",
        "gcp": "googlecloudplatform",
        "firebase": "googlefirebase",
    }
)
"""Short names by the long ones."""
_NOT_A_NAME = frozenset(
    [
        "a",
        "all",
        "an",
        "and",
        "any",
        "as",
        "at",
        "by",
        "data",
        "each",
        "for",
        "from",
        "if",
        "in",
        "information",
        "it",
        "its",
        "name",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "other",
        "personal",
        "please",
        "privacy",
        "provider",
        "providers",
        "school",
        "schools",
        "see",
        "service",
        "services",
        "some",
        "sub-processor",
        "sub-processors",
        "subprocessor",
        "student",
        "students",
        "such",
        "teachers",
        "the",
        "their",
        "these",
        "they",
        "third",
        "this",
        "those",
        "to",
        "us",
        "user",
        "users",
        "vendor",
        "vendors",
        "we",
        "when",
        "where",
        "with",
        "you",
        "your",
        "ferpa",
        "coppa",
        "sopipa",
        "gdpr",
        "ccpa",
        "parents",
        "district",
        "customers",
        "internet",
        "website",
        "website's",
        "app",
    ]
)


@dataclass(frozen=True, slots=True)
class Named:
    """A company's name and where it stands."""

    name: str
    start: int
    end: int


def company_key(name: str) -> str:
    """A name for comparing: without its legal form, what stands in brackets, punctuation and case."""
    text = _BRACKETS.sub("", tidy_name(name))
    while (shorter := _LEGAL_FORM.sub("", text)) != text:
        text = shorter
    key = "".join(ch for ch in text.casefold() if ch.isalnum())
    return _SAME.get(key, key)


def tidy_name(text: str) -> str:
    """A name without the marks of Markdown and white space or punctuation at its ends."""
    return " ".join(_MARKUP.sub(lambda m: m[1] or "", text).split()).strip(" ,;:–—-|•")


def looks_like_company(text: str) -> bool:
    """Whether a cell or the head of an item is a name: short, its first letter or its whole a proper name."""
    name = tidy_name(text)
    if not 2 <= len(name) <= 80 or name.casefold() in _NOT_A_NAME or "@" in name or name.startswith("["):
        return False
    if _KNOWN_NAME.fullmatch(name) or _LEGAL_NAME.fullmatch(name):
        return True
    words = _BRACKETS.sub("", name).split()
    if not words or len(words) > 7 or words[0].casefold().strip(",.") in _NOT_A_NAME:
        return False
    return name[-1] not in ".:?!" and sum(
        word[:1].isupper() or word[:1].isdigit() for word in words
    ) * 2 > len(words)


def companies(text: str, start: int = 0, end: int | None = None) -> Iterator[Named]:
    """The companies that a piece of prose names: by a name that is known or with its legal form; each place once."""
    stop = len(text) if end is None else end
    found = [*_LEGAL_NAME.finditer(text, start, stop), *_KNOWN_NAME.finditer(text, start, stop)]
    reached = start
    for match in sorted(found, key=lambda one: (one.start(), -one.end())):
        if match.start() >= reached and company_key(match[0]) not in _NOT_A_NAME:
            reached = match.end()
            yield Named(" ".join(match[0].split()), match.start(), match.end())


def listed(text: str, start: int, end: int) -> Iterator[Named]:
    """The proper names of an enumeration that begins here (`Google Analytics, Quillmark and Zendesk`), up to its end."""
    at = start
    while at < end:
        match = _PROPER.match(text, at, end)
        if match is None or match[0].split()[0].casefold() in _NOT_A_NAME:
            return
        yield Named(" ".join(match[0].split()), match.start(), match.end())
        joint = _JOINED.match(text, match.end(), end)
        if joint is None:
            return
        at = joint.end()


def introduced(text: str, start: int, end: int) -> Iterator[Named]:
    """The names that follow `such as`, `including` and the like in a sentence, with those that are known anyway."""
    seen: set[str] = set()
    for match in _SUCH_AS.finditer(text, start, end):
        for one in listed(text, match.end(), end):
            if company_key(one.name) not in seen:
                seen.add(company_key(one.name))
                yield one
    for one in companies(text, start, end):
        key = company_key(one.name)
        if key not in seen and not any(key in other or other in key for other in seen):
            seen.add(key)
            yield one
