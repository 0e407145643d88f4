"""People in titles, and planned for them."""

from collections.abc import Iterator

from orgtree.choices import SEAT_RANK, Education, Purpose, StateManagement, Theory
from tests.planning.indicators.by_hand.answers import EXCLUDED, all_of, not_, reaches
from tests.planning.indicators.by_hand.record import Day, Held, months_after

KINH = "01"
STANDING = ("standing", "standing_body")


def answers(at: Day) -> Iterator[tuple]:
    for held in at.holdings:
        if held.unit in at.versions:
            for indicator, answer in judged(at, held):
                yield held.unit, held.term, indicator, held.person.pk, answer


def judged(at: Day, held: Held) -> Iterator[tuple]:
    """What is said of one holding: `(indicator, answer)`."""
    for theme in (_targets, _leaders, _committee, _training, _ratings, _service):
        yield from theme(at, held)
    yield "DOSSIERS_OF_CADRES", at.record.complete(held.person, Purpose.PLANNED)


def _targets(at: Day, held: Held) -> Iterator[tuple]:
    person, title = held.person, held.title
    woman, young = person.sex == "F", at.under(person, "young_age_lt")
    secretary = title.side == "party" and title.is_head
    if secretary and title.level == "commune":
        yield "NON_LOCAL_SECRETARY_COMMUNE", _from_another_commune(person, at.versions[held.unit].commune_code)
    if secretary and title.level == "district" and title.seat == "standing_body":
        home = person.home_commune_code
        yield "NON_LOCAL_SECRETARY_DISTRICT", home not in at.communes[held.unit] if home else None
    standard = at.standards.get(title.pk)
    yield (
        "TITLE_STANDARD",
        EXCLUDED
        if standard is None
        else _trained(person, standard.min_education, standard.min_theory, standard.min_state_management),
    )
    if title.is_key_leader or title.seat in STANDING:
        yield "YOUNG_KEY_LEADERS", young
    if title.is_commune_cadre:
        keys = ("commune_min_education", "commune_min_theory", "commune_min_state_management")
        yield "COMMUNE_EDU", _trained(person, *(at.numbers.get(key) for key in keys))
    if title.seat in STANDING:
        yield "WOMEN", woman
    if title.seat:
        yield "WOMEN_COMMITTEE", woman


def _from_another_commune(person, commune: str) -> bool | str | None:
    if not commune:
        return EXCLUDED
    return person.home_commune_code != commune if person.home_commune_code else None


def _trained(person, education, theory, state_management) -> bool | None:
    return all_of(
        [
            reaches(person.education, education),
            reaches(person.theory, theory),
            reaches(person.state_management, state_management),
        ]
    )


def _leaders(at: Day, held: Held) -> Iterator[tuple]:
    title, woman = held.title, held.person.sex == "F"
    if title.is_key_leader:
        young = at.under(held.person, "young_age_lt")
        if title.level == "district":
            yield "YOUNG_DISTRICT_LEADERS", young
        if title.level == "commune":
            yield "YOUNG_COMMUNE_LEADERS", young
        yield "WOMEN_KEY_LEADERS", woman
    if title.is_head:
        yield "WOMEN_HEADS", woman


def _committee(at: Day, held: Held) -> Iterator[tuple]:
    if not held.title.seat:
        return
    young, not_oldest = at.under(held.person, "young_age_lt"), at.under(held.person, "older_age_ge")
    yield "COMMITTEE_YOUNG", young
    yield "COMMITTEE_MIDDLE", all_of([not_(young), not_oldest])
    yield "COMMITTEE_OLDER", not_(not_oldest)
    yield "COMMITTEE_MINORITY", held.person.ethnic_group.code != KINH
    if held.term is not None:
        stays = at.seat_now(held) >= SEAT_RANK[held.title.seat]
        yield "COMMITTEE_RESTANDING", stays
        yield "COMMITTEE_NEW", not stays


def _training(_at: Day, held: Held) -> Iterator[tuple]:
    person = held.person
    yield "EDU_COLLEGE", reaches(person.education, Education.COLLEGE)
    yield "EDU_UNIVERSITY", reaches(person.education, Education.BACHELOR)
    yield "EDU_POSTGRADUATE", reaches(person.education, Education.MASTER)
    yield "THEORY_INTERMEDIATE", reaches(person.theory, Theory.INTERMEDIATE)
    yield "THEORY_ADVANCED", reaches(person.theory, Theory.ADVANCED)
    if held.title.side == "government":
        yield "STATE_MANAGEMENT", reaches(person.state_management, StateManagement.SPECIALIST)


def _ratings(at: Day, held: Held) -> Iterator[tuple]:
    """As a cadre, else as a member, for the last year that is over."""
    year, given = at.day.year - 1, at.record.ratings
    rating = given.get((held.person.pk, year, False), given.get((held.person.pk, year, True)))
    yield "RATED", rating is not None
    yield "RATING_EXCELLENT", None if rating is None else rating == "excellent"
    yield "RATING_GOOD", None if rating is None else rating in ("excellent", "good")


def _service(at: Day, held: Held) -> Iterator[tuple]:
    days = at.retires(held.person)
    for months in (12, 24, 60):
        yield f"RETIRE_{months}", _retired(days, months_after(at.day, months))
    if held.term is not None:
        for indicator, key in (("ONE_TERM", "plan_min_months"), ("TWO_TERMS", "plan_pref_months")):
            months = at.numbers.get(key)
            if months is not None:
                yield indicator, _still_serves(days, months_after(_counting_day(at, held), int(months)))


def _retired(days, by) -> bool | None:
    """Whether the person has retired by then, whenever in the months of the dossier the birth was."""
    if days is None:
        return None
    earliest, latest = days
    if latest <= by:
        return True
    return False if earliest > by else None


def _still_serves(days, until) -> bool | None:
    """Whether the person does not retire before then."""
    if days is None:
        return None
    earliest, latest = days
    if earliest >= until:
        return True
    return False if latest < until else None


def _counting_day(at: Day, held: Held):
    """That of the councils for titles of the government where it is named, else the committees', else the first day of
    the term."""
    cycles = ["council"] if held.title.side == "government" else []
    named = (at.record.counting.get((held.term, held.title.level, cycle)) for cycle in [*cycles, "committee"])
    return next(filter(None, named), at.record.terms[held.term].period.lower)
