"""What indicators look at. Every row has a unit, a basis and a subject; all stand on `holding` and `p`, `d`.

holding    people in titles on the day: unit_id, term_id (NULL: actual holders), person_id, title_id
d.day      the day        p.<key>   a rule parameter on the day
{DAY}      the day as a constant, so that the planner knows how many rows a condition on it lets through
"""

from orgtree.choices import Purpose
from planning.indicators.expressions import complete, seat_rank
from planning.indicators.shapes import Source

_STANDS = "JOIN orgtree_unitversion v ON v.unit_id = {unit} AND v.period @> {{DAY}} AND {{touched:v.unit_id}}"
"""Rows count only where their unit exists on the day."""

INCUMBENT = (
    "incumbent",
    f"""SELECT h.unit_id, h.person_id, max({seat_rank("t.seat")}) AS seat_rank
        FROM holding h JOIN orgtree_title t ON t.id = h.title_id
        WHERE h.term_id IS NULL GROUP BY h.unit_id, h.person_id""",
)
"""Who sits in which committee of a unit now."""

RETIREMENT = ("retirement", "SELECT sex, born, months FROM planning_retirementage WHERE period @> {DAY}")


def _younger(key: str) -> str:
    """Whether person `x`, born between b.earliest and b.latest, is under the age of a rule; NULL: nobody can say."""
    limit = f"(d.day - make_interval(years => (p.{key})::int))"
    return f"CASE WHEN b.earliest > {limit} THEN true WHEN b.latest <= {limit} THEN false END"


def _retires(alias: str, born: str) -> str:
    """The last day of the month in which somebody born on `born` reaches retirement age (rules/ages.py); NULL unless
    the table has a row for either end of what is known of the birth."""
    reached = f"date_trunc('month', {born} + make_interval(months => {alias}.months))"
    return f"CASE WHEN (r0.months + r1.months) IS NOT NULL THEN ({reached} + interval '1 month - 1 day')::date END"


CADRE = (
    "cadre",
    f"""SELECT x.id, x.sex, x.home_commune_code, x.education, x.theory, x.state_management,
        g.code <> '01' AS minority, {_younger("young_age_lt")} AS young, {_younger("older_age_ge")} AS under_older,
        {_retires("r0", "b.earliest")} AS retires_earliest, {_retires("r1", "b.latest")} AS retires_latest,
        (SELECT c.code FROM orgtree_rating a JOIN orgtree_codeentry c ON c.id = a.rating_id
         WHERE a.person_id = x.id AND a.year = extract(year FROM {{DAY}}) - 1
         ORDER BY a.as_member LIMIT 1) AS rating,
        {complete(Purpose.PLANNED)} AS complete
    FROM (SELECT DISTINCT person_id FROM holding) h CROSS JOIN d CROSS JOIN p
    JOIN orgtree_person x ON x.id = h.person_id
    JOIN orgtree_ethnicgroup g ON g.id = x.ethnic_group_id
    CROSS JOIN LATERAL (SELECT
        date_trunc(x.birth_precision, x.birth_date::timestamp)::date AS earliest,
        (date_trunc(x.birth_precision, x.birth_date::timestamp)
         + ('1 ' || x.birth_precision)::interval - interval '1 day')::date AS latest) b
    LEFT JOIN retirement r0 ON r0.sex = x.sex AND r0.born @> b.earliest
    LEFT JOIN retirement r1 ON r1.sex = x.sex AND r1.born @> b.latest""",
)
"""What is said of each person in a title, however many titles: judged once. What the record cannot say is NULL.

sex, home_commune_code, education, theory, state_management   as in the dossier        minority   of an ethnic minority
young, under_older     under the age of the rules of that name
retires_earliest, retires_latest   first and last possible day of retirement
rating                 of the last finished year, as a cadre, else as a member
complete               whether the dossier has all that a person in a plan needs
"""

COUNTING = (
    "counting",
    """SELECT z.id AS term_id, l.level, l.side, coalesce(
            (SELECT c.day FROM planning_countingdate c WHERE c.term_id = z.id AND c.level = l.level
             AND (c.cycle = 'committee' OR (c.cycle = 'council' AND l.side = 'government'))
             ORDER BY c.cycle = 'council' DESC LIMIT 1), lower(z.period)) AS day
        FROM planning_term z CROSS JOIN (SELECT DISTINCT level, side FROM orgtree_title) l""",
)
"""The counting day of titles in a term (planning/rules/eligibility.py, Book.counting_day)."""


HOLDERS = Source(
    name="holder",
    of="person",
    columns="h.unit_id, h.term_id, h.person_id AS subject_id",
    ctes=(INCUMBENT, RETIREMENT, CADRE, COUNTING),
    rows=f"""FROM holding h CROSS JOIN d CROSS JOIN p
    JOIN orgtree_title t ON t.id = h.title_id
    JOIN cadre x ON x.id = h.person_id
    {_STANDS.format(unit="h.unit_id")}
    LEFT JOIN orgtree_titlestandard s ON s.title_id = t.id AND s.period @> {{DAY}}
    LEFT JOIN incumbent i ON i.unit_id = h.unit_id AND i.person_id = h.person_id
    LEFT JOIN counting k ON k.term_id = h.term_id AND k.level = t.level AND k.side = t.side""",
)
"""Everybody who holds, or is planned for, a title of a unit.

    x  the person, as CADRE says            t  the title    s  the title's standard on the day (absent: NULL)
    v  the unit's version on the day        i  the seat held in the unit now (absent: NULL)
    k  the counting day of the title in the term (holders: NULL)
"""

BODIES = Source(
    name="body",
    of="committee",
    columns="h.unit_id, h.term_id, h.rank AS subject_id",
    ctes=(INCUMBENT, RETIREMENT, CADRE),
    rows=f"""FROM (
        SELECT h.unit_id, h.term_id, k.rank, k.kind,
               count(DISTINCT h.person_id) AS people,
               count(DISTINCT h.person_id) FILTER (WHERE x.sex = 'F') AS women,
               count(DISTINCT h.person_id) FILTER (WHERE x.young) AS young,
               count(DISTINCT h.person_id) FILTER (WHERE x.young IS NULL) AS doubtful,
               count(DISTINCT h.person_id) FILTER (WHERE i.seat_rank >= k.rank) AS staying
        FROM holding h JOIN orgtree_title t ON t.id = h.title_id
        JOIN (VALUES (1, 'executive'), (2, 'standing'), (3, 'standing_body')) AS k(rank, kind)
          ON {seat_rank("t.seat")} >= k.rank
        JOIN cadre x ON x.id = h.person_id
        LEFT JOIN incumbent i ON i.unit_id = h.unit_id AND i.person_id = h.person_id
        GROUP BY h.unit_id, h.term_id, k.rank, k.kind) h
    CROSS JOIN p
    {_STANDS.format(unit="h.unit_id")}
    LEFT JOIN orgtree_committee c ON c.unit_id = h.unit_id AND c.kind = h.kind AND c.period @> {{DAY}}
              AND {{touched:c.unit_id}}""",
)
"""Committees in which somebody sits, or is planned to: `h.kind`, `h.people`, of them `h.women`, `h.young`, `h.doubtful`
(of unknown age) and `h.staying` (sitting there now); `c.size`: its approved size (absent: NULL). The subject is the
rank of the kind (1 executive, 2 standing, 3 standing body)."""

POSTS = Source(
    name="post",
    of="title",
    columns="h.unit_id, h.term_id, h.title_id AS subject_id",
    rows=f"""FROM (
        SELECT q.unit_id, q.term_id, q.title_id, q.size, count(h.person_id) AS people
        FROM planning_plantitle q
        LEFT JOIN holding h ON h.unit_id = q.unit_id AND h.term_id = q.term_id AND h.title_id = q.title_id
        WHERE {{touched:q.unit_id}} AND EXISTS (
            SELECT FROM planning_plantitle a JOIN planning_planentry e ON e.plan_title_id = a.id
            WHERE a.unit_id = q.unit_id AND a.term_id = q.term_id AND lower(e.period) <= {{DAY}})
        GROUP BY q.id
      UNION ALL
        SELECT q.unit_id, NULL, q.title_id, q.size, count(h.person_id)
        FROM planning_plantitle q JOIN planning_term z ON z.id = q.term_id AND z.period @> {{DAY}}
        LEFT JOIN holding h ON h.unit_id = q.unit_id AND h.term_id IS NULL AND h.title_id = q.title_id
        WHERE {{touched:q.unit_id}}
        GROUP BY q.id) h
    CROSS JOIN p
    {_STANDS.format(unit="h.unit_id")}""",
)
"""Titles that a unit plans for: with `h.people` in the plan of a term once the unit has a plan of it, or (actual)
holding the title in the present term; `h.size` posts."""

LOADS = Source(
    name="load",
    of="person",
    columns="h.unit_id, h.term_id, h.person_id AS subject_id",
    ctes=(("titles_of", "{TITLES_OF}"),),
    rows=f"""FROM (SELECT DISTINCT h.unit_id, h.term_id, h.person_id, t.level
          FROM holding h JOIN orgtree_title t ON t.id = h.title_id WHERE h.term_id IS NOT NULL) h
    CROSS JOIN p
    JOIN titles_of n ON n.person_id = h.person_id AND n.term_id = h.term_id AND n.level = h.level
    {_STANDS.format(unit="h.unit_id")}""",
)
"""People planned in a unit: `n.titles` for which they are planned at one level in the term, in whatever unit."""

MEMBERS = Source(
    name="member",
    of="person",
    columns="m.unit_id, NULL::bigint AS term_id, m.person_id AS subject_id",
    rows=f"""FROM orgtree_partymembership m
    JOIN orgtree_person x ON x.id = m.person_id
    {_STANDS.format(unit="m.unit_id")}
    WHERE m.period @> {{DAY}} AND {{touched:m.unit_id}}""",
)
"""Party members of a cell: `x` the person, `m` the membership."""

LISTS = Source(
    name="list",
    of="list",
    columns="h.unit_id, NULL::bigint AS term_id, h.id AS subject_id",
    rows=f"""FROM (
        SELECT l.unit_id, l.id, l.deadline,
               (SELECT c.target FROM planning_statechange c WHERE c.submission_id = l.id AND c.day <= {{DAY}}
                ORDER BY c.id DESC LIMIT 1) AS state,
               (SELECT max(c.day) FROM planning_statechange c WHERE c.submission_id = l.id AND c.day <= {{DAY}}
                AND c.target = 'submitted' AND c.verb = 'submit') AS submitted_on,
               (SELECT max(c.day) FROM planning_statechange c JOIN planning_submission a ON a.id = c.submission_id
                WHERE a.unit_id = l.unit_id AND c.day <= {{DAY}} AND c.target = 'approved') AS approved_on
        FROM (SELECT DISTINCT ON (l.unit_id) l.unit_id, l.id, o.deadline
              FROM planning_submission l
              JOIN planning_round o ON o.id = l.round_id AND o.state <> 'draft' AND o.day <= {{DAY}}
              WHERE {{touched:l.unit_id}}
              ORDER BY l.unit_id, o.day DESC, o.id DESC) l) h
    CROSS JOIN d CROSS JOIN p
    {_STANDS.format(unit="h.unit_id")}""",
)
"""The list of a unit in the last round opened by the day, as it stood on the day: `h.state` (NULL: never moved),
`h.submitted_on`, `h.deadline`; `h.approved_on`: when a list of the unit, of whatever round, was last approved."""

SOURCES = (HOLDERS, BODIES, POSTS, LOADS, MEMBERS, LISTS)
COMPLETE_MEMBER = complete(Purpose.MEMBER)
