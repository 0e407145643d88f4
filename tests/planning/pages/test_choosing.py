"""The form of a list: one line by htmx, many together without a script; what was typed survives every refusal."""

import pytest
from django.urls import reverse

from anphu.kit import history
from orgtree.models import Draft
from planning.choices import RoundState
from planning.models import Line
from tests.planning.pages.conftest import words
from tests.planning.pages.lists import fields, line_of

CUONG, BINH = "Lê Quốc Cường", "Trần Thị Bình"


@pytest.fixture
def alpha(world):
    return world.submission("alpha")


@pytest.fixture
def save(world, sign_in):
    """`save(fields…, rest="1")`: the whole form of alpha's list."""

    def post(*typed, user="alpha_secretary", version=None, **more):
        row = world.submission("alpha")
        data = {"version": row.version if version is None else version, **more}
        for one in typed:
            data |= one
        return sign_in(user).post(reverse("submission-lines", args=[row.pk]), data)

    return post


@pytest.fixture
def tap(world, sign_in):
    """`tap(line, "remove", …)`: one line saved by htmx."""

    def post(line, proposal, version=None, user="alpha_secretary", **more):
        seen = world.submission("alpha").version if version is None else version
        data = {"version": seen, **fields(line, proposal, **more)}
        return sign_in(user).post(reverse("line-edit", args=[line.pk]), data, headers={"hx-request": "true"})

    return post


def said(*people) -> list[tuple[str, str, str]]:
    rows = Line.objects.filter(person__full_name__in=people).order_by("person__name_key")
    return [(row.proposal, row.ground, row.reason) for row in rows]


def test_many_lines_are_saved_together(alpha, save):
    answer = save(
        fields(line_of(alpha, BINH), "keep"), fields(line_of(alpha, CUONG), "remove", "Uy tín thấp", "low_prestige")
    )
    assert answer.headers["location"] == f"{reverse('submission', args=[alpha.pk])}#list"
    assert said(BINH, CUONG) == [("keep", "", ""), ("remove", "low_prestige", "Uy tín thấp")]
    assert not Line.objects.filter(submission=alpha, entered_by=None).exists()


def test_line_without_a_choice_stays_unconfirmed(alpha, save):
    save(fields(line_of(alpha, BINH), "keep"), fields(line_of(alpha, CUONG), "", "một lý do gõ dở"))
    assert list(Line.objects.filter(submission=alpha, entered_by=None)) == [line_of(alpha, CUONG)]


def test_rest_is_kept_beside_what_was_chosen(alpha, save):
    save(fields(line_of(alpha, CUONG), "remove", "Uy tín thấp", "low_prestige"), rest="1")
    assert said(BINH, CUONG) == [("keep", "", ""), ("remove", "low_prestige", "Uy tín thấp")]
    assert not Line.objects.filter(submission=alpha, entered_by=None).exists()


def test_rest_alone_confirms_everybody(alpha, save):
    assert save(rest="1").status_code == 302
    assert not Line.objects.filter(submission=alpha, entered_by=None).exists()


def test_move_to_another_title_is_saved(world, alpha, save):
    target = world.plan_titles["alpha", "2020-2025", "secretary"]
    save(fields(line_of(alpha, CUONG), "move", "Hợp hơn", target=target.pk))
    line = line_of(alpha, CUONG)
    assert (line.proposal, line.target, line.reason) == ("move", target, "Hợp hơn")


def test_addition_is_withdrawn_in_the_same_form(alpha, propose, save):
    line = propose("lan", "add")
    assert save(fields(line, "withdrawn")).status_code == 302
    assert not Line.objects.filter(pk=line.pk).exists()


def test_one_bad_line_writes_none_and_is_marked(alpha, save):
    bad = line_of(alpha, CUONG)
    answer = save(fields(line_of(alpha, BINH), "keep"), fields(bad, "remove", "Uy tín thấp"))
    page = words(answer)
    assert (answer.status_code, "Name the ground of the removal." in page) == (400, True)
    assert page.index(f'id="line-{bad.pk}"') < page.index('class="field__error"')
    assert ">Uy tín thấp</textarea>" in page
    assert f'id="remove-{bad.pk}" name="proposal-{bad.pk}" value="remove" checked' in page
    assert Line.objects.filter(submission=alpha, entered_by=None).count() == 2


def test_stale_form_keeps_what_was_typed_and_brings_the_new_version(world, alpha, propose, save):
    line, old = line_of(alpha, CUONG), alpha.version
    propose("lan", "add")
    answer = save(fields(line, "remove", "Chuyển công tác", "left"), version=old)
    page = words(answer)
    assert (answer.status_code, "Somebody changed this submission in the meantime." in page) == (409, True)
    assert ">Chuyển công tác</textarea>" in page
    assert f'name="version" value="{world.submission("alpha").version}"' in page


def test_round_closed_while_typing_loses_nothing(world, alpha, save, ask):
    line = line_of(alpha, CUONG)
    with history.acting(actor=None, verb="test", reason="closed meanwhile"):
        world.round.state = RoundState.CLOSED
        world.round.save()
    answer = save(fields(line, "remove", "Chuyển công tác", "left"))
    page = words(answer)
    assert answer.status_code == 409
    assert f"{CUONG}: remove: Chuyển công tác" in page
    assert f"{CUONG}: remove: Chuyển công tác" in words(ask("alpha_secretary", "submission", alpha.pk))
    assert said(CUONG) == [("keep", "", "")]


def test_what_was_refused_is_there_again_as_a_draft(alpha, save, ask, send):
    line = line_of(alpha, CUONG)
    save(fields(line, "remove", "Gõ dở"), version=77)
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert ">Gõ dở</textarea>" in page
    assert "What you typed for 1 line is not saved" in page
    assert "Gõ dở" not in words(ask("alpha_clerk", "submission", alpha.pk)), "a draft is its writer's own"
    assert send("alpha_secretary", "submission-draft", alpha.pk, discard="1").status_code == 302
    assert "Gõ dở" not in words(ask("alpha_secretary", "submission", alpha.pk))


def test_saving_drops_the_draft(alpha, save, send):
    line = line_of(alpha, CUONG)
    send("alpha_secretary", "submission-draft", alpha.pk, **fields(line, "remove", "Gõ dở", "left"))
    assert Draft.objects.count() == 1
    save(fields(line, "remove", "Gõ xong", "left"))
    assert Draft.objects.count() == 0


def test_reason_too_long_is_refused(alpha, save):
    assert save(fields(line_of(alpha, CUONG), "remove", "x" * 501, "left")).status_code == 400
    assert said(CUONG) == [("keep", "", "")]


def test_control_characters_of_a_reason_are_dropped(alpha, save):
    save(fields(line_of(alpha, CUONG), "remove", "a\x00b", "left"))
    assert said(CUONG) == [("remove", "left", "ab")]


@pytest.mark.parametrize(("proposal", "target"), [("destroy", ""), ("move", "x"), ("move", "9" * 30), ("move", "²")])
def test_form_that_no_page_offers_is_refused(alpha, save, proposal, target):
    assert save(fields(line_of(alpha, CUONG), proposal, "lý do", target=target)).status_code == 400


def test_tap_leaves_the_draft_of_other_lines_alone(alpha, send, tap, ask):
    one, other = line_of(alpha, CUONG), line_of(alpha, BINH)
    drafts = fields(one, "remove", "Gõ dở một", "left") | fields(other, "remove", "Gõ dở hai", "left")
    send("alpha_secretary", "submission-draft", alpha.pk, **drafts)
    tap(one, "keep")
    tap(other, "remove", reason="Gõ lại hai")
    page = words(ask("alpha_secretary", "submission", alpha.pk))
    assert "Gõ dở một" not in page
    assert "Gõ dở hai" not in page
    assert ">Gõ lại hai</textarea>" in page


@pytest.mark.parametrize("version", ["", "x", "-1"])
def test_form_without_its_version_is_refused(alpha, save, version):
    assert save(fields(line_of(alpha, CUONG), "keep"), version=version).status_code == 400


def test_nothing_chosen_is_refused(save):
    assert save().status_code == 400


def test_tap_answers_with_the_line_the_version_and_the_meters(world, alpha, tap):
    line = line_of(alpha, CUONG)
    page = words(tap(line, "remove", reason="Uy tín thấp", ground="low_prestige"))
    version = world.submission("alpha").version
    assert page.startswith("<li id=")
    assert "Saved" in page
    assert f'name="version" value="{version}" hx-swap-oob="outerHTML:.version"' in page
    assert 'id="meters-2020-2025" hx-swap-oob="true"' in page
    assert "<html" not in page


def test_tap_that_is_refused_says_why_at_the_line_and_brings_no_version(alpha, tap):
    line = line_of(alpha, CUONG)
    page = words(tap(line, "remove", reason="Uy tín thấp"))
    assert "Name the ground of the removal." in page
    assert ">Uy tín thấp</textarea>" in page
    assert "hx-swap-oob" not in page
    assert said(CUONG) == [("keep", "", "")]


def test_tap_on_a_withdrawn_addition_leaves_a_sentence(alpha, propose, tap):
    line = propose("lan", "add")
    assert "The addition has been withdrawn." in words(tap(line, "withdrawn"))
    assert not Line.objects.filter(pk=line.pk).exists()


def test_line_of_another_unit_is_not_found(world, tap):
    assert tap(world.submission("beta").lines.get(), "keep").status_code == 404


def test_titles_to_move_to_are_fetched(world, alpha, ask):
    title = world.plan_titles["alpha", "2020-2025", "standing"]
    page = words(ask("alpha_secretary", "submission-targets", alpha.pk, title.pk))
    assert page.count("<option") == 3
    assert f'value="{title.pk}"' not in page
    beta = world.plan_titles["beta", "2020-2025", "standing"]
    assert ask("alpha_secretary", "submission-targets", alpha.pk, beta.pk).status_code == 404


def test_meters_answer_to_what_is_typed_and_not_saved(alpha, law, send):
    line = line_of(alpha, CUONG)
    answer = send("alpha_secretary", "submission-meters", alpha.pk, **fields(line, "remove", "x", "left"))
    _group, of = answer.context["meters"][0]
    assert [(one.before, one.after) for one in of.titles] == [(1, 1), (1, 0)]
    assert said(CUONG) == [("keep", "", "")]


def test_page_asked_again_after_a_refusal_leads_to_the_list(alpha, sign_in):
    answer = sign_in("alpha_secretary").get(reverse("submission-lines", args=[alpha.pk]))
    assert answer.headers["location"] == reverse("submission", args=[alpha.pk])


@pytest.mark.parametrize("target", ["9" * 5000, "x", "٣"])
def test_meters_of_a_title_that_cannot_be_are_shown_without_it(alpha, sign_in, target):
    typed = fields(line_of(alpha, CUONG), "move") | {f"target-{line_of(alpha, CUONG).pk}": target}
    assert sign_in("alpha_secretary").post(reverse("submission-meters", args=[alpha.pk]), typed).status_code == 200


def test_more_than_a_draft_holds_is_told_and_stays_on_the_page(alpha, save, send, monkeypatch):
    monkeypatch.setattr("orgtree.actions.desks.LARGEST", 100)
    line = line_of(alpha, "Lê Quốc Cường")
    long = fields(line, "remove", "Lý do " * 100, "left")
    told = "Too much is typed to be kept as a draft. Shorten the reasons"
    kept = send("alpha_secretary", "submission-draft", alpha.pk, **long)
    assert (kept.status_code, told in words(kept)) == (200, True)
    answer = save(long)
    assert (answer.status_code, told in words(answer), "Lý do Lý do" in words(answer)) == (400, True, True)
