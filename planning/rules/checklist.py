"""The checklist of rules (domain.md §13) as one list: what each item is, and where it is kept.

`kept_by` names the rule, constraint or trigger that keeps an item; empty where its data comes with a later part. Every
item has a test named after it, `test_<code>` in tests/planning/rules/test_checklist.py.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One rule of the checklist. `blocks`: it refuses, items 4 to 7 unless the rules of the round say that they warn;
    otherwise it warns and people decide."""

    number: int
    code: str
    kept_by: tuple[str, ...]
    blocks: bool = False


CHECKLIST = (
    Item(
        1, "age_full_term_two_terms_and_reelection", ("planning.rules.ages:MonthsLeft", "planning.rules.judges:months")
    ),
    Item(
        2,
        "titles_per_person_people_per_title_and_coefficient",
        (
            "planning.rules.caps:titles_per_person",
            "planning.rules.caps:people_per_title",
            "planning.rules.caps:coefficient",
        ),
    ),
    Item(3, "higher_title_only", ("planning.rules.judges:higher_title",)),
    Item(
        4,
        "no_appointment_proposed_in_the_same_period",
        ("planning.models:AppointmentProposal", "planning.rules.readiness:why_not"),
        blocks=True,
    ),
    Item(
        5,
        "discipline_in_force_blocks_and_expired_is_noted",
        ("planning.rules.judges:no_discipline", "planning.rules.readiness:why_not"),
        blocks=True,
    ),
    Item(
        6,
        "political_conclusion_present",
        ("planning.rules.judges:political", "planning.rules.readiness:why_not"),
        blocks=True,
    ),
    Item(
        7,
        "assessment_before_the_first_step",
        ("planning.rules.judges:ratings", "planning.rules.readiness:why_not"),
        blocks=True,
    ),
    Item(8, "structure_warns_with_people_needed", ("planning.rules.caps:structure",)),
    Item(
        9,
        "ballot_arithmetic_strict_majority_and_quorum",
        ("planning.rules.ballots:why_not", "planning.rules.ballots:has_quorum", "planning.rules.ballots:passes"),
        blocks=True,
    ),
    Item(
        10,
        "steps_in_order_and_outsiders_without_ballots",
        (
            "planning.rules.conferences:why_not_begin",
            "planning.rules.courses:Course",
            "planning.rules.consultations:why_not_submit",
        ),
        blocks=True,
    ),
    Item(
        11,
        "removal_has_reason_decision_and_day",
        ("planning.rules.choosing:why_not", "planning.models:PlanEntry"),
        blocks=True,
    ),
    Item(12, "organisations_stand_where_the_charter_lets_them", ("orgtree.choices:PARENT_KINDS",), blocks=True),
    Item(13, "terms_last_five_years_and_half_for_cells", ("planning.rules.terms:lasts_as_it_should",)),
    Item(14, "identity_number_and_party_card", ("orgtree.rules.checks.identity:CHECKS",)),
    Item(15, "probation_and_age_at_admission", ("orgtree.rules.checks.party:CHECKS",)),
    Item(16, "one_line_for_a_person_and_title", ("planning.models:Line",), blocks=True),
    Item(
        17,
        "dates_within_organisations_and_succession",
        (
            "orgtree.actions.structure:end",
            "orgtree.queries.proofs:cell_faults",
            "orgtree.queries.proofs:posting_faults",
            "planning.queries.closings:due",
        ),
        blocks=True,
    ),
)
