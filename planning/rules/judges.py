"""How each kind of clause is judged. Pure: from the facts of a person to a verdict and the sentence it rests on."""

import datetime
from collections.abc import Callable, Mapping

from django.utils.translation import gettext_lazy as _

from anphu.kit.partial_dates import PartialDate, months_between
from orgtree.choices import Level
from planning.choices import Verdict
from planning.rules.ages import YEAR, age_between
from planning.rules.discipline import effect
from planning.rules.facts import Asked, Facts, Finding, Matter, Post

LEVEL_ORDER = {Level.CELL: 0, Level.GRASSROOTS: 1, Level.COMMUNE: 1, Level.DISTRICT: 2, Level.PROVINCE: 3}
"""Committees of communes are grassroots committees: their titles are of one height."""
RATING_ORDER = {"failed": 0, "fair": 1, "good": 2, "excellent": 3}
"""Entries of the code list of ratings, the worst first."""


def _short(clause: Asked) -> Verdict:
    """What lacking means for a clause that may be completed after planning."""
    return Verdict.WAIVER if clause.later else Verdict.LACKING


def level(choices, fact: str, words) -> Callable:
    """A judge of one of the three ordered levels of learning."""

    def judge(facts: Facts, _matter: Matter, clause: Asked) -> Finding:
        had, needed = getattr(facts, fact), clause.args["least"]
        said = {"had": _("not recorded") if had is None else choices(had).label, "needed": choices(needed).label}
        if had is None:
            return Finding(Verdict.UNKNOWN if needed else Verdict.MET, words, said)
        return Finding(Verdict.MET if had >= needed else _short(clause), words, said)

    return judge


_HOLDS_NOTHING = Finding(Verdict.MET, _("Holds no title now."))
_HELD = {
    Verdict.MET: _("Holds: %(post)s, which is lower."),
    Verdict.WAIVER: _("Holds: %(post)s; the competent body compares the two titles."),
    Verdict.LACKING: _("Already holds an equal or higher title: %(post)s."),
}
"""Sentences stand outside of what is asked for every person and title: making one costs more than judging."""


def higher_title(facts: Facts, matter: Matter, _clause: Asked) -> Finding:
    """Planned titles are higher than those held; titles of different tracks that do not order themselves are for
    people to compare."""
    worst, highest = None, None
    for post in facts.posts:
        if post.held_on(matter.on):
            verdict = _above(matter, post)
            if worst is None or (_RANKED[verdict], -post.rank) < (_RANKED[worst], -highest.rank):
                worst, highest = verdict, post
    return _HOLDS_NOTHING if worst is None else Finding(worst, _HELD[worst], {"post": highest.name})


_RANKED = {Verdict.LACKING: 0, Verdict.UNKNOWN: 1, Verdict.WAIVER: 2, Verdict.MET: 3}


def _above(matter: Matter, post: Post) -> Verdict:
    here, there = LEVEL_ORDER[matter.level], LEVEL_ORDER[post.level]
    if here > there or (here == there and matter.level == post.level and matter.rank > post.rank):
        return Verdict.MET
    if matter.level == post.level and matter.side == post.side:
        return Verdict.LACKING
    return Verdict.WAIVER


def months(facts: Facts, matter: Matter, clause: Asked) -> Finding:
    rule = matter.law.find("plan_min_months", matter.level)
    needed = clause.args.get("months") or (int(rule.value) if rule else None)
    left = matter.left[facts.person_id]
    if needed is None or left is None:
        return Finding(Verdict.UNKNOWN, _("The rules in force say nothing about it."))
    day = PartialDate(matter.counting_day.year, matter.counting_day.month)
    figures = {"left": max(0, left.worst), "best": left.best, "over": left.over, "needed": needed, "day": day}
    if left.over:
        words = _("Retirement age is past by %(over)s months on %(day)s; at least %(needed)s months must be left.")
        return Finding(_short(clause), words, figures)
    if not left.certain:
        words = _("%(left)s to %(best)s months left, counted from %(day)s; at least %(needed)s. Verify the birth date.")
        return Finding(left.reach(needed), words, figures)
    return Finding(
        left.reach(needed) if left.reach(needed) != Verdict.LACKING else _short(clause),
        _("%(left)s months left, counted from %(day)s; at least %(needed)s."),
        figures,
    )


def party_years(facts: Facts, matter: Matter, clause: Asked) -> Finding:
    if facts.admitted_on is None:
        return Finding(Verdict.UNKNOWN, _("The day of admission is not recorded."))
    years = months_between(facts.admitted_on, matter.on) // YEAR
    return Finding(
        Verdict.MET if years >= clause.args["years"] else _short(clause),
        _("%(years)s years in the Party; at least %(needed)s."),
        {"years": years, "needed": clause.args["years"]},
    )


def official_member(facts: Facts, matter: Matter, clause: Asked) -> Finding:
    if facts.official_on and facts.official_on <= matter.on:
        return Finding(Verdict.MET, _("Official member since %(day)s."), {"day": f"{facts.official_on:%d/%m/%Y}"})
    if facts.admitted_on:
        return Finding(
            _short(clause), _("Admitted %(day)s, not yet official."), {"day": f"{facts.admitted_on:%d/%m/%Y}"}
        )
    return Finding(Verdict.UNKNOWN, _("No Party membership is recorded."))


def post_held(facts: Facts, matter: Matter, clause: Asked) -> Finding:
    """At least `years` in posts of a level and side, together; overlapping posts are not counted twice."""
    wanted = [post for post in facts.posts if _fits(post, clause.args)]
    months = _months_covered(wanted, matter.on)
    needed = clause.args.get("years", 0) * YEAR
    figures = {
        "posts": "; ".join(post.name for post in wanted) or "–",
        "months": months,
        "needed": needed,
        "level": Level(clause.args["level"]).label,
    }
    met = bool(wanted) and months >= needed
    return Finding(
        Verdict.MET if met else _short(clause),
        _("Posts at the level %(level)s: %(posts)s (%(months)s months; at least %(needed)s)."),
        figures,
    )


def _fits(post: Post, args: Mapping) -> bool:
    return post.level == args["level"] and args.get("side", post.side) == post.side


def _months_covered(posts: list[Post], on: datetime.date) -> int:
    months, reached = 0, datetime.date.min
    for post in sorted(posts, key=lambda post: post.since):
        end = min(post.until or on, on)
        if end > max(post.since, reached):
            months += months_between(max(post.since, reached), end)
            reached = end
    return months


def not_local(facts: Facts, matter: Matter, clause: Asked) -> Finding:
    if not matter.commune_code:
        return _NO_COMMUNE
    if not facts.commune_code:
        return _NO_HOME
    if facts.commune_code == matter.commune_code:
        return Finding(_short(clause), _("Comes from this commune."))
    return _FROM_ELSEWHERE


_NO_COMMUNE = Finding(Verdict.MET, _("The unit is not that of one commune."))
_NO_HOME = Finding(Verdict.UNKNOWN, _("The commune of the home town is not recorded."))
_FROM_ELSEWHERE = Finding(Verdict.MET, _("Comes from another commune."))


def ratings(facts: Facts, matter: Matter, clause: Asked) -> Finding:
    """The last full years before the day; a year without a rating makes it unknown, a bad one decides."""
    years = range(matter.on.year - clause.args["years"], matter.on.year)
    found = {year: facts.ratings[year] for year in years if year in facts.ratings}
    bad = [year for year, rating in found.items() if RATING_ORDER.get(rating, 0) < RATING_ORDER[clause.args["least"]]]
    if bad:
        return Finding(_short(clause), _("Rated too low in %(years)s."), {"years": ", ".join(map(str, bad))})
    missing = [str(year) for year in years if year not in found]
    if missing:
        return Finding(Verdict.UNKNOWN, _("No rating is recorded for %(years)s."), {"years": ", ".join(missing)})
    return Finding(
        Verdict.MET, _("Rated well enough from %(first)s to %(last)s."), {"first": years[0], "last": years[-1]}
    )


def no_discipline(facts: Facts, matter: Matter, clause: Asked) -> Finding:
    """A measure in effect rules planning out; one whose effect has ended is told. Under QĐ 377 (`exceptions`) it needs
    the document of one of the three exceptions."""
    found = effect(facts.measures, matter.on, matter.law.number("discipline_effect_months"))
    if found is None:
        return Finding(Verdict.MET, _("No discipline is recorded."))
    measure, state = found
    figures = {"measure": measure.name, "decided": measure.decided, "decision": measure.decision or "–"}
    if state == "in_effect":
        return Finding(Verdict.LACKING, _("%(measure)s of %(decided)s (%(decision)s) is in effect."), figures)
    if state == "unknown":
        return Finding(
            Verdict.UNKNOWN, _("%(measure)s of %(decided)s (%(decision)s): until when is not recorded."), figures
        )
    if not clause.args.get("exceptions"):
        return Finding(Verdict.MET, _("%(measure)s of %(decided)s (%(decision)s) is no longer in effect."), figures)
    if not measure.light:
        return Finding(
            Verdict.LACKING, _("%(measure)s of %(decided)s (%(decision)s): heavier than a warning."), figures
        )
    return Finding(
        Verdict.WAIVER,
        _("%(measure)s of %(decided)s (%(decision)s) has ended: name the document by which planning is allowed."),
        figures,
    )


def age_range(facts: Facts, matter: Matter, clause: Asked) -> Finding:
    least, most = age_between(facts.born, matter.on)
    low, high = clause.args.get("least", 0), clause.args.get("most", 200)
    figures = {"age": least if least == most else f"{least}–{most}", "low": low, "high": high}
    words = _("%(age)s years old; from %(low)s to %(high)s.") if low else _("%(age)s years old; at most %(high)s.")
    if low <= least and most <= high:
        return Finding(Verdict.MET, words, figures)
    outside = most < low or least > high
    return Finding(_short(clause) if outside else Verdict.UNKNOWN, words, figures)


def political(facts: Facts, _matter: Matter, _clause: Asked) -> Finding:
    if facts.concluded_on is None:
        return Finding(Verdict.UNKNOWN, _("No conclusion on the political standard is recorded."))
    return Finding(Verdict.MET, _("Conclusion of %(day)s."), {"day": facts.concluded_on})
