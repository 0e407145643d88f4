from tests.planning.indicators.golden.shapes import PLAN, golden
from tests.planning.indicators.scene import Scene


def none_one_and_three(scene: Scene) -> None:
    """Titles with nobody, one and three planned; one of a term that has no plan yet."""
    scene.number("max_people_per_title", 2)
    scene.post()
    scene.planned()
    crowded = scene.title()
    for _each in range(3):
        scene.planned(title=crowded)
    scene.post(code="2015-2020")


golden("PEOPLE_PER_TITLE", 4, 3, term=PLAN)(none_one_and_three)
golden("UNCOVERED", 1, 3, term=PLAN)(none_one_and_three)
golden("SINGLE_SUCCESSOR", 1, 3, term=PLAN)(none_one_and_three)
golden("PEOPLE_OVER_CAP", 1, 3, term=PLAN)(none_one_and_three)


@golden("VACANT", 2, 3)
def posts_without_holders(scene: Scene) -> None:
    scene.post()
    deputies = scene.title()
    scene.post(deputies, size=2)
    scene.holder(title=deputies)
    chair = scene.title()
    scene.post(chair)
    scene.holder(title=chair)
    scene.post(code="2015-2020")
