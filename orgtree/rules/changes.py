"""Who may propose a change of a dossier, and who may decide on it."""

import datetime

from django.utils.translation import gettext_lazy as _

from anphu.kit.refusals import Refused
from orgtree.choices import Sight, Verb, Verdict
from orgtree.models import ChangeRequest
from orgtree.rules.dossiers import reaches, sees_restricted, why_not_edit
from orgtree.sections import BY_CODE, Item, Section


def proposable(user, person_id: int, section: Section, on: datetime.date) -> tuple[Item, ...]:
    """The fields of a section that `user` sees of this person, and so may propose to change; none without the right.

    The person concerned proposes for the own dossier, whatever its rights, what is not restricted.
    """
    if reaches(user, Verb.PROPOSE_CHANGES, person_id, on):
        return section.seen_with(sees_restricted(user, person_id, on))
    if user.person_id == person_id and user.is_active:
        return section.seen_with(restricted=False)
    return ()


def why_not_propose(user, person_id: int, section: Section, on: datetime.date) -> Refused | None:
    """None when the user may propose for this section. A person out of reach is not admitted to exist."""
    if proposable(user, person_id, section, on):
        return None
    if user.person_id != person_id and not reaches(user, Verb.SEE_PEOPLE, person_id, on):
        return Refused("no_such_person", _("There is no such person within your reach."), status=404)
    sentence = _("Your roles do not let you propose changes to this part of the dossier.")
    return Refused("not_allowed", sentence, status=403)


def why_not_decide(request: ChangeRequest, user, on: datetime.date) -> Refused | None:
    """None when `user` may decide on the request now."""
    if request.state != Verdict.PENDING:
        return Refused("already_decided", _("This request has been decided or withdrawn already."))
    if request.proposed_by_id == user.pk or user.person_id == request.person_id:
        sentence = _("Nobody decides on their own request or dossier; somebody else of the board must.")
        return Refused("own_work", sentence, status=403)
    return why_not_edit(user, request.person_id, BY_CODE[request.section], on)


RESTRICTED = tuple(section.code for section in BY_CODE.values() if section.sight == Sight.RESTRICTED)
"""Sections whose very requests are closed to readers without the right to restricted parts."""
