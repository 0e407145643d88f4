"""The SQL of the engine, composed from the declarations: one pass over a source feeds all indicators that look at it.

Parameters of every statement: `day`; `units`, the ids to measure, or NULL for all. Statements over holdings as given
(planning/indicators/holdings.py) have `held_units`, `held_terms`, `held_people` and `held_titles` too.
"""

import datetime
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from planning.indicators.definitions import BY_CODE, INDICATORS, PARAMETERS
from planning.indicators.shapes import ACTUAL, PERCENT, PLAN, Indicator, Source
from planning.indicators.sources import CADRE

_MEASURES = ("numerator", "denominator", "unknown", "excluded")
_COLUMNS = ", ".join([*(f"own_{name}" for name in _MEASURES), *_MEASURES])
Codes = frozenset[str]
ALL: Codes = frozenset(BY_CODE)

DAY = "%(day)s::date"
_NEAREST = "ORDER BY array_position(ARRAY['central', 'province', 'district'], scope::text) DESC"
_PARAMETERS = ", ".join(f"(array_agg(value {_NEAREST}) FILTER (WHERE key = '{key}'))[1] AS {key}" for key in PARAMETERS)


_WHOLE = "%(units)s::bigint[] IS NULL OR "


def touched(column: str) -> str:
    """The condition that `column` is one of the units to measure, said wherever a unit is joined: the planner does
    not pass it on, and would read every unit of the country to measure one."""
    return f"({_WHOLE}{column} = ANY(%(units)s::bigint[]))"


OF_RECORD = f"""SELECT unit_id, NULL::bigint AS term_id, person_id, title_id FROM orgtree_posting
    WHERE period @> {DAY} AND {touched("unit_id")}
  UNION ALL
    SELECT q.unit_id, q.term_id, e.person_id, q.title_id
    FROM planning_planentry e JOIN planning_plantitle q ON q.id = e.plan_title_id
    WHERE e.period @> {DAY} AND {touched("q.unit_id")}"""
_GIVEN = """unnest(%(held_units)s::bigint[], %(held_terms)s::bigint[],
                %(held_people)s::bigint[], %(held_titles)s::bigint[])"""
AS_GIVEN = f"""SELECT unit_id, term_id, person_id, title_id
    FROM {_GIVEN} AS given(unit_id, term_id, person_id, title_id) WHERE {touched("unit_id")}"""
_TITLES_OF_RECORD = f"""SELECT e.person_id, q.term_id, t.level, count(*) AS titles
    FROM planning_planentry e JOIN planning_plantitle q ON q.id = e.plan_title_id
    JOIN orgtree_title t ON t.id = q.title_id
    WHERE e.period @> {DAY} AND e.person_id IN (SELECT person_id FROM holding WHERE term_id IS NOT NULL)
    GROUP BY e.person_id, q.term_id, t.level"""
_TITLES_AS_GIVEN = f"""SELECT h.person_id, h.term_id, t.level, count(*) AS titles
    FROM {_GIVEN} AS h(unit_id, term_id, person_id, title_id) JOIN orgtree_title t ON t.id = h.title_id
    WHERE h.term_id IS NOT NULL GROUP BY h.person_id, h.term_id, t.level"""


def _filled(text: str, given: bool) -> str:
    """The SQL of a source with its placeholders replaced."""
    text = text.replace("{DAY}", DAY).replace("{TITLES_OF}", _TITLES_AS_GIVEN if given else _TITLES_OF_RECORD)
    before, *rest = text.split("{touched:")
    return before + "".join(touched(part.split("}", 1)[0]) + part.split("}", 1)[1] for part in rest)


def _sources(codes: Codes) -> Iterator[tuple[Source, list[Indicator]]]:
    chosen = [indicator for indicator in INDICATORS if indicator.code in codes]
    for _name, group in groupby(sorted(chosen, key=lambda row: row.source.name), key=lambda row: row.source.name):
        rows = list(group)
        yield rows[0].source, rows


def population(indicator: Indicator) -> str:
    """Whether a row of the source is looked at: on a basis that the indicator has, and of its population."""
    terms = {(ACTUAL,): "{term} IS NULL", (PLAN,): "{term} IS NOT NULL"}.get(indicator.bases)
    term = indicator.source.columns.split(",")[1].split(" AS ")[0].strip()
    return " AND ".join(filter(None, (f"({indicator.population})", terms and terms.format(term=term))))


_NO, _UNKNOWN, _YES = range(3)
"""What `said` is of a subject; NULL: the indicator does not look at it."""


def _fact(indicator: Indicator, number: int) -> str:
    """The columns of one indicator about one subject of one unit. Each `hit` is evaluated once a row: several cost as
    much as all the rest."""
    inside = population(indicator)
    counted = f"{inside} AND NOT coalesce({indicator.excluded}, false)" if indicator.excluded else inside
    columns = []
    if indicator.measure == PERCENT:
        said = f"min(coalesce({_YES} * ({indicator.hit})::int, {_UNKNOWN}))"
        columns.append(f"{said} FILTER (WHERE {counted}) AS said_{number}")
    else:
        known = f"({indicator.amount}) IS NOT NULL AND ({indicator.per}) IS NOT NULL"
        columns.append(f"min(({known})::int) FILTER (WHERE {counted}) AS said_{number}")
        columns.append(f"max({indicator.amount}) FILTER (WHERE {counted}) AS amount_{number}")
        columns.append(f"max({indicator.per}) FILTER (WHERE {counted}) AS per_{number}")
    if indicator.excluded:
        columns.append(f"bool_or({inside}) AND NOT bool_or({counted}) AS out_{number}")
    return ",\n    ".join(columns)


def _counts(indicator: Indicator, number: int) -> str:
    """The four counts of one indicator over the subjects of one unit."""
    said = f"said_{number}"
    if indicator.measure == PERCENT:
        counts = (
            f"count(*) FILTER (WHERE {said} = {_YES}) AS numerator_{number}",
            f"count(*) FILTER (WHERE {said} IN ({_NO}, {_YES})) AS denominator_{number}",
            f"count(*) FILTER (WHERE {said} = {_UNKNOWN}) AS unknown_{number}",
        )
    else:
        counts = (
            f"coalesce(sum(amount_{number}) FILTER (WHERE {said} = 1), 0) AS numerator_{number}",
            f"coalesce(sum(per_{number}) FILTER (WHERE {said} = 1), 0) AS denominator_{number}",
            f"count(*) FILTER (WHERE {said} = 0) AS unknown_{number}",
        )
    excluded = f"count(*) FILTER (WHERE out_{number})" if indicator.excluded else "0"
    return ",\n    ".join([*counts, f"{excluded} AS excluded_{number}"])


def _counted(source: Source, rows: list[Indicator], given: bool) -> Iterator[tuple[str, str]]:
    """The CTEs from a source's rows to what each unit has by itself of its indicators, one wide row a basis."""
    numbered = list(enumerate(rows))
    yield (
        f"fact_{source.name}",
        f"SELECT {source.columns},\n    "
        + ",\n    ".join(_fact(row, number) for number, row in numbered)
        + f"\n    {_filled(source.rows, given)}\n    GROUP BY 1, 2, 3",
    )
    yield (
        f"counted_{source.name}",
        "SELECT unit_id, term_id,\n    "
        + ",\n    ".join(_counts(row, number) for number, row in numbered)
        + f"\n    FROM fact_{source.name} GROUP BY unit_id, term_id",
    )


def _own(source: Source, rows: list[Indicator]) -> tuple[str, str]:
    """The CTE of the counts of units by themselves, one row an indicator."""
    values = ", ".join(
        f"('{row.code}', {row.version}, " + ", ".join(f"{name}_{number}" for name in _MEASURES) + ")"
        for number, row in enumerate(rows)
    )
    return (
        f"own_{source.name}",
        f"""SELECT unit_id, term_id, i.* FROM counted_{source.name}
    CROSS JOIN LATERAL (VALUES {values}) AS i(indicator, version, {", ".join(_MEASURES)})
    WHERE denominator + unknown + excluded > 0""",
    )


def _rolled(source: Source, rows: list[Indicator]) -> Iterator[tuple[str, str]]:
    """The CTEs of the counts of units with everything below them. They are summed as wide rows and told apart by
    indicator afterwards: there are twenty times as many of the narrow ones."""
    wide = [f"{name}_{number}" for number in range(len(rows)) for name in _MEASURES]
    totals = ", ".join(f"sum(c.{name})::int AS {name}" for name in wide)
    yield (
        f"summed_{source.name}",
        f"""SELECT l.ancestor_id AS unit_id, c.term_id, {totals}
    FROM counted_{source.name} c JOIN orgtree_unitlink l ON l.descendant_id = c.unit_id AND l.period @> {DAY}
    GROUP BY 1, 2""",
    )
    values = ", ".join(
        f"('{row.code}', {row.version}, "
        + ", ".join(
            [*(f"coalesce(c.{name}_{n}, 0)::int" for name in _MEASURES), *(f"r.{name}_{n}" for name in _MEASURES)]
        )
        + ")"
        for n, row in enumerate(rows)
    )
    yield (
        f"rolled_{source.name}",
        f"""SELECT r.unit_id, r.term_id, i.* FROM summed_{source.name} r
    LEFT JOIN counted_{source.name} c ON c.unit_id = r.unit_id AND coalesce(c.term_id, 0) = coalesce(r.term_id, 0)
    CROSS JOIN LATERAL (VALUES {values}) AS i(indicator, version, {_COLUMNS})
    WHERE i.denominator + i.unknown + i.excluded > 0""",
    )


def _with(ctes: Iterable[tuple[str, str]]) -> str:
    """A WITH clause; a CTE that several sources ask for stands once. People are judged before anything is joined to
    them: of a single source PostgreSQL would do it again for each holding, five seconds for a district."""
    fenced = {CADRE[0]: " MATERIALIZED"}
    return "WITH " + ",\n".join(f"{name} AS{fenced.get(name, '')} ({text})" for name, text in dict(ctes).items())


def _base(codes: Codes, given: bool) -> Iterator[tuple[str, str]]:
    """CTEs that sources stand on."""
    yield "d", f"SELECT {DAY} AS day"
    yield "p", f"SELECT {_PARAMETERS} FROM planning_ruleparameter WHERE period @> {DAY} AND level = ''"
    yield "holding", AS_GIVEN if given else OF_RECORD
    for source, _rows in _sources(codes):
        yield from ((name, _filled(text, given)) for name, text in source.ctes)


def _owns(codes: Codes) -> list[tuple[str, str]]:
    """CTEs ending in `own`: what each unit has by itself, per basis (`term_id` NULL: actual) and indicator."""
    ctes = list(_base(codes, False))
    names = []
    for source, rows in _sources(codes):
        ctes += [*_counted(source, rows, False), _own(source, rows)]
        names.append(f"SELECT * FROM own_{source.name}")
    return [*ctes, ("own", "\n  UNION ALL ".join(names))]


@cache
def rolled_up(codes: Codes = ALL, given: bool = False) -> str:
    """Values of the units and of everything above them."""
    ctes = list(_base(codes, given))
    names = []
    for source, rows in _sources(codes):
        ctes += [*_counted(source, rows, given), *_rolled(source, rows)]
        names.append(f"SELECT * FROM rolled_{source.name}")
    return f"{_with(ctes)}\n" + "\n  UNION ALL ".join(names)


@cache
def shown(codes: Codes) -> str:
    """Values of the units `shown` alone, of actual holders, by holdings as given."""
    return f"""SELECT unit_id, indicator, {", ".join(_MEASURES)} FROM ({rolled_up(codes, True)}) AS r
WHERE term_id IS NULL AND unit_id = ANY(%(shown)s::bigint[])"""


@cache
def full(codes: Codes = ALL) -> str:
    """Writes the values of everything."""
    return f"""
INSERT INTO planning_snapshot (day, unit_id, term_id, indicator, formula_version, {_COLUMNS}, computed_at)
SELECT {DAY}, unit_id, term_id, indicator, version, {_COLUMNS}, clock_timestamp()
FROM ({rolled_up(codes)}) AS r
"""


@cache
def branch(codes: Codes = ALL) -> str:
    """Writes the values of whole branches: `units` are all units of theirs."""
    return f"{full(codes)}WHERE unit_id = ANY(%(units)s::bigint[])".replace(_WHOLE, "")


@cache
def top(codes: Codes = ALL) -> str:
    """Writes the values of `units`, those above branches that are written: what they have by themselves and together,
    and what is stored of `roots`, the top units of the branches."""
    return f"""
INSERT INTO planning_snapshot (day, unit_id, term_id, indicator, formula_version, {_COLUMNS}, computed_at)
SELECT {DAY}, unit_id, term_id, indicator, max(version), {", ".join(f"sum({n})" for n in _COLUMNS.split(", "))},
       clock_timestamp()
FROM ({rolled_up(codes)}
  UNION ALL
    SELECT l.ancestor_id, s.term_id, s.indicator, s.formula_version, 0, 0, 0, 0, {_sums("s.")}
    FROM planning_snapshot s
    JOIN orgtree_unitlink l ON l.descendant_id = s.unit_id AND l.depth > 0 AND l.period @> {DAY}
    WHERE s.day = {DAY} AND s.unit_id = ANY(%(roots)s::bigint[]) AND s.indicator = ANY(%(codes)s::text[])) AS r
GROUP BY unit_id, term_id, indicator
""".replace(_WHOLE, "")


@cache
def behind(code: str, given: bool = False) -> str:
    """The subjects of one indicator in the units to measure, on the basis `term` (NULL: actual): unit, subject, what is
    answered (of a ratio: its amount), whether it is excluded."""
    indicator = BY_CODE[code]
    source = indicator.source
    share = indicator.measure == PERCENT
    answers = f"{_YES} THEN 1 WHEN {_NO} THEN 0" if share else "1 THEN amount_0"
    excluded = "out_0" if indicator.excluded else "false"
    facts = dict(_counted(source, [indicator], given))[f"fact_{source.name}"]
    return (
        _with([*_base(frozenset({code}), given), ("fact", facts)])
        + f"""
SELECT unit_id, subject_id, CASE said_0 WHEN {answers} END, {excluded} FROM fact
WHERE term_id IS NOT DISTINCT FROM %(term)s::bigint AND (said_0 IS NOT NULL OR {excluded})
"""
    )


@cache
def judged(codes: Codes) -> str:
    """Each holding, as given, by itself: for each indicator over people in titles whether it looks at it, and its
    answer."""
    rows = [row for row in INDICATORS if row.code in codes]
    if any(row.source is not rows[0].source for row in rows):
        raise ValueError("only indicators over one source can be judged together")
    source = rows[0].source
    counted = [f"{population(row)} AND NOT coalesce({row.excluded or 'false'}, false)" for row in rows]
    columns = ",\n    ".join(
        f"{inside} AS in_{n}, CASE WHEN {inside} THEN {row.hit} END AS hit_{n}"
        for n, (inside, row) in enumerate(zip(counted, rows, strict=True))
    )
    return (
        _with(_base(codes, True))
        + f"\nSELECT h.unit_id, h.term_id, h.person_id, h.title_id,\n    {columns}\n    {_filled(source.rows, True)}"
    )


@cache
def incremental(codes: Codes = ALL) -> str:
    """Measures the touched units anew and carries the difference up to their ancestors: the cost is that of the touched
    units and their depth in the tree, whatever the number of people or units. The units are always said."""
    return (_with([*_owns(codes), *_CLIMB.items()]) + _PUT).replace(_WHOLE, "")


def on(day: datetime.date, statement: str) -> str:
    """A statement with the day in it, for a plan that is kept: as a parameter it would say nothing about how many rows
    there are of a day."""
    return statement.replace(DAY, f"DATE '{day}'")


def _sums(prefix: str = "", column: str = "{}") -> str:
    return ", ".join(f"{prefix}{column.format(name)}" for name in _MEASURES)


_CLIMB = {
    "kept": f"""
    SELECT unit_id, term_id, indicator, {_sums("own_")} FROM planning_snapshot
    WHERE day = {DAY} AND unit_id = ANY(%(units)s::bigint[]) AND indicator = ANY(%(codes)s::text[])""",
    "change": f"""
    SELECT unit_id, term_id, indicator, max(version) AS version, {", ".join(f"sum({n})::int AS {n}" for n in _MEASURES)}
    FROM (SELECT unit_id, term_id, indicator, version, {_sums()} FROM own
          UNION ALL SELECT unit_id, term_id, indicator, NULL, {_sums("-own_")} FROM kept) AS both_sides
    GROUP BY unit_id, term_id, indicator HAVING {" OR ".join(f"sum({n}) <> 0" for n in _MEASURES)}""",
    "above": f"""
    SELECT ancestor_id, descendant_id, depth FROM orgtree_unitlink
    WHERE descendant_id = ANY(%(units)s::bigint[]) AND period @> {DAY}""",
    "climbed": f"""
    SELECT l.ancestor_id AS unit_id, c.term_id, c.indicator, max(c.version) AS version,
           {", ".join(f"coalesce(sum({n}) FILTER (WHERE l.depth = 0), 0) AS own_{n}" for n in _MEASURES)},
           {", ".join(f"sum({n}) AS {n}" for n in _MEASURES)}
    FROM change c JOIN above l ON l.descendant_id = c.unit_id
    GROUP BY l.ancestor_id, c.term_id, c.indicator""",
    "updated": f"""
    UPDATE planning_snapshot s SET
        {", ".join(f"{n} = s.{n} + c.{n}, own_{n} = s.own_{n} + c.own_{n}" for n in _MEASURES)},
        computed_at = clock_timestamp()
    FROM climbed c
    WHERE s.unit_id = ANY(ARRAY(SELECT ancestor_id FROM above)) AND s.unit_id = c.unit_id
      AND s.day = {DAY} AND s.indicator = c.indicator
      AND s.term_id IS NOT DISTINCT FROM c.term_id
    RETURNING s.unit_id, s.indicator, s.term_id""",
}
_PUT = f"""
INSERT INTO planning_snapshot (day, unit_id, term_id, indicator, formula_version, {_COLUMNS}, computed_at)
SELECT {DAY}, c.unit_id, c.term_id, c.indicator, c.version, {_COLUMNS}, clock_timestamp()
FROM climbed c
WHERE NOT EXISTS (SELECT 1 FROM updated u WHERE u.unit_id = c.unit_id AND u.indicator = c.indicator
                  AND u.term_id IS NOT DISTINCT FROM c.term_id)
"""

EMPTIED = f"""
DELETE FROM planning_snapshot
WHERE day = {DAY} AND denominator + unknown + excluded = 0 AND unit_id = ANY(ARRAY(
    SELECT ancestor_id FROM orgtree_unitlink
    WHERE descendant_id = ANY(%(units)s::bigint[]) AND period @> {DAY}))
"""
