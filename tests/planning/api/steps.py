"""The way of alpha's submission through the API: Lan is added, Cường removed."""


def propose(client, world, who: str, proposal: str, reason="Đủ tiêu chuẩn", **more):
    body = {
        "plan_title": world.plan_titles["alpha", "2020-2025", "standing"].pk,
        "person": world.people[who].pk,
        "proposal": proposal,
        "reason": reason,
        "ground": "low_prestige" if proposal == "remove" else "",
        **more,
    }
    return client.post(f"/api/v1/submissions/{world.submission('alpha').pk}/lines/", body)


def step(client, world, verb: str, unit="alpha", **more):
    return client.post(f"/api/v1/submissions/{world.submission(unit).pk}/moves/", {"verb": verb, **more})


def appraise(api, world, unit="alpha") -> None:
    """Confirm the rest, submit and appraise the draft of `unit`."""
    world.confirm(unit)
    for user, verb in ((f"{unit}_secretary", "submit"), ("appraiser", "appraise")):
        answer = step(api(user), world, verb, unit)
        assert answer.status_code == 200, answer.json()


def approve(api, world, day="2020-07-06", number="2-QĐ/HU") -> None:
    secretary = api("alpha_secretary")
    assert propose(secretary, world, "lan", "add").status_code == 201
    assert propose(secretary, world, "cuong", "remove", "Xin thôi").status_code == 201
    appraise(api, world)
    answer = step(api("btv"), world, "approve", number=number, day=day)
    assert answer.status_code == 200, answer.json()
