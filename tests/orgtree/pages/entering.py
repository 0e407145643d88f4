"""What the tests of entering dossiers share: addresses, and forms as a browser sends them back."""

from django.urls import reverse

REASON = {"reason": "Theo lý lịch"}


def at(name, world, *more, key="an"):
    return reverse(name, args=[world.people[key].pk, *more])


def opened(client, address) -> dict[str, str]:
    """What the form at an address holds, as a browser would send it back."""
    answer = client.get(address)
    assert answer.status_code == 200
    form = (answer.context.get("entry") or answer.context["panel"].entry).form
    sent = {bound.html_name: bound.value() for bound in form}
    shown = {name: str(value) for name, value in sent.items() if value not in (None, "", False)}
    return shown | REASON


def keep(client, place, **typed):
    return client.post(reverse("draft"), {"draft-place": place, **typed})
