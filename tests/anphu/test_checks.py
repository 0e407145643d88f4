import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured

from anphu import checks, demo_accounts
from anphu.kit import history


@pytest.fixture
def live(settings):
    """An installation that is not the demo and has nothing wrong with it."""
    settings.ANPHU_DEMO = False
    settings.DEBUG = False
    settings.SECRET_KEY = "k" * checks.SECRET_LENGTH
    return settings


def account(name: str, password: str, *, active: bool = True) -> None:
    with history.acting(actor=None, verb="test", reason="set-up"):
        get_user_model().objects.create(username=name, password=make_password(password), is_active=active)


@pytest.mark.parametrize("key", ["short", "development-only-key-that-no-installation-may-use"])
def test_secret_that_is_not_its_own_is_refused(live, key):
    live.SECRET_KEY = key
    assert [error.id for error in checks.secret_is_its_own()] == ["anphu.E001"]


def test_debug_is_refused(live):
    live.DEBUG = True
    assert [error.id for error in checks.debug_is_off()] == ["anphu.E002"]


@pytest.mark.parametrize("units", [0, -1])
def test_shares_of_no_unit_are_refused(live, units):
    live.MEASURE_SHARE_UNITS = units
    assert [error.id for error in checks.shares_have_units()] == ["anphu.E005"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "password", "active", "refused"),
    [
        ("board", demo_accounts.PASSWORD, True, ["anphu.E003"]),
        ("board", demo_accounts.PASSWORD, False, []),
        ("board", "a password of their own", True, []),
    ],
)
def test_demo_password_is_refused(live, name, password, active, refused):
    account(name, password, active=active)
    assert [error.id for error in checks.no_demo_passwords(databases=["default"])] == refused


@pytest.mark.django_db
def test_keys_that_do_not_open_the_database_are_refused(live):
    assert checks.keys_open_what_is_encrypted(databases=["default"]) == []
    live.FIELD_KEYS = ["another key"]
    assert [error.id for error in checks.keys_open_what_is_encrypted(databases=["default"])] == ["anphu.E004"]


@pytest.mark.django_db
def test_start_names_every_reason(live):
    live.DEBUG = True
    live.SECRET_KEY = "short"
    account("admin", demo_accounts.PASSWORD)
    with pytest.raises(ImproperlyConfigured, match=r"anphu\.E001.*anphu\.E002.*anphu\.E003.*admin"):
        checks.refuse_unsafe_start()


@pytest.mark.django_db
def test_start_of_a_sound_installation_is_silent(live):
    checks.refuse_unsafe_start()


@pytest.mark.django_db
def test_demo_may_have_all_of_it(settings):
    settings.ANPHU_DEMO = settings.DEBUG = True
    account("board", demo_accounts.PASSWORD)
    checks.refuse_unsafe_start()
