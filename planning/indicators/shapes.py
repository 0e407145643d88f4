"""The shapes of the catalogue: what is looked at (`Source`), and what is counted of it (`Indicator`)."""

from dataclasses import dataclass

ACTUAL, PLAN = "actual", "plan"
"""The bases: people who hold titles, and people planned for the titles of a term."""

PERCENT, RATIO = "percent", "ratio"


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of one kind that many indicators look at in one pass.

    `rows`: SQL from FROM on, whose rows have `unit_id`, `term_id` (NULL: actual holders) and `subject_id` of the table
    `of`, and whatever names its indicators use. `{touched:column}` in it becomes the condition that `column` is one of
    the units to measure. `ctes`: what is read once beforehand. `tables`: those a change of which can change a row, by
    how the units concerned are found (planning/indicators/marks.py).
    """

    name: str
    of: str
    columns: str
    rows: str
    ctes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    """One declared measure. `version` grows when the meaning of anything in SQL here changes.

    `population` says which rows of the source are looked at, `excluded` which of them a rule leaves out. Then either
    `hit` says who of the others counts (true, false, NULL when the record cannot say): a share, in percent. Or `amount`
    and `per` are two numbers whose sums are divided: a ratio. A subject with several rows in a unit counts once there:
    false if any row says false, unknown if any says NULL; of amounts the largest counts. Units are summed upward, so
    that whoever serves in two units counts in both.
    """

    code: str
    label: object
    question: object
    theme: str
    source: Source
    legal: object
    population: str = "true"
    excluded: str = ""
    hit: str = ""
    amount: str = ""
    per: str = ""
    bases: tuple[str, ...] = (ACTUAL, PLAN)
    parameters: tuple[str, ...] = ()
    ages: bool = False
    """Whether the answer changes as time passes though nobody changes the record."""
    version: int = 1

    @property
    def slug(self) -> str:
        return self.code.lower().replace("_", "-")

    @property
    def measure(self) -> str:
        return PERCENT if self.hit else RATIO

    @property
    def subject(self) -> str:
        """What is counted: person, title, committee or list."""
        return self.source.of
