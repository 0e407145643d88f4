from tests.planning.indicators.golden.shapes import PLAN, golden
from tests.planning.indicators.scene import Scene


def four_for_three_seats(scene: Scene) -> None:
    """Four are planned, one of them for two titles; one of them sits in the committee now."""
    scene.committee("executive", 3)
    scene.committee("standing", 9)
    leader = scene.planned(seat="standing_body")
    scene.planned(person=leader, seat="executive")
    scene.planned(person=scene.holder(seat="executive"), seat="standing")
    scene.planned(person=scene.holder(), seat="executive")
    scene.planned(seat="executive")
    scene.planned()


golden("COEFFICIENT_ALL", 4, 3, term=PLAN)(four_for_three_seats)
golden("COEFFICIENT_NEW", 3, 3, term=PLAN)(four_for_three_seats)
golden("SEATS_FILLED", 1, 3)(four_for_three_seats)


@golden("COEFFICIENT_ALL", 0, 0, 1, term=PLAN)
def committee_of_unknown_size(scene: Scene) -> None:
    scene.planned(seat="executive")


def three_people_five_plans(scene: Scene) -> None:
    """Three titles of one level and one of another; one; one of either term."""
    busy = scene.planned()
    scene.planned(person=busy)
    scene.planned(person=busy)
    scene.planned(person=busy, level="district")
    scene.planned()
    scene.planned(person=scene.planned(code="2015-2020"))
    scene.number("max_titles_per_person_same_level", 2)


golden("TITLES_PER_PERSON", 5, 3, term=PLAN)(three_people_five_plans)
golden("TITLES_WITHIN_CAP", 2, 3, term=PLAN)(three_people_five_plans)
