import datetime

from tests.planning.indicators.golden.shapes import PLAN, golden
from tests.planning.indicators.scene import Scene
from tests.world import TODAY

IN_TIME, DEADLINE, AFTER = (datetime.date(2020, 7, day) for day in (2, 3, 4))
SUBMITTED = ("submit", "submitted", IN_TIME)


@golden("LISTS_SUBMITTED", 1, 1)
def list_handed_in(scene: Scene) -> None:
    scene.list(SUBMITTED)


@golden("LISTS_SUBMITTED", 0, 1)
def list_taken_back(scene: Scene) -> None:
    scene.list(SUBMITTED, ("take_back", "draft", AFTER))


@golden("LISTS_APPROVED", 1, 1)
def list_approved(scene: Scene) -> None:
    scene.approved(TODAY)


@golden("LISTS_APPROVED", 0, 1)
def list_approved_tomorrow(scene: Scene) -> None:
    scene.approved(TODAY + datetime.timedelta(days=1))


@golden("LISTS_LATE", 0, 1)
def list_handed_in_on_the_last_day(scene: Scene) -> None:
    scene.list(("submit", "submitted", DEADLINE), deadline=DEADLINE)


@golden("LISTS_LATE", 1, 1)
def list_handed_in_a_day_later(scene: Scene) -> None:
    scene.list(("submit", "submitted", AFTER), deadline=DEADLINE)


@golden("LISTS_LATE", 1, 1)
def list_handed_in_and_taken_back(scene: Scene) -> None:
    scene.list(SUBMITTED, ("take_back", "draft", IN_TIME), deadline=DEADLINE)


@golden("LISTS_LATE", 0, 1)
def list_not_due_yet(scene: Scene) -> None:
    scene.list(deadline=TODAY)


@golden("PLANS_STALE", 0, 1)
def plan_approved_a_year_ago(scene: Scene) -> None:
    scene.number("review_months", 12)
    scene.approved(datetime.date(2019, 7, 7))


@golden("PLANS_STALE", 1, 1)
def plan_approved_more_than_a_year_ago(scene: Scene) -> None:
    scene.number("review_months", 12)
    scene.approved(datetime.date(2019, 7, 6))


@golden("DOSSIERS_OF_MEMBERS", 1, 2)
def dossiers_of_members(scene: Scene) -> None:
    scene.member()
    scene.member(home_town="")
    scene.holder()


def dossiers_of_cadres(scene: Scene) -> None:
    for add in (scene.holder, scene.planned):
        scene.complete(add())
        scene.complete(add(theory=None))
        add()


golden("DOSSIERS_OF_CADRES", 1, 3)(dossiers_of_cadres)
golden("DOSSIERS_OF_CADRES", 1, 3, term=PLAN)(dossiers_of_cadres)
