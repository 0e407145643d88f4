from tests.planning.indicators.golden.shapes import golden
from tests.planning.indicators.scene import Scene


def of_every_education(scene: Scene) -> None:
    for education in (0, 1, 2, 3, 4, 5, 6, None):
        scene.holder(education=education)


def of_every_theory(scene: Scene) -> None:
    for theory in (0, 1, 2, 3, 4, None):
        scene.holder(theory=theory)


golden("EDU_COLLEGE", 4, 7, 1)(of_every_education)
golden("EDU_UNIVERSITY", 3, 7, 1)(of_every_education)
golden("EDU_POSTGRADUATE", 2, 7, 1)(of_every_education)
golden("THEORY_INTERMEDIATE", 3, 5, 1)(of_every_theory)
golden("THEORY_ADVANCED", 2, 5, 1)(of_every_theory)


@golden("STATE_MANAGEMENT", 1, 2, 1)
def state_management_in_the_government(scene: Scene) -> None:
    for level in (2, 1, None):
        scene.holder(side="government", state_management=level)
    scene.holder(side="party", state_management=4)


def ratings_of_last_year(scene: Scene) -> None:
    """As a cadre goes before as a member; other years say nothing."""
    scene.rated(scene.holder(), "excellent")
    scene.rated(scene.holder(), "good", as_member=True)
    both = scene.holder()
    scene.rated(both, "excellent", as_member=True)
    scene.rated(both, "fair")
    scene.rated(scene.holder(), "excellent", 2018)
    scene.holder()


golden("RATED", 3, 5)(ratings_of_last_year)
golden("RATING_EXCELLENT", 1, 3, 2)(ratings_of_last_year)
golden("RATING_GOOD", 2, 3, 2)(ratings_of_last_year)
