"""Who may see and who may change which part of whose dossier."""

import datetime

from django.utils.translation import gettext_lazy as _

from anphu.kit import clock
from anphu.kit.refusals import Refused
from orgtree.choices import Verb
from orgtree.models import PartyMembership, Person, Posting, UnitLink
from orgtree.sections import Section


def reaches(user, verb: str, person_id: int, on: datetime.date) -> bool:
    """Whether a grant of `user` for `verb` reaches a unit where the person is a member or holds a post on `on`, and,
    as a dossier tells what is known today, also today, unless nobody holds the person any more."""
    if not user.may_somewhere(verb):
        return False
    person, today = Person.objects.filter(pk=person_id), clock.today()
    if not person.within(UnitLink.objects.reached_by(user, verb, on), on).exists():
        return False
    if on == today or person.within(UnitLink.objects.reached_by(user, verb, today), today).exists():
        return True
    return not any(
        rows.on(today).filter(person=person_id).exists() for rows in (PartyMembership.objects, Posting.objects)
    )


def sees_restricted(user, person_id: int, on: datetime.date) -> bool:
    """Whether the reader sees restricted sections and fields of this person."""
    return reaches(user, Verb.SEE_RESTRICTED, person_id, on)


def why_not_see(user, person_id: int, section: Section, on: datetime.date) -> Refused | None:
    """None when the reader may open this section of this person. A person out of reach is not admitted to exist."""
    if not reaches(user, Verb.SEE_PEOPLE, person_id, on):
        return Refused("no_such_person", _("There is no such person within your reach."), status=404)
    if not reaches(user, section.verb, person_id, on):
        return Refused("not_allowed", _("Your roles do not include this part of the dossier."), status=403)
    return None


def why_not_edit(user, person_id: int, section: Section, on: datetime.date) -> Refused | None:
    """None when the user may change this section of this person; who may only propose is told so."""
    refusal = why_not_see(user, person_id, section, on)
    if refusal is None and not reaches(user, Verb.EDIT_PEOPLE, person_id, on):
        sentence = _("Only the organization board changes dossiers. You can propose the change instead.")
        return Refused("not_allowed", sentence, status=403)
    return refusal
