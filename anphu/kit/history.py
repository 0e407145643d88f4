"""Who, why, and by which gesture: the context without which the database refuses a tracked write.

`@tracked` gives a model an event table filled by statement-level triggers (django-pghistory), so that bulk writes,
COPY, the admin and raw SQL leave the same trail, and one more trigger that refuses a write outside `acting(...)`.
"""

import contextlib
import json
import uuid

import pghistory
import pgtrigger
from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _
from pghistory import runtime
from psycopg.pq import TransactionStatus

from anphu.kit import encryption, triggers

triggers.index()

_REQUIRE_CONTEXT = """
IF coalesce(current_setting('pghistory.context_metadata', true), '') = ''
   OR coalesce(current_setting('pghistory.context_metadata', true)::jsonb ->> 'actor', '') = ''
   OR coalesce(current_setting('pghistory.context_metadata', true)::jsonb ->> 'reason', '') = '' THEN
    RAISE EXCEPTION 'write to % without actor and reason', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END IF;
RETURN NULL;
"""

NO_CONTEXT_SQLSTATE = "42501"


def require_context() -> pgtrigger.Trigger:
    """Refuse INSERT, UPDATE and DELETE outside `acting`."""
    return pgtrigger.Trigger(
        name="require_context",
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=_REQUIRE_CONTEXT,
    )


def append_only(name: str = "append_only") -> pgtrigger.Trigger:
    """What is written stays: UPDATE and DELETE are refused by the database."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


_CLOSED = """
IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY[%(moving)s]::text[] = to_jsonb(OLD) - ARRAY[%(moving)s]::text[] THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'a closed row of % stays as it is', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
"""


def closed(field: str, *, moving: tuple[str, ...] = ()) -> pgtrigger.Trigger:
    """Once `field` is filled, DELETE and UPDATE of the row, but for the columns `moving`, are refused."""
    return pgtrigger.Trigger(
        name="closed",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(**{f"old__{field}__isnull": False}),
        func=_CLOSED.replace("%(moving)s", ", ".join(f"'{column}'" for column in moving)),
    )


def tracked(*, exclude: tuple[str, ...] = ()):
    """Class decorator: keep every version of every row of this model, with who and why."""

    def decorate(model: type[Model]) -> type[Model]:
        pghistory.track(
            pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=list(exclude)
        )(model)
        pgtrigger.register(require_context())(model)
        return model

    return decorate


def _metadata(actor, verb: str, reason: str, extra: dict) -> dict:
    name = actor.get_username() if actor is not None else "system"
    return {
        "actor": name,
        "actor_id": getattr(actor, "pk", None),
        "verb": verb,
        "reason": reason,
        **{key: value for key, value in extra.items() if value is not None},
    }


def actor_of(metadata: dict) -> str:
    """Who wrote, as it is told to readers: the account's name kept with the write, or the system itself."""
    by_system = "actor_id" in metadata and metadata["actor_id"] is None
    return _("the system itself") if by_system else metadata.get("actor", "")


@contextlib.contextmanager
def acting(*, actor, verb: str, reason: str, **extra):
    """Every tracked write inside carries this actor (a user, or None for the system itself), verb and reason.

    An action called by another action joins the outer gesture. On leaving, the database forgets the context, so that
    a later write in the same transaction cannot borrow it.
    """
    if not reason or not reason.strip():
        raise ValueError("a write needs a reason")
    if hasattr(runtime._tracker, "value"):
        yield runtime._tracker.value
        return
    with pghistory.context(**_metadata(actor, verb, reason, extra)) as context:
        try:
            yield context
        finally:
            _forget()


def _forget() -> None:
    raw = connection.connection
    if raw is not None and not raw.closed and raw.info.transaction_status == TransactionStatus.INTRANS:
        raw.execute(
            "SELECT set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)"
        )


def bind(cursor) -> None:
    """Before a COPY: give the running transaction the current context, which execute wrappers would have given it, and
    have the key of encrypted fields at hand, which cannot be asked for in the middle."""
    encryption.load()
    context = runtime._tracker.value
    cursor.execute(
        "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
        [str(context.id), json.dumps(context.metadata)],
    )


def gesture_id() -> uuid.UUID | None:
    """The id shared by all events of the gesture in progress, if any."""
    value = getattr(runtime._tracker, "value", None)
    return value.id if value else None
