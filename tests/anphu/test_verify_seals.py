"""A superuser alters what was decided, triggers off: `verify` names it, and so does the check of docs/sealing.md."""

import datetime
import json
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from anphu.kit import history
from anphu.kit.periods import period
from orgtree.models import Merge
from planning.actions import seals as actions
from planning.choices import BallotKind, Outcome, SubmissionVerb
from planning.indicators import fill
from planning.models import BallotResult, Conference, Decision, Evidence, PlanEntry, RoundStep, Seal, StateChange
from planning.queries import seal_proofs
from planning.rules import seals
from tests.deciding import appraise, decide, line
from tests.verifying import verify, without_triggers
from tests.world import World


@pytest.fixture
def sealed(world: World) -> World:
    """Beta's decision is the first link; alpha's, with a ballot and evidence, the second."""
    appraise(world, "beta")
    decide(world, "beta", number="2-QĐ/HU")
    lan = line(world, "alpha", "lan", "add")
    line(world, "alpha", "cuong", "remove", ground="age")
    appraise(world, "alpha")
    with history.acting(actor=None, verb="ballot", reason="tests"):
        step = RoundStep.objects.create(
            round=world.round, position=1, code="key", name="Hội nghị", ballot=BallotKind.REFERRAL, basis="tests"
        )
        sitting = Conference.objects.create(
            submission=lan.submission,
            step=step,
            day=world.today,
            recorded_by=world.users["alpha_secretary"],
            convened=10,
            present=10,
            issued=10,
            returned=10,
            valid=10,
        )
        BallotResult.objects.create(conference=sitting, line=lan, agree=9, disagree=1, outcome=Outcome.PASSED)
        sitting.closed_by, sitting.closed_at = world.users["alpha_secretary"], "2020-07-06T08:00:00Z"
        sitting.save()
        facts, restricted = {"education": "Đại học"}, json.dumps({"discipline": "không"})
        Evidence.objects.create(
            line=lan,
            change=StateChange.objects.get(submission=lan.submission, verb=SubmissionVerb.SUBMIT),
            facts=facts,
            restricted=restricted,
            digest=seals.fingerprint(facts, restricted),
        )
    decide(world, "alpha", number="3-QĐ/HU")
    fill.full(world.today)
    return world


def links() -> list[tuple[str, str, str]]:
    return list(Seal.objects.order_by("number").values_list("previous", "payload", "digest"))


def offline(export: str) -> tuple[int, str]:
    """What the program printed in docs/sealing.md says of an export."""
    told = (settings.BASE_DIR / "docs" / "sealing.md").read_text()
    (program,) = re.findall(r"```python\n(.*?)```", told, re.S)
    done = subprocess.run([sys.executable, "-c", program], input=export, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def export(number: int) -> str:
    link = Seal.objects.get(number=number)
    return json.dumps({"previous": link.previous, "payload": link.payload, "digest": link.digest})


def test_verify_sealed_decisions_finds_nothing(sealed):
    assert verify() == (0, [])


def test_sealed_payload_tells_all_that_was_decided(sealed):
    payload = json.loads(Seal.objects.get(number=2).payload)

    lan, cuong = sealed.people["lan"], sealed.people["cuong"]
    rows = payload["rows"]
    assert rows["decision"][0]["number"] == "3-QĐ/HU"
    assert {(row["person"], row["proposal"], row["ground"]) for row in rows["lines"]} == {
        (lan.pk, "add", ""),
        (cuong.pk, "remove", "age"),
        (sealed.people["binh"].pk, "keep", ""),
    }
    assert [(row["agree"], row["disagree"], row["outcome"]) for row in rows["votes"]] == [(9, 1, "passed")]
    assert [row["verb"] for row in rows["steps"]] == ["submit", "appraise", "approve"]
    assert [row["digest"] for row in rows["evidence"]] == [Evidence.objects.get().digest]
    assert [(row["person"], row["since"]) for row in rows["opened"]] == [(lan.pk, "2020-07-06")]
    assert [(row["person"], row["until"], row["ground"]) for row in rows["closed"]] == [(cuong.pk, "2020-07-06", "age")]
    assert {"id": lan.pk, "full_name": lan.full_name, "birth_date": "1995-06-06", "birth_precision": "day"} in payload[
        "people"
    ]
    (rules,) = payload["rule_sets"]
    assert rules["code"] == "tests"
    assert {"young_age_lt": "40"}.items() <= {row["key"]: row["said"] for row in rules["parameters"]}.items()


def test_second_link_follows_the_first(sealed):
    (genesis, _payload, first), (previous, payload, second) = links()

    assert genesis == "0" * 64
    assert previous == first
    assert second == seals.digest(first, payload)


ANOTHER = "(SELECT id FROM orgtree_user WHERE username = 'board')"
TAMPERED = {
    "line": ("UPDATE planning_line SET proposal = 'add', reason = 'x' WHERE reason = '' AND {alpha}", "proposal"),
    "reason": ("UPDATE planning_line SET reason = 'Khác' WHERE proposal = 'add'", "reason"),
    "vote": ("UPDATE planning_ballotresult SET agree = 1, outcome = 'failed' WHERE agree = 9", "agree"),
    "figures": ("UPDATE planning_conference SET valid = 9, invalid = 1 WHERE valid = 10", "valid"),
    "decision": ("UPDATE planning_decision SET number = '99-QĐ/HU' WHERE number = '3-QĐ/HU'", "number"),
    "step": (f"UPDATE planning_statechange SET actor_id = {ANOTHER} WHERE verb = 'appraise' AND {{alpha}}", "actor"),
    "ground": ("UPDATE planning_planentry SET ground = 'left' WHERE ground = 'age'", "ground"),
    "entry": ("DELETE FROM planning_planentry WHERE lower(period) = '2020-07-06'", "sealed, but gone"),
    "digest of evidence": ("UPDATE planning_evidence SET digest = repeat('a', 64) WHERE id > 0", "digest"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_verify_what_a_superuser_altered_is_named(sealed, what):
    sql, told = TAMPERED[what]
    without_triggers(sql.format(alpha=f"submission_id = {sealed.submission('alpha').pk}"))

    assert any(told in fault for fault in seal_proofs.sealed_faults())
    status, differences = verify()
    assert status == 1
    assert any(line.startswith("what was sealed: link 2: ") for line in differences)


@pytest.mark.parametrize(
    "sql",
    [
        """UPDATE planning_evidence SET facts = '{"education": "Thạc sĩ"}' WHERE id > 0""",
        "UPDATE planning_evidence SET restricted = '' WHERE id > 0",
        "UPDATE planning_evidence SET restricted = 'e1:1:AAAA' WHERE id > 0",
        "UPDATE planning_evidence SET restricted = 'x' WHERE id > 0",
    ],
)
def test_verify_altered_evidence_is_named(sealed, sql):
    without_triggers(sql)

    (evidence,) = Evidence.objects.values_list("pk", "line")
    assert verify()[1] == [f"evidence: evidence {evidence[0]} of line {evidence[1]} is not what its digest says"]


def test_verify_altered_payload_is_named_by_verify_and_offline(sealed):
    assert offline(export(2))[0] == 0
    without_triggers(
        "UPDATE planning_seal SET payload = replace(payload, '\"agree\":9', '\"agree\":6') WHERE number = %s", 2
    )

    faults = [fault.split(": ", 1)[1] for fault in verify()[1] if fault.startswith("chain of seals")]
    assert faults == ["link 2 is not what its digest says"]
    assert any("agree was sealed as 6 and is 9" in fault for fault in seal_proofs.sealed_faults())
    status, said = offline(export(2))
    assert status == 1
    assert "ALTERED" in said


def test_offline_check_prints_the_digest_that_paper_shows(sealed):
    """Payload and digest rewritten together fit each other; only the digest on paper tells."""
    paper = Seal.objects.get(number=2).digest
    link = json.loads(export(2))
    link["payload"] = link["payload"].replace('"agree":9', '"agree":6')
    link["digest"] = seals.digest(link["previous"], link["payload"])

    status, said = offline(json.dumps(link))

    assert status == 0
    assert link["digest"] in said
    assert paper not in said


def test_verify_rewritten_link_breaks_the_next_one(sealed):
    """Whoever rewrites a link and its digest must rewrite all that follow."""
    payload = Seal.objects.get(number=1).payload.replace("2-QĐ/HU", "9-QĐ/HU")
    without_triggers(
        "UPDATE planning_seal SET payload = %s, digest = %s WHERE number = 1", payload, seals.digest("0" * 64, payload)
    )

    assert "link 2 does not follow the one before it" in seal_proofs.chain_faults()


def test_verify_removed_link_is_named(sealed):
    without_triggers("DELETE FROM planning_seal WHERE number = %s", 1)

    assert seal_proofs.chain_faults() == ["links 1 to 1 are missing", "link 2 does not follow the one before it"]
    unsealed = Decision.objects.get(number="2-QĐ/HU")
    assert seal_proofs.sealed_faults() == [f"decision {unsealed.pk} has no seal"]


def test_verify_unreadable_payload_is_named(sealed):
    without_triggers("UPDATE planning_seal SET payload = '[]' WHERE number = %s", 2)

    assert seal_proofs.sealed_faults() == ["link 2: its payload cannot be read"]


def test_verify_decision_taken_over_from_before_the_program_needs_no_seal(sealed):
    taken_over = Decision.objects.get(number="1-QĐ/HU")

    assert not hasattr(taken_over, "seal")
    assert seal_proofs.sealed_faults() == []


def test_verify_person_merged_after_the_decision_is_no_difference(sealed):
    """What was sealed of one record is said by the record that took it over."""
    lan, khanh = sealed.people["lan"], sealed.people["khanh"]
    with history.acting(actor=None, verb="merge", reason="tests"):
        merge = Merge.objects.create(kept=khanh, gone=lan, by=sealed.users["board"])
        PlanEntry.objects.filter(person=lan).update(person=khanh)
        lan.lines.update(person=khanh)
        merge.moved = "{}"
        merge.save()

    assert seal_proofs.sealed_faults() == []


def test_seal_second_time_is_refused_by_the_database(sealed):
    decision = Decision.objects.get(number="3-QĐ/HU")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM planning_seal")
        assert cursor.fetchone() == (2,)
    with history.acting(actor=None, verb="seal", reason="tests"), pytest.raises(Exception, match="decision_id"):
        actions.seal(decision)


def test_entry_added_to_a_sealed_decision_is_named(sealed):
    decision = Decision.objects.get(number="3-QĐ/HU")
    with history.acting(actor=None, verb="spoil", reason="tests"):
        PlanEntry.objects.create(
            plan_title=sealed.plan_titles["alpha", "2020-2025", "secretary"],
            person=sealed.people["dung"],
            period=period(datetime.date(2020, 7, 6)),
            opened_by=decision,
        )

    (fault,) = seal_proofs.sealed_faults()
    assert fault.endswith("there, but never sealed")
