"""All indicators in one statement written by hand, as somebody would who knew this district and no declarations.

It reads each table once, judges each person once for a unit and basis, sums wide rows up the tree and writes them into
a table like the engine's: the same counts, the same rows, nothing that makes adding an indicator easy. `agrees` proves
that both say the same.
"""

from django.db import connection

from anphu.demo.tree import DAY
from planning.models import Snapshot

TABLE = "bench_snapshot"
YES, UNKNOWN, NO = 2, 1, 0

_LOCAL_HEAD = "commune_head AND place <> ''"
HOLDERS = {
    "NON_LOCAL_SECRETARY_COMMUNE": (_LOCAL_HEAD, "home <> place"),
    "TITLE_STANDARD": (
        "has_standard",
        "education >= s_education AND theory >= s_theory AND management >= s_management",
    ),
    "YOUNG_KEY_LEADERS": ("is_key_leader OR seat >= 2", "young"),
    "COMMUNE_EDU": ("is_commune_cadre", "trained"),
    "WOMEN": ("seat >= 2", "woman"),
    "WOMEN_COMMITTEE": ("has_seat", "woman"),
    "NON_LOCAL_SECRETARY_DISTRICT": ("level = 'district' AND head AND seat = 3", "from_outside"),
    "YOUNG_DISTRICT_LEADERS": ("level = 'district' AND is_key_leader", "young"),
    "YOUNG_COMMUNE_LEADERS": ("level = 'commune' AND is_key_leader", "young"),
    "COMMITTEE_YOUNG": ("has_seat", "young"),
    "COMMITTEE_MIDDLE": ("has_seat", "NOT young AND under_older"),
    "COMMITTEE_OLDER": ("has_seat", "NOT under_older"),
    "COMMITTEE_MINORITY": ("has_seat", "minority"),
    "COMMITTEE_RESTANDING": ("has_seat AND term_id IS NOT NULL", "stays"),
    "COMMITTEE_NEW": ("has_seat AND term_id IS NOT NULL", "NOT stays"),
    "WOMEN_KEY_LEADERS": ("is_key_leader", "woman"),
    "WOMEN_HEADS": ("is_head", "woman"),
    "EDU_COLLEGE": ("true", "education >= 3"),
    "EDU_UNIVERSITY": ("true", "education >= 4"),
    "EDU_POSTGRADUATE": ("true", "education >= 5"),
    "THEORY_INTERMEDIATE": ("true", "theory >= 2"),
    "THEORY_ADVANCED": ("true", "theory >= 3"),
    "STATE_MANAGEMENT": ("side = 'government'", "management >= 2"),
    "RATED": ("true", "rating IS NOT NULL"),
    "RATING_EXCELLENT": ("true", "rating = 'excellent'"),
    "RATING_GOOD": ("true", "rating IN ('excellent', 'good')"),
    "RETIRE_12": ("true", "gone_12"),
    "RETIRE_24": ("true", "gone_24"),
    "RETIRE_60": ("true", "gone_60"),
    "ONE_TERM": ("term_id IS NOT NULL AND one_term IS NOT NULL", "serves_one"),
    "TWO_TERMS": ("term_id IS NOT NULL AND two_terms IS NOT NULL", "serves_two"),
    "DOSSIERS_OF_CADRES": ("true", "complete"),
}
EXCLUDED = {
    "NON_LOCAL_SECRETARY_COMMUNE": "commune_head AND place = ''",
    "TITLE_STANDARD": "NOT has_standard",
}
SHARES = {
    "body": {
        "WOMEN_PRESENT": ("rank = 2", "women > 0"),
        "YOUNG_PRESENT": ("rank = 2", "CASE WHEN young > 0 THEN true WHEN doubtful = 0 THEN false END"),
    },
    "load": {"TITLES_WITHIN_CAP": ("cap IS NOT NULL", "titles <= cap")},
    "post": {
        "UNCOVERED": ("term_id IS NOT NULL", "people = 0"),
        "SINGLE_SUCCESSOR": ("term_id IS NOT NULL", "people = 1"),
        "PEOPLE_OVER_CAP": ("term_id IS NOT NULL AND cap IS NOT NULL", "people > cap"),
        "VACANT": ("term_id IS NULL", "people < size"),
    },
    "list": {
        "LISTS_SUBMITTED": ("true", "state <> 'draft'"),
        "LISTS_APPROVED": ("true", "state = 'approved'"),
        "LISTS_LATE": ("true", "CASE WHEN state = 'draft' THEN day ELSE submitted_on END > deadline"),
        "PLANS_STALE": (
            "review IS NOT NULL",
            "coalesce(approved_on + make_interval(months => review::int) < day, true)",
        ),
    },
    "member": {"DOSSIERS_OF_MEMBERS": ("true", "complete")},
}
RATIOS = {
    "body": {
        "COEFFICIENT_ALL": ("rank = 1 AND term_id IS NOT NULL", "people", "size"),
        "COEFFICIENT_NEW": ("rank = 1 AND term_id IS NOT NULL", "people - staying", "size"),
        "SEATS_FILLED": ("rank = 1 AND term_id IS NULL", "people", "size"),
    },
    "load": {"TITLES_PER_PERSON": ("true", "most", "1")},
    "post": {"PEOPLE_PER_TITLE": ("term_id IS NOT NULL", "people", "1")},
}
_SEAT = "CASE t.seat WHEN 'standing_body' THEN 3 WHEN 'standing' THEN 2 WHEN 'executive' THEN 1 ELSE 0 END"
_BASE = f"""
WITH p AS (
    SELECT max(value) FILTER (WHERE key = 'young_age_lt')::int AS young,
           max(value) FILTER (WHERE key = 'older_age_ge')::int AS older,
           max(value) FILTER (WHERE key = 'commune_min_education') AS education,
           max(value) FILTER (WHERE key = 'commune_min_theory') AS theory,
           max(value) FILTER (WHERE key = 'commune_min_state_management') AS management,
           max(value) FILTER (WHERE key = 'plan_min_months')::int AS one_term,
           max(value) FILTER (WHERE key = 'plan_pref_months')::int AS two_terms,
           max(value) FILTER (WHERE key = 'max_titles_per_person_same_level') AS cap_person,
           max(value) FILTER (WHERE key = 'max_people_per_title') AS cap_title,
           max(value) FILTER (WHERE key = 'review_months') AS review
    FROM planning_ruleparameter WHERE period @> DATE '{DAY}' AND level = ''
),
held AS MATERIALIZED (
    SELECT unit_id, NULL::bigint AS term_id, person_id, title_id FROM orgtree_posting WHERE period @> DATE '{DAY}'
  UNION ALL
    SELECT q.unit_id, q.term_id, e.person_id, q.title_id FROM planning_planentry e
    JOIN planning_plantitle q ON q.id = e.plan_title_id WHERE e.period @> DATE '{DAY}'
),
place AS MATERIALIZED (SELECT unit_id, commune_code FROM orgtree_unitversion WHERE period @> DATE '{DAY}'),
age AS (SELECT sex, born, months FROM planning_retirementage WHERE period @> DATE '{DAY}'),
who AS MATERIALIZED (
    SELECT x.*, b.*, x.sex = 'F' AS woman, g.code <> '01' AS minority, nullif(x.home_commune_code, '') AS home,
           CASE WHEN b.born > y.limit_day THEN true WHEN b.latest <= y.limit_day THEN false END AS young,
           CASE WHEN b.born > y.older_day THEN true WHEN b.latest <= y.older_day THEN false END AS under_older,
           (date_trunc('month', b.born + make_interval(months => r0.months)) + interval '1 month - 1 day')::date
               AS goes_early,
           (date_trunc('month', b.latest + make_interval(months => r1.months)) + interval '1 month - 1 day')::date
               AS goes_late,
           k.code AS rating, {{complete}} AS complete
    FROM (SELECT DISTINCT person_id FROM held) h JOIN orgtree_person x ON x.id = h.person_id
    JOIN orgtree_ethnicgroup g ON g.id = x.ethnic_group_id
    CROSS JOIN (SELECT DATE '{DAY}' - make_interval(years => young) AS limit_day,
                       DATE '{DAY}' - make_interval(years => older) AS older_day FROM p) y
    CROSS JOIN LATERAL (SELECT date_trunc(x.birth_precision, x.birth_date::timestamp)::date AS born,
        (date_trunc(x.birth_precision, x.birth_date::timestamp) + ('1 ' || x.birth_precision)::interval
         - interval '1 day')::date AS latest) b
    LEFT JOIN age r0 ON r0.sex = x.sex AND r0.born @> b.born
    LEFT JOIN age r1 ON r1.sex = x.sex AND r1.born @> b.latest
    LEFT JOIN (SELECT DISTINCT ON (person_id) person_id, rating_id FROM orgtree_rating
               WHERE year = {DAY.year - 1} ORDER BY person_id, as_member) a ON a.person_id = x.id
    LEFT JOIN orgtree_codeentry k ON k.id = a.rating_id
),
sits AS (
    SELECT h.unit_id, h.person_id, max({_SEAT}) AS rank FROM held h JOIN orgtree_title t ON t.id = h.title_id
    WHERE h.term_id IS NULL GROUP BY h.unit_id, h.person_id
),
counting AS (
    SELECT z.id AS term_id, l.level, l.side, coalesce(
        (SELECT c.day FROM planning_countingdate c WHERE c.term_id = z.id AND c.level = l.level
         AND (c.cycle = 'committee' OR (c.cycle = 'council' AND l.side = 'government'))
         ORDER BY c.cycle = 'council' DESC LIMIT 1), lower(z.period)) AS day
    FROM planning_term z CROSS JOIN (SELECT DISTINCT level, side FROM orgtree_title) l
),
seen_holder AS (
    SELECT h.unit_id, h.term_id, h.person_id AS subject, x.woman, x.minority, x.home, x.young, x.under_older,
           x.education, x.theory, x.state_management AS management, x.rating, x.complete,
           s.id IS NOT NULL AS has_standard, s.min_education AS s_education, s.min_theory AS s_theory,
           s.min_state_management AS s_management, v.commune_code AS place, t.level, t.side, t.is_key_leader,
           t.is_head, t.is_commune_cadre, t.seat <> '' AS has_seat, {_SEAT} AS seat,
           t.side = 'party' AND t.is_head AS head, p.one_term, p.two_terms,
           t.level = 'commune' AND t.side = 'party' AND t.is_head AS commune_head,
           coalesce(i.rank, 0) >= {_SEAT} AS stays,
           x.education >= p.education AND x.theory >= p.theory AND x.state_management >= p.management AS trained,
           CASE WHEN t.level = 'district' AND t.side = 'party' AND t.is_head AND t.seat = 'standing_body'
                     AND x.home IS NOT NULL THEN NOT EXISTS (
               SELECT FROM orgtree_unitlink l JOIN place w ON w.unit_id = l.descendant_id
               WHERE l.ancestor_id = h.unit_id AND l.period @> DATE '{DAY}' AND w.commune_code = x.home) END
               AS from_outside,
           {{gone}},
           CASE WHEN goes_early >= c.day + make_interval(months => p.one_term) THEN true
                WHEN goes_late < c.day + make_interval(months => p.one_term) THEN false END AS serves_one,
           CASE WHEN goes_early >= c.day + make_interval(months => p.two_terms) THEN true
                WHEN goes_late < c.day + make_interval(months => p.two_terms) THEN false END AS serves_two
    FROM held h CROSS JOIN p JOIN who x ON x.id = h.person_id JOIN orgtree_title t ON t.id = h.title_id
    JOIN place v ON v.unit_id = h.unit_id
    LEFT JOIN orgtree_titlestandard s ON s.title_id = t.id AND s.period @> DATE '{DAY}'
    LEFT JOIN sits i ON i.unit_id = h.unit_id AND i.person_id = h.person_id
    LEFT JOIN counting c ON c.term_id = h.term_id AND c.level = t.level AND c.side = t.side
),
seen_body AS (
    SELECT h.*, h.rank AS subject, c.size FROM (
        SELECT h.unit_id, h.term_id, k.rank, k.kind, count(DISTINCT x.id) AS people,
               count(DISTINCT x.id) FILTER (WHERE x.woman) AS women,
               count(DISTINCT x.id) FILTER (WHERE x.young) AS young,
               count(DISTINCT x.id) FILTER (WHERE x.young IS NULL) AS doubtful,
               count(DISTINCT x.id) FILTER (WHERE i.rank >= k.rank) AS staying
        FROM held h JOIN orgtree_title t ON t.id = h.title_id AND t.seat <> '' JOIN who x ON x.id = h.person_id
        JOIN (VALUES (1, 'executive'), (2, 'standing'), (3, 'standing_body')) AS k(rank, kind) ON {_SEAT} >= k.rank
        LEFT JOIN sits i ON i.unit_id = h.unit_id AND i.person_id = h.person_id
        GROUP BY 1, 2, 3, 4) h
    JOIN place v ON v.unit_id = h.unit_id
    LEFT JOIN orgtree_committee c ON c.unit_id = h.unit_id AND c.kind = h.kind AND c.period @> DATE '{DAY}'
),
levels AS (
    SELECT h.person_id, h.term_id, t.level, count(*) AS titles FROM held h JOIN orgtree_title t ON t.id = h.title_id
    WHERE h.term_id IS NOT NULL GROUP BY 1, 2, 3
),
seen_load AS (
    SELECT DISTINCT h.unit_id, h.term_id, h.person_id AS subject, n.level, n.titles, n.titles AS most,
           p.cap_person AS cap
    FROM held h CROSS JOIN p JOIN orgtree_title t ON t.id = h.title_id JOIN place v ON v.unit_id = h.unit_id
    JOIN levels n ON n.person_id = h.person_id AND n.term_id = h.term_id AND n.level = t.level
),
planned AS (
    SELECT DISTINCT q.unit_id, q.term_id FROM planning_planentry e JOIN planning_plantitle q ON q.id = e.plan_title_id
    WHERE lower(e.period) <= DATE '{DAY}'
),
seen_post AS (
    SELECT q.unit_id, q.term_id, q.title_id AS subject, q.size, p.cap_title AS cap, count(h.person_id) AS people
    FROM planning_plantitle q CROSS JOIN p JOIN place v ON v.unit_id = q.unit_id
    JOIN planned a ON a.unit_id = q.unit_id AND a.term_id = q.term_id
    LEFT JOIN held h ON h.unit_id = q.unit_id AND h.term_id = q.term_id AND h.title_id = q.title_id
    GROUP BY q.id, p.cap_title
  UNION ALL
    SELECT q.unit_id, NULL, q.title_id, q.size, NULL, count(h.person_id)
    FROM planning_plantitle q JOIN place v ON v.unit_id = q.unit_id
    JOIN planning_term z ON z.id = q.term_id AND z.period @> DATE '{DAY}'
    LEFT JOIN (SELECT unit_id, title_id, person_id FROM held WHERE term_id IS NULL) h
      ON h.unit_id = q.unit_id AND h.title_id = q.title_id
    GROUP BY q.id
),
steps AS (
    SELECT s.id, s.unit_id, (array_agg(c.target ORDER BY c.id DESC))[1] AS state,
           max(c.day) FILTER (WHERE c.target = 'submitted' AND c.verb = 'submit') AS submitted_on,
           max(c.day) FILTER (WHERE c.target = 'approved') AS approved_on
    FROM planning_statechange c JOIN planning_submission s ON s.id = c.submission_id WHERE c.day <= DATE '{DAY}'
    GROUP BY s.id
),
seen_list AS (
    SELECT l.unit_id, NULL::bigint AS term_id, l.id AS subject, l.deadline, coalesce(c.state, 'draft') AS state,
           c.submitted_on, a.approved_on, DATE '{DAY}' AS day, p.review
    FROM (SELECT DISTINCT ON (s.unit_id) s.unit_id, s.id, o.deadline FROM planning_submission s
          JOIN planning_round o ON o.id = s.round_id AND o.state <> 'draft' AND o.day <= DATE '{DAY}'
          ORDER BY s.unit_id, o.day DESC, o.id DESC) l
    CROSS JOIN p JOIN place v ON v.unit_id = l.unit_id LEFT JOIN steps c ON c.id = l.id
    LEFT JOIN (SELECT unit_id, max(approved_on) AS approved_on FROM steps GROUP BY 1) a ON a.unit_id = l.unit_id
),
seen_member AS (
    SELECT m.unit_id, NULL::bigint AS term_id, m.person_id AS subject,
           x.full_name <> '' AND x.sex <> '' AND x.home_town <> '' AND x.party_card <> '' AS complete
    FROM orgtree_partymembership m JOIN orgtree_person x ON x.id = m.person_id JOIN place v ON v.unit_id = m.unit_id
    WHERE m.period @> DATE '{DAY}'
)"""
_GONE = ", ".join(
    f"""CASE WHEN goes_late <= DATE '{DAY}' + make_interval(months => {months}) THEN true
        WHEN goes_early > DATE '{DAY}' + make_interval(months => {months}) THEN false END AS gone_{months}"""
    for months in (12, 24, 60)
)
_COMPLETE = """x.full_name <> '' AND x.sex <> '' AND x.home_town <> '' AND x.identity_number <> ''
    AND x.party_card <> '' AND x.education IS NOT NULL AND x.theory IS NOT NULL AND x.state_management IS NOT NULL
    AND EXISTS (SELECT FROM orgtree_partymembership z WHERE z.person_id = x.id AND z.official_on IS NOT NULL)
    AND EXISTS (SELECT FROM orgtree_contact z WHERE z.person_id = x.id AND z.birth_place <> '' AND z.residence <> '')
    AND EXISTS (SELECT FROM orgtree_employment z WHERE z.person_id = x.id
                AND nullif(z.recruited_on, '') IS NOT NULL AND z.present_post <> '')
    AND EXISTS (SELECT FROM orgtree_schooling z WHERE z.person_id = x.id AND z.general_education_id IS NOT NULL
                AND z.major <> '' AND z.informatics <> '')
    AND EXISTS (SELECT FROM orgtree_training z WHERE z.person_id = x.id)
    AND EXISTS (SELECT FROM orgtree_workperiod z WHERE z.person_id = x.id)
    AND EXISTS (SELECT FROM orgtree_rating z WHERE z.person_id = x.id)
    AND EXISTS (SELECT FROM orgtree_familymember z WHERE z.person_id = x.id)
    AND EXISTS (SELECT FROM orgtree_background z WHERE z.person_id = x.id AND z.political_conclusion <> ''
                AND nullif(z.concluded_on, '') IS NOT NULL)"""
_MEASURES = ("numerator", "denominator", "unknown", "excluded")


def _said(who: str, hit: str) -> str:
    return f"min(CASE ({hit}) WHEN true THEN {YES} WHEN false THEN {NO} ELSE {UNKNOWN} END) FILTER (WHERE {who})"


def _of_source(name: str) -> tuple[str, list[str]]:
    """The CTEs of what units have by themselves and with all below, and the codes in them."""
    shares = HOLDERS if name == "holder" else SHARES.get(name, {})
    ratios = RATIOS.get(name, {})
    judged = [f"{_said(*row)} AS {code}" for code, row in shares.items()]
    judged += [
        f"bool_or({out}) AND NOT coalesce(bool_or(NOT ({out}) AND {shares[code][0]}), false) AS {code}_x"
        for code, out in EXCLUDED.items() if code in shares
    ]  # fmt: skip
    own = []
    for code in shares:
        own += [
            f"count(*) FILTER (WHERE {code} = {YES}) AS {code}_0",
            f"count(*) FILTER (WHERE {code} <> {UNKNOWN}) AS {code}_1",
            f"count(*) FILTER (WHERE {code} = {UNKNOWN}) AS {code}_2",
            f"count(*) FILTER (WHERE {code}_x) AS {code}_3" if code in EXCLUDED else f"0 AS {code}_3",
        ]
    for code, (who, amount, per) in ratios.items():
        judged += [f"max({amount}) FILTER (WHERE {who}) AS {code}_a", f"max({per}) FILTER (WHERE {who}) AS {code}_p"]
        judged.append(f"bool_or({who}) AS {code}_w")
        known = f"{code}_a IS NOT NULL AND {code}_p IS NOT NULL"
        own += [
            f"coalesce(sum({code}_a) FILTER (WHERE {known}), 0) AS {code}_0",
            f"coalesce(sum({code}_p) FILTER (WHERE {known}), 0) AS {code}_1",
            f"count(*) FILTER (WHERE {code}_w AND NOT ({known})) AS {code}_2",
            f"0 AS {code}_3",
        ]
    codes = [*shares, *ratios]
    wide = ", ".join(f"sum({code}_{n})::int AS {code}_{n}" for code in codes for n in range(4))
    return (
        f""",
judged_{name} AS (SELECT unit_id, term_id, subject, {", ".join(judged)} FROM seen_{name} GROUP BY 1, 2, 3),
own_{name} AS MATERIALIZED (SELECT unit_id, term_id, {", ".join(own)} FROM judged_{name} GROUP BY 1, 2),
all_{name} AS (SELECT l.ancestor_id AS unit_id, o.term_id, {wide} FROM own_{name} o
    JOIN orgtree_unitlink l ON l.descendant_id = o.unit_id AND l.period @> DATE '{DAY}' GROUP BY 1, 2)""",
        codes,
    )


def _statement() -> str:
    text, told = _BASE.format(complete=_COMPLETE, gone=_GONE), []
    for name in ("holder", *SHARES):
        ctes, codes = _of_source(name)
        text += ctes
        values = ", ".join(
            f"('{code}', {', '.join(f'coalesce(o.{code}_{n}, 0)::int' for n in range(4))},"
            f" {', '.join(f'a.{code}_{n}' for n in range(4))})"
            for code in codes
        )
        told.append(
            f"""SELECT a.unit_id, a.term_id, i.* FROM all_{name} a
            LEFT JOIN own_{name} o ON o.unit_id = a.unit_id AND coalesce(o.term_id, 0) = coalesce(a.term_id, 0)
            CROSS JOIN LATERAL (VALUES {values}) AS i(indicator, own_n, own_d, own_u, own_x, n, d, u, x)
            WHERE d + u + x > 0"""
        )
    columns = ", ".join([*(f"own_{name}" for name in _MEASURES), *_MEASURES])
    return f"""INSERT INTO {TABLE} (day, unit_id, term_id, indicator, {columns}, formula_version, computed_at)
        {text} SELECT DATE '{DAY}', unit_id, term_id, indicator, own_n, own_d, own_u, own_x, n, d, u, x, 1, now()
        FROM ({" UNION ALL ".join(told)}) AS told"""


STATEMENT = _statement()


def prepare() -> None:
    """A table like the engine's, with the same indexes."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} (LIKE planning_snapshot INCLUDING ALL)")


def run() -> int:
    """Measure and write everything, in place of what stood there. Returns the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
        cursor.execute(STATEMENT)
        return cursor.rowcount


def disagreements() -> int:
    """How many rows of the engine and of this statement are not the same."""
    columns = ", ".join(["unit_id", "term_id", "indicator", *(f"own_{name}" for name in _MEASURES), *_MEASURES])
    kept = f"SELECT {columns} FROM {Snapshot._meta.db_table} WHERE day = DATE '{DAY}'"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT count(*) FROM (({kept} EXCEPT SELECT {columns} FROM {TABLE})
                UNION ALL (SELECT {columns} FROM {TABLE} EXCEPT {kept})) AS different"""
        )
        return cursor.fetchone()[0]
