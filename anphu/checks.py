"""What an installation with real people in it may not start with. The demo may."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from anphu import demo_accounts
from anphu.kit import encryption

SECRET_LENGTH = 32


@register(Tags.security)
def secret_is_its_own(app_configs=None, **kwargs) -> list[Error]:
    key = settings.SECRET_KEY
    if settings.ANPHU_DEMO or (key != settings.DEFAULT_SECRET_KEY and len(key) >= SECRET_LENGTH):
        return []
    return [
        Error("SECRET_KEY is missing, the default or too short.", hint="Set 50 random characters.", id="anphu.E001")
    ]


@register(Tags.security)
def debug_is_off(app_configs=None, **kwargs) -> list[Error]:
    if settings.ANPHU_DEMO or not settings.DEBUG:
        return []
    return [Error("DEBUG is on.", hint="Unset DEBUG: its error pages show data to anybody.", id="anphu.E002")]


@register()
def shares_have_units(app_configs=None, **kwargs) -> list[Error]:
    """Shares of no unit would never be measured, without a word."""
    if settings.MEASURE_SHARE_UNITS >= 1:
        return []
    return [Error("MEASURE_SHARE_UNITS is below 1.", hint="Set how many units a share has, 2000.", id="anphu.E005")]


@register(Tags.database, deploy=True)
def no_demo_passwords(app_configs=None, databases=None, **kwargs) -> list[Error]:
    """Runs with `check --deploy --database default`, in `prepare` and at every start of a server."""
    if settings.ANPHU_DEMO or not databases:
        return []
    accounts = get_user_model().objects.filter(username__in=demo_accounts.ACCOUNTS, is_active=True).order_by("username")
    try:
        found = [name for name, coded in accounts.values_list("username", "password") if _is_demo(coded)]
    except DatabaseError:  # before the first migration there are no accounts; an absent database is readyz's to tell
        return []
    if not found:
        return []
    names = ", ".join(found)
    hint = "Set ANPHU_DEMO=1 if this is the demo; else deactivate them or give them passwords of their own."
    return [Error(f"Accounts with the demo password: {names}.", hint=hint, id="anphu.E003")]


@register(Tags.database, deploy=True)
def keys_open_what_is_encrypted(app_configs=None, databases=None, **kwargs) -> list[Error]:
    """Records written under a key that nobody has are lost; better not to start than to write under another one."""
    if not databases:
        return []
    try:
        encryption.prove()
    except encryption.Unreadable:
        hint = "Put back the FIELD_KEYS (or the SECRET_KEY, where FIELD_KEYS was not set) of this database."
        return [Error("The keys of encrypted fields do not open this database.", hint=hint, id="anphu.E004")]
    except DatabaseError:
        return []
    return []


def _is_demo(coded: str) -> bool:
    return check_password(demo_accounts.PASSWORD, coded)


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured, with all the reasons, in a process that may not serve."""
    databases = ["default"]
    reasons = secret_is_its_own() + debug_is_off() + shares_have_units() + no_demo_passwords(databases=databases)
    reasons += keys_open_what_is_encrypted(databases=databases)
    if reasons:
        raise ImproperlyConfigured(" ".join(f"{reason.id}: {reason.msg} {reason.hint}" for reason in reasons))
