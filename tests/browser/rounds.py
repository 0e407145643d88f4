"""The round of the browser test as the database knows it: whom its lists can be about, and what was written."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

ROUND = "Rà soát, bổ sung quy hoạch năm 2020, đợt kiểm thử"
NUMBER = "7-QĐ/HU"
TERM = "2020-2025"
STANDING, YOUTH, FARMERS = "COMMUNE_STANDING_MEMBER", "COMMUNE_YOUTH", "COMMUNE_FARMERS"
Rows = Callable[..., list[tuple]]
"""`database` of conftest.py."""

PLANNED = """
SELECT p.id, p.full_name FROM planning_planentry e
JOIN planning_plantitle pt ON pt.id = e.plan_title_id JOIN planning_term r ON r.id = pt.term_id
JOIN orgtree_title t ON t.id = pt.title_id JOIN orgtree_person p ON p.id = e.person_id
WHERE pt.unit_id = %(unit)s AND r.code = %(term)s AND t.code = %(title)s AND upper_inf(e.period) AND p.sex = 'M'
AND (SELECT count(*) FROM planning_planentry f JOIN planning_plantitle ft ON ft.id = f.plan_title_id
     JOIN orgtree_title s ON s.id = ft.title_id
     WHERE f.person_id = p.id AND upper_inf(f.period) AND ft.unit_id = pt.unit_id AND ft.term_id = pt.term_id
     AND s.seat IN ('standing', 'standing_body')) <= 1
ORDER BY p.id
"""
"""Men planned for a title who have no other seat in the standing committee: without them it has one man fewer."""
MOVABLE = """
SELECT p.id, p.full_name FROM planning_planentry e
JOIN planning_plantitle pt ON pt.id = e.plan_title_id JOIN planning_term r ON r.id = pt.term_id
JOIN orgtree_title t ON t.id = pt.title_id JOIN orgtree_person p ON p.id = e.person_id
WHERE pt.unit_id = %(unit)s AND r.code = %(term)s AND t.code = %(title)s AND upper_inf(e.period)
AND NOT EXISTS (SELECT FROM planning_planentry f JOIN planning_plantitle ft ON ft.id = f.plan_title_id
                JOIN orgtree_title s ON s.id = ft.title_id
                WHERE f.person_id = p.id AND upper_inf(f.period) AND ft.unit_id = pt.unit_id
                AND ft.term_id = pt.term_id AND s.code = %(target)s)
ORDER BY p.id
"""
"""People planned for a title who are not planned for another of the same unit."""
UNPLANNED = """
SELECT p.id, p.full_name FROM orgtree_person p
JOIN orgtree_partymembership m ON m.person_id = p.id AND m.period @> %(day)s::date
JOIN orgtree_unitlink l ON l.descendant_id = m.unit_id AND l.ancestor_id = %(unit)s AND l.period @> %(day)s::date
WHERE p.sex = 'F' AND p.birth_date > '1975-01-01'
AND NOT EXISTS (SELECT FROM planning_planentry e WHERE e.person_id = p.id)
AND NOT EXISTS (SELECT FROM planning_line i WHERE i.person_id = p.id)
AND NOT EXISTS (SELECT FROM orgtree_discipline d WHERE d.person_id = p.id)
AND NOT EXISTS (SELECT FROM orgtree_person q WHERE q.name_fold = p.name_fold AND q.id <> p.id)
ORDER BY p.birth_date, p.id LIMIT 2
"""
"""Women of the unit whom nobody plans for anything, with a name of their own."""


@dataclass
class Unit:
    """A unit of the round, its secretary's window, and whom the list is about, as (id, name)."""

    pk: int
    name: str
    window: Page
    titles: dict[str, int]
    leaver: tuple[int, str]
    newcomers: list[tuple[int, str]]
    mover: tuple[int, str]
    address: str = ""


def unit_of(code: str, window: Page, database: Rows) -> Unit:
    ((pk, name),) = database(
        "SELECT u.id, v.name FROM orgtree_unit u JOIN orgtree_unitversion v ON v.unit_id = u.id"
        " WHERE u.code = %(code)s AND upper_inf(v.period)",
        code=code,
    )
    titles = dict(
        database(
            "SELECT t.code, pt.id FROM planning_plantitle pt JOIN orgtree_title t ON t.id = pt.title_id"
            " JOIN planning_term r ON r.id = pt.term_id WHERE pt.unit_id = %(unit)s AND r.code = %(term)s",
            unit=pk,
            term=TERM,
        )
    )
    return Unit(
        pk,
        name,
        window,
        titles,
        leaver=database(PLANNED, unit=pk, term=TERM, title=STANDING)[0],
        newcomers=database(UNPLANNED, unit=pk, day="2020-07-07"),
        mover=database(MOVABLE, unit=pk, term=TERM, title=YOUTH, target=FARMERS)[0],
    )


def written(database: Rows) -> dict:
    """What the database holds of the round."""
    told = {"round": ROUND, "number": NUMBER}
    return {
        "round": database("SELECT state FROM planning_round WHERE name = %(round)s", **told),
        "lists": database(
            "SELECT s.unit_id, s.state, d.number FROM planning_submission s JOIN planning_round r ON r.id = s.round_id"
            " JOIN planning_decision d ON d.id = s.decision_id WHERE r.name = %(round)s ORDER BY s.id",
            **told,
        ),
        "steps": database(
            "SELECT s.unit_id, string_agg(c.verb, ' ' ORDER BY c.id) FROM planning_statechange c"
            " JOIN planning_submission s ON s.id = c.submission_id JOIN planning_round r ON r.id = s.round_id"
            " WHERE r.name = %(round)s GROUP BY s.id ORDER BY s.id",
            **told,
        ),
        "begun": set(
            database(
                "SELECT e.plan_title_id, e.person_id FROM planning_planentry e"
                " JOIN planning_decision d ON d.id = e.opened_by_id WHERE d.number = %(number)s",
                **told,
            )
        ),
        "ended": set(
            database(
                "SELECT e.plan_title_id, e.person_id, e.ground FROM planning_planentry e"
                " JOIN planning_decision d ON d.id = e.closed_by_id WHERE d.number = %(number)s",
                **told,
            )
        ),
        "dropped": set(
            database(
                "SELECT l.person_id FROM planning_line l JOIN planning_submission s ON s.id = l.submission_id"
                " JOIN planning_round r ON r.id = s.round_id WHERE r.name = %(round)s AND l.dropped_in_id IS NOT NULL",
                **told,
            )
        ),
        "received": database(
            "SELECT c.unit_id, c.received_at IS NOT NULL FROM planning_receipt c"
            " JOIN planning_publication p ON p.id = c.publication_id JOIN planning_decision d ON d.id = p.decision_id"
            " WHERE d.number = %(number)s ORDER BY c.id",
            **told,
        ),
        "sealed": database(
            "SELECT count(*) FROM planning_seal s JOIN planning_decision d ON d.id = s.decision_id"
            " WHERE d.number = %(number)s",
            **told,
        ),
    }


def expected(units: list[Unit]) -> dict:
    phone, desk = units
    return {
        "round": [("closed",)],
        "lists": [(unit.pk, "approved", NUMBER) for unit in units],
        "steps": [(phone.pk, "submit appraise approve"), (desk.pk, "submit return submit appraise approve")],
        "begun": {
            place
            for unit in units
            for place in ((unit.titles[STANDING], unit.newcomers[0][0]), (unit.titles[FARMERS], unit.mover[0]))
        },
        "ended": {
            place
            for unit in units
            for place in (
                (unit.titles[STANDING], unit.leaver[0], "low_prestige"),
                (unit.titles[YOUTH], unit.mover[0], ""),
            )
        },
        "dropped": {(unit.newcomers[1][0],) for unit in units},
        "received": [(unit.pk, True) for unit in units],
        "sealed": [(1,)],
    }
