"""Deeds about the parts of dossiers."""

from hypothesis import strategies as st

from orgtree.choices import Scheme
from orgtree.models import CodeEntry, EthnicGroup, Rating
from orgtree.models.dossier import Background, Contact, Employment, FamilyMember, Schooling, Training, WorkPeriod
from tests.planning.indicators.drawn import person
from tests.planning.indicators.scene import give_dossier

PARTS = (Contact, Employment, Schooling, Training, WorkPeriod, Rating, FamilyMember, Background)


def document(world, person):
    """Everything that the dossier of somebody in a plan needs."""
    forget(world, person, None)
    give_dossier(world, world.people[person])


def forget(world, person, part):
    """One part is gone, or every one."""
    for model in PARTS if part is None else [part]:
        model.objects.filter(person=world.people[person]).delete()


def blank(world, part, column):
    """One field of a part is empty in every dossier."""
    part.objects.update(**{column: None if part._meta.get_field(column).null else ""})


def hand_parts(world, part, one, other):
    part.objects.filter(person=world.people[one]).update(person=world.people[other])


def rate(world, person, year, as_member, code):
    Rating.objects.update_or_create(
        person=world.people[person],
        year=year,
        as_member=as_member,
        defaults={"rating": code and world.code(Scheme.RATING, code)},
    )


def recode(world, code, other):
    """An entry of the list of ratings is called otherwise."""
    CodeEntry.objects.filter(scheme=Scheme.RATING, code=code).update(code=other)


def regroup(world, code):
    EthnicGroup.objects.filter(pk=world.people["an"].ethnic_group_id).update(code=code)


part, ratings = st.sampled_from(PARTS), st.sampled_from(["excellent", "good", "fair"])
fields = st.sampled_from(
    [
        (Contact, "birth_place"),
        (Contact, "residence"),
        (Employment, "recruited_on"),
        (Employment, "present_post"),
        (Schooling, "general_education"),
        (Schooling, "major"),
        (Background, "political_conclusion"),
        (Background, "concluded_on"),
        (Rating, "rating"),
    ]
)


def blank_field(world, place):
    blank(world, *place)


DEEDS = (
    (document, person),
    (forget, person, st.none() | part),
    (blank_field, fields),
    (hand_parts, part, person, person),
    (rate, person, st.sampled_from([2017, 2018, 2019, 2020, 2024]), st.booleans(), st.none() | ratings),
    (recode, ratings, st.sampled_from(["excellent", "best"])),
    (regroup, st.sampled_from(["01", "17"])),
)
