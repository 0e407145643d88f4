"""Entries of the plan: begun and ended by decisions, many at once."""

from collections.abc import Iterable, Mapping

from anphu.kit.periods import period
from planning.choices import Proposal
from planning.models import Decision, PlanEntry
from planning.rules.effects import Effects, Place


def carry_out(effects: Effects, entries: Iterable[PlanEntry], decision: Decision) -> None:
    """End and begin what approved lines say, from the day of the decision. The caller has asked `effects.why_not`."""
    in_force = {(row.plan_title_id, row.person_id): row for row in entries if row.period.upper is None}
    close({in_force[place]: line.ground for place, line in effects.closing.items()}, decision)
    begin(
        {
            place: in_force[line.plan_title_id, line.person_id] if line.proposal == Proposal.MOVE else None
            for place, line in effects.opening.items()
        },
        decision,
    )


def close(grounds: Mapping[PlanEntry, str], decision: Decision) -> None:
    """End these entries on the day of `decision`, each on its ground. One statement for 500 of them."""
    for entry, ground in grounds.items():
        entry.period, entry.closed_by, entry.ground = period(entry.period.lower, decision.day), decision, ground
    PlanEntry.objects.bulk_update(grounds, ["period", "closed_by", "ground"], batch_size=500)


def begin(places: Mapping[Place, PlanEntry | None], decision: Decision) -> None:
    """Begin an entry at each place on the day of `decision`, and say which entry it was moved from, if any."""
    PlanEntry.objects.bulk_create(
        PlanEntry(
            plan_title_id=title, person_id=person, period=period(decision.day), opened_by=decision, moved_from=before
        )
        for (title, person), before in places.items()
    )
