"""The list of figures: what each is called, at how many districts it is taken, and what it may be compared with."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from importlib import import_module

SMALL, LARGE = 1, 11
"""Districts: 4,594 and about 50,000 members on the demo's day."""


@dataclass
class Figure:
    """A measured value; `floor` is the same work done in the barest way, in the same run and unit."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    queries: int | None = None
    facts: dict = field(default_factory=dict)

    def line(self, people: int) -> dict:
        """As it is printed."""
        told = asdict(self)
        facts = told.pop("facts")
        ratio = round(self.value / self.floor, 2) if self.floor else None
        return {**told, "ratio": ratio, "people": people, **facts}


@dataclass(frozen=True)
class Taken:
    """Where a figure is taken: `module:function` yields Figures; imported only in the measuring process."""

    maker: str
    scales: tuple[int | str, ...] = (SMALL, LARGE)

    def figures(self) -> Iterator[Figure]:
        module, _, name = self.maker.partition(":")
        make: Callable[[], Iterator[Figure]] = getattr(import_module(f"anphu.bench.{module}"), name)
        yield from make()


FIGURES: dict[str, Taken] = {
    "people-list": Taken("pages:people_list"),
    "search": Taken("pages:search"),
    "tree": Taken("pages:tree_of_units", (SMALL,)),
    "dossier": Taken("pages:dossier"),
    "recompute": Taken("measures:recompute"),
    "refresh": Taken("measures:refresh"),
    "change": Taken("measures:change"),
    "workers": Taken("measures:workers", scales=(LARGE,)),
    "series": Taken("measures:series", (SMALL,)),
    "export": Taken("out:export"),
    "document": Taken("out:document", (SMALL,)),
    "eligibility": Taken("eligibility:eligibility", (SMALL,)),
    "solver": Taken("solver:solver", (SMALL,)),
    "approve": Taken("decisions:approve", (SMALL,)),
    "plan-past": Taken("plans:plan_past", (SMALL,)),
    "difference": Taken("plans:differences", (SMALL,)),
    "submission": Taken("lists:submission", (SMALL,)),
    "import": Taken("imports:imported", (SMALL,)),
    "memory": Taken("memory:web_worker", (LARGE,)),
}
