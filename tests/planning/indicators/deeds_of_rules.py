"""Deeds about units, titles, terms, the law, rounds and their lists."""

import datetime

from django.db.models import F
from hypothesis import strategies as st

from anphu.kit.periods import period
from orgtree.actions import structure
from orgtree.models import Committee, Title, TitleStandard
from planning.actions import lines, submissions
from planning.indicators import fill
from planning.models import (
    CountingDate,
    PlanTitle,
    RetirementAge,
    Round,
    RuleParameter,
    StateChange,
    Submission,
    Term,
)
from tests.planning.indicators.drawn import day, nth, span, title, titled, unit, which
from tests.planning.indicators.scene import SAID
from tests.world import TODAY

LATER = datetime.date(2020, 8, 16)
ACTORS = {"submit": "{}_secretary", "take_back": "{}_secretary", "return": "appraiser", "appraise": "appraiser"}


def move(world, unit, parent, day):
    structure.change(
        actor=world.user("board"),
        on=TODAY,
        reason="property",
        unit=world.units[unit],
        day=day,
        parent=world.units[parent],
    )


def recommune(world, unit, code, day):
    structure.change(
        actor=world.user("board"), on=TODAY, reason="property", unit=world.units[unit], day=day, commune_code=code
    )


def retitle(world, title, values):
    Title.objects.filter(pk=titled(world, title).pk).update(**values)


def demand(world, title, least, days):
    TitleStandard.objects.create(
        title=titled(world, title),
        min_education=least,
        min_theory=least,
        min_state_management=1,
        period=period(*days),
        **SAID,
    )


def rule(world, key, value):
    RuleParameter.objects.filter(key=key).update(value=value)


def nearer_rule(world, key, value, scope, days):
    RuleParameter.objects.create(key=key, label=key, value=value, scope=scope, period=period(*days), **SAID)


def unrule(world, key):
    RuleParameter.objects.filter(key=key).delete()


def retire(world, sex, born, months):
    """Whoever was born before a day retires at another age than the others."""
    RetirementAge.objects.filter(sex=sex).delete()
    for days, age in ((period(datetime.date(1900, 1, 1), born), months), (period(born), months + 12)):
        RetirementAge.objects.create(sex=sex, born=days, months=age, period=period(datetime.date(2015, 1, 1)), **SAID)


def shorten_table(world, born):
    RetirementAge.objects.filter(born__upper_inf=True, born__startswith__lt=born).update(
        born=period(datetime.date(1900, 1, 1), born)
    )


def count_from(world, number, level, cycle, day):
    CountingDate.objects.update_or_create(
        term=nth(Term.objects, number), level=level, cycle=cycle, defaults={"day": day, **SAID}
    )


def postpone_terms(world, days):
    Term.objects.update(period=period(datetime.date(2015, 7, 1) + datetime.timedelta(days), None))


def resize(world, unit, kind, size, days):
    Committee.objects.create(unit=world.units[unit], kind=kind, size=size, period=period(*days))


def grow(world, unit):
    Committee.objects.filter(unit=world.units[unit]).update(size=F("size") + 1)


def add_post(world, number, unit, title, size):
    PlanTitle.objects.update_or_create(
        term=nth(Term.objects, number),
        unit=world.units[unit],
        title=titled(world, title),
        defaults={"size": size},
    )


def step(world, unit, verb, day):
    """One step of a list, by whom it is for."""
    pk, actor = world.submission(unit).pk, world.user(ACTORS[verb].format(unit))
    if verb == "submit":
        lines.confirm_rest(actor=actor, on=day, submission=pk)
    submissions.move(actor=actor, on=day, submission=pk, verb=verb, reason="property")


def step_unasked(world, number, step, day):
    """A step that no rule looked at, as an old system may have left it."""
    verb, target = step
    StateChange.objects.create(
        submission=nth(Submission.objects, number),
        verb=verb,
        source="draft",
        target=target,
        day=day,
        actor=world.users["board"],
    )


def move_list(world, number, unit):
    row = nth(Submission.objects, number)
    Submission.objects.filter(pk=row.pk).update(unit=world.units[unit])


def postpone(world, deadline):
    Round.objects.update(deadline=deadline)


def date_round(world, day):
    Round.objects.update(day=day, deadline=LATER)


def set_round(world, state):
    Round.objects.update(state=state)


def refresh(world):
    fill.drain(TODAY)


retitles = st.fixed_dictionaries(
    {},
    optional={
        "is_head": st.booleans(),
        "is_key_leader": st.booleans(),
        "is_commune_cadre": st.booleans(),
        "side": st.sampled_from(["party", "government"]),
        "level": st.sampled_from(["commune", "district"]),
        "seat": st.sampled_from(["", "executive", "standing", "standing_body"]),
    },
).filter(bool)
KEYS = (
    "young_age_lt",
    "older_age_ge",
    "commune_min_theory",
    "plan_min_months",
    "plan_pref_months",
    "max_titles_per_person_same_level",
    "max_people_per_title",
    "review_months",
)
key, value = st.sampled_from(KEYS), st.integers(0, 60)
born = st.dates(datetime.date(1960, 1, 1), datetime.date(1990, 12, 31))
listing = st.sampled_from(["alpha", "beta"])
deadlines = st.sampled_from([TODAY, LATER, datetime.date(2020, 7, 6)])
steps = st.sampled_from([("submit", "submitted"), ("approve", "approved"), ("return", "draft")])
DEEDS = (
    (move, st.sampled_from(["alpha1", "alpha2", "beta1"]), listing, day),
    (recommune, st.sampled_from(["alpha", "beta", "gamma"]), st.sampled_from(["", "30340", "30355"]), day),
    (retitle, title, retitles),
    (demand, title, st.integers(0, 4), span),
    (rule, key, value),
    (nearer_rule, key, value, st.sampled_from(["province", "district"]), span),
    (unrule, key),
    (retire, st.sampled_from("MF"), born, st.integers(540, 744)),
    (shorten_table, born),
    (count_from, which, st.sampled_from(["commune", "district"]), st.sampled_from(["committee", "council"]), day),
    (postpone_terms, st.integers(-2000, 2000)),
    (resize, unit, st.sampled_from(["executive", "standing"]), st.integers(1, 9), span),
    (grow, unit),
    (add_post, which, unit, title, st.integers(1, 3)),
    (step, listing, st.sampled_from([*ACTORS]), st.sampled_from([TODAY, LATER])),
    (
        step_unasked,
        which,
        st.sampled_from([("submit", "submitted"), ("approve", "approved"), ("return", "draft")]),
        day,
    ),
    (move_list, which, unit),
    (postpone, deadlines),
    (date_round, st.sampled_from([datetime.date(2018, 6, 1), TODAY, LATER])),
    (set_round, st.sampled_from(["draft", "open", "closed"])),
    (refresh,),
)
