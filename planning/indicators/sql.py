"""The SQL of the engine, composed from the declarations: one pass over titles held and planned feeds them all.

Parameters of every statement: `day`; `units`, the ids to measure, or NULL for all.
"""

from planning.indicators.definitions import INDICATORS, PARAMETERS

_NEAREST = "ORDER BY array_position(ARRAY['central', 'province', 'district'], scope::text) DESC"
_PARAMETERS = ", ".join(f"(array_agg(value {_NEAREST}) FILTER (WHERE key = '{key}'))[1] AS {key}" for key in PARAMETERS)

_FACTS = ",\n".join(
    f"""    bool_or({i.population}) AS in_{n},
    CASE WHEN bool_or(NOT ({i.hit})) FILTER (WHERE {i.population}) THEN false
         WHEN bool_or(({i.hit}) IS NULL) FILTER (WHERE {i.population}) THEN NULL ELSE true END AS hit_{n}"""
    for n, i in enumerate(INDICATORS)
)

_COUNTS = ",\n".join(
    f"""    count(*) FILTER (WHERE in_{n} AND hit_{n}) AS numerator_{n},
    count(*) FILTER (WHERE in_{n} AND hit_{n} IS NOT NULL) AS denominator_{n},
    count(*) FILTER (WHERE in_{n} AND hit_{n} IS NULL) AS unknown_{n}"""
    for n, i in enumerate(INDICATORS)
)

_UNPIVOT = ", ".join(
    f"('{i.code}', {i.version}, numerator_{n}, denominator_{n}, unknown_{n})" for n, i in enumerate(INDICATORS)
)


def _touched(column: str) -> str:
    """The condition that `column` is one of the units to measure, said wherever a unit is joined: the planner does
    not pass it on, and would read every unit of the country to measure one."""
    return f"(%(units)s::bigint[] IS NULL OR {column} = ANY(%(units)s::bigint[]))"


OWN = f"""
p AS MATERIALIZED (SELECT {_PARAMETERS} FROM planning_ruleparameter
                    WHERE period @> %(day)s::date AND level = ''),
holding AS (
    SELECT unit_id, NULL::bigint AS term_id, person_id, title_id FROM orgtree_posting
    WHERE period @> %(day)s::date AND {_touched("unit_id")}
  UNION ALL
    SELECT pt.unit_id, pt.term_id, e.person_id, pt.title_id
    FROM planning_planentry e JOIN planning_plantitle pt ON pt.id = e.plan_title_id
    WHERE e.period @> %(day)s::date AND {_touched("pt.unit_id")}
),
fact AS (
    SELECT h.unit_id, h.term_id, h.person_id,
{_FACTS}
    FROM holding h CROSS JOIN (SELECT %(day)s::date AS day) d CROSS JOIN p
    JOIN orgtree_title t ON t.id = h.title_id
    JOIN orgtree_person x ON x.id = h.person_id
    JOIN orgtree_unitversion v ON v.unit_id = h.unit_id AND v.period @> d.day AND {_touched("v.unit_id")}
    LEFT JOIN orgtree_titlestandard s ON s.title_id = t.id AND s.period @> d.day
    GROUP BY h.unit_id, h.term_id, h.person_id
),
counted AS (SELECT unit_id, term_id,
{_COUNTS}
    FROM fact GROUP BY unit_id, term_id),
own AS (
    SELECT unit_id, term_id, i.* FROM counted
    CROSS JOIN LATERAL (VALUES {_UNPIVOT}) AS i(indicator, version, numerator, denominator, unknown)
    WHERE denominator + unknown > 0
)
"""
"""CTEs ending in `own`: what each unit has by itself, per basis (`term_id` NULL: actual holders) and indicator.

The day stands in each condition as a constant, so that the planner knows how many rows it lets through; the parameters
are read once, not for every row.
"""

ROLLED_UP = f"""
WITH {OWN}
SELECT l.ancestor_id AS unit_id, own.term_id, own.indicator, own.version,
       coalesce(sum(own.numerator) FILTER (WHERE l.depth = 0), 0)::int AS own_numerator,
       coalesce(sum(own.denominator) FILTER (WHERE l.depth = 0), 0)::int AS own_denominator,
       coalesce(sum(own.unknown) FILTER (WHERE l.depth = 0), 0)::int AS own_unknown,
       sum(own.numerator)::int AS numerator, sum(own.denominator)::int AS denominator,
       sum(own.unknown)::int AS unknown
FROM own JOIN orgtree_unitlink l ON l.descendant_id = own.unit_id AND l.period @> %(day)s::date
GROUP BY l.ancestor_id, own.term_id, own.indicator, own.version
"""

FULL = f"""
INSERT INTO planning_snapshot (day, unit_id, term_id, indicator, formula_version, own_numerator, own_denominator,
                               own_unknown, numerator, denominator, unknown, computed_at)
SELECT %(day)s, unit_id, term_id, indicator, version, own_numerator, own_denominator, own_unknown,
       numerator, denominator, unknown, clock_timestamp()
FROM ({ROLLED_UP}) AS r
"""

INCREMENTAL = f"""
WITH {OWN},
kept AS (
    SELECT unit_id, term_id, indicator, own_numerator, own_denominator, own_unknown FROM planning_snapshot
    WHERE day = %(day)s AND unit_id = ANY(%(units)s::bigint[])
),
change AS (
    SELECT unit_id, term_id, indicator, max(version) AS version, sum(n)::int AS n, sum(k)::int AS k, sum(u)::int AS u
    FROM (SELECT unit_id, term_id, indicator, version, numerator n, denominator k, unknown u FROM own
          UNION ALL SELECT unit_id, term_id, indicator, NULL, -own_numerator, -own_denominator, -own_unknown FROM kept
         ) AS both_sides
    GROUP BY unit_id, term_id, indicator HAVING sum(n) <> 0 OR sum(k) <> 0 OR sum(u) <> 0
),
above AS (
    SELECT ancestor_id, descendant_id, depth FROM orgtree_unitlink
    WHERE descendant_id = ANY(%(units)s::bigint[]) AND period @> %(day)s::date
),
climbed AS (
    SELECT l.ancestor_id AS unit_id, c.term_id, c.indicator, max(c.version) AS version,
           coalesce(sum(n) FILTER (WHERE l.depth = 0), 0) AS own_n,
           coalesce(sum(k) FILTER (WHERE l.depth = 0), 0) AS own_k,
           coalesce(sum(u) FILTER (WHERE l.depth = 0), 0) AS own_u, sum(n) AS n, sum(k) AS k, sum(u) AS u
    FROM change c JOIN above l ON l.descendant_id = c.unit_id
    GROUP BY l.ancestor_id, c.term_id, c.indicator
),
updated AS (
    UPDATE planning_snapshot s SET
        own_numerator = s.own_numerator + c.own_n, own_denominator = s.own_denominator + c.own_k,
        own_unknown = s.own_unknown + c.own_u, numerator = s.numerator + c.n, denominator = s.denominator + c.k,
        unknown = s.unknown + c.u, computed_at = clock_timestamp()
    FROM climbed c
    WHERE s.unit_id = ANY(ARRAY(SELECT ancestor_id FROM above)) AND s.unit_id = c.unit_id
      AND s.day = %(day)s AND s.indicator = c.indicator
      AND s.term_id IS NOT DISTINCT FROM c.term_id
    RETURNING s.unit_id, s.indicator, s.term_id
)
INSERT INTO planning_snapshot (day, unit_id, term_id, indicator, formula_version, own_numerator, own_denominator,
                               own_unknown, numerator, denominator, unknown, computed_at)
SELECT %(day)s, c.unit_id, c.term_id, c.indicator, c.version, c.own_n, c.own_k, c.own_u, c.n, c.k, c.u,
       clock_timestamp()
FROM climbed c
WHERE NOT EXISTS (SELECT 1 FROM updated u WHERE u.unit_id = c.unit_id AND u.indicator = c.indicator
                  AND u.term_id IS NOT DISTINCT FROM c.term_id)
"""
"""Measures the touched units anew and carries the difference up to their ancestors: the cost is that of the touched
units and their depth in the tree, whatever the number of people or units."""

EMPTIED = """
DELETE FROM planning_snapshot
WHERE day = %(day)s AND denominator + unknown = 0 AND unit_id = ANY(ARRAY(
    SELECT ancestor_id FROM orgtree_unitlink
    WHERE descendant_id = ANY(%(units)s::bigint[]) AND period @> %(day)s::date))
"""
