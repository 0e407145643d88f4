"""Who held which job when: posts fall vacant by age, congress and chance, and are filled from below or from outside."""

import random
from datetime import date, timedelta
from fnmatch import fnmatchcase

from anphu.demo.offices import Job
from anphu.demo.people import SETTINGS, YEAR, Population, Post, Someone
from anphu.demo.places import TOWN
from anphu.demo.tree import DAY, Node, Tree
from anphu.seed.titles import CADRE_OF_COMMUNE, TITLES
from orgtree.choices import Sex

STANDARDS = {seed.code: seed.standard for seed in TITLES if seed.standard}
COMMUNE_CADRES = {seed.code for seed in TITLES if seed.is_commune_cadre}
RETIREMENT = {Sex.MALE: 60, Sex.FEMALE: 55}
"""Years, before 2021 (`domain.md` §5.3)."""
LAST_CHANGE = date(2020, 6, 30)
"""Nobody changes posts while the open round is under way."""
TRAINED = 0.5
TRAINED_IN_COMMUNES = 0.84
"""How often somebody has acquired by now what the title asks; communes have had courses for their cadres."""
NON_LOCAL = ((2015, 0.2), (2018, 0.4), (9999, 0.65))
"""How often a commune's secretary is looked for outside the commune: until which year, what share (NQ 26 of 2018)."""


class Careers:
    """Runs the jobs of a district from the early 2000s to the demo's day."""

    def __init__(self, tree: Tree, jobs: list[Job], population: Population, rng: random.Random):
        self.tree, self.jobs, self.population, self.rng = tree, jobs, population, rng
        self.by_key = {job.key: job for job in jobs}
        self.feeders = {job.key: self._feeders(job) for job in jobs}
        self.pensioners = [node for node in tree.nodes if node.setting == "hamlet"]

    def run(self) -> None:
        for day, _, job, congress in self._calendar():
            if job.holder is None:
                if job.until is None or day < job.until:
                    self._fill(job, day)
            elif job.until == day:
                self._vacate(job, day)
                job.holder = None
            elif self._falls_vacant(job, day, congress):
                self._depart(job, day)
                self._fill(job, day)

    def _calendar(self) -> list[tuple[date, int, Job, bool]]:
        """Days on which a job is looked at: its first, one a year, and the congresses of its committee."""
        events = []
        for number, job in enumerate(self.jobs):
            first = job.since or date(2003, 7, 1) + timedelta(days=self.rng.randrange(2000))
            days = {first: False}
            for year in range(first.year + 1, DAY.year + 1):
                days[date(year, 1, 8) + timedelta(days=self.rng.randrange(340))] = False
            days |= {day: True for day in job.congresses if day > first}
            if job.until:
                days[job.until] = False
            limit = job.until or LAST_CHANGE
            events += [(day, number, job, congress) for day, congress in days.items() if day <= limit]
        return sorted(events, key=lambda event: event[:2])

    def _falls_vacant(self, job: Job, day: date, congress: bool) -> bool:
        """By age always; at a congress often when little time is left; else now and then. Shares are invented."""
        left = RETIREMENT[job.holder.sex] - job.holder.age(day)
        tenure = (day - job.held_since).days / YEAR
        if left < 0.4:
            return True
        if congress:
            return self.rng.random() < (0.75 if left < 3.5 else 0.22 if tenure > 3 else 0.05)
        return tenure > 1 and self.rng.random() < 0.055

    def _depart(self, job: Job, day: date) -> None:
        """The holder retires to a hamlet's cell, leaves the district, or stays on without a title."""
        someone = job.holder
        self._vacate(job, day)
        if RETIREMENT[someone.sex] - someone.age(day) < 4:
            someone.joins(self._hamlet(job), day)
        elif self.rng.random() < 0.75:
            someone.leaves(day)

    def _hamlet(self, job: Job) -> Node:
        commune = job.commune or next(c for c in self.tree.place.communes if c.kind == TOWN)
        near = [node for node in self.pensioners if node.versions[0].parent.code == commune.slug]
        return self.rng.choice(near)

    def _vacate(self, job: Job, day: date) -> None:
        for unit, title in job.titles:
            for post in job.holder.posts:
                if post.unit is unit and post.title == title and post.end is None:
                    post.end = day
        job.holder.posts = [post for post in job.holder.posts if post.end is None or post.start < post.end]

    def _fill(self, job: Job, day: date) -> None:
        origin = self._promotable(job, day)
        if origin is None:
            self._assign(job, self._newcomer(job, day), day)
            return
        someone = origin.holder
        self._vacate(origin, day)
        origin.holder = None
        self._train(someone, job)
        self._assign(job, someone, day)
        self._fill(origin, day)

    def _feeders(self, job: Job) -> list[Job]:
        """The jobs that `job.feeders` means; "*:role" is that role in any commune."""
        found = [self.by_key[key] for key in job.feeders if key in self.by_key]
        for pattern in (key for key in job.feeders if "*" in key):
            where = [other for other in self.jobs if other.commune or not pattern.startswith("*")]
            found += [other for other in where if fnmatchcase(other.key, pattern)]
        return [other for other in found if other is not job]

    def _promotable(self, job: Job, day: date) -> Job | None:
        """The job whose holder rises to `job`, or None when somebody from outside comes."""
        feeders = [other for other in self.feeders[job.key] if self._ready(job, other, day)]
        if job.commune and job.role == "secretary":
            abroad = self.rng.random() < next(share for until, share in NON_LOCAL if day.year < until)
            feeders = [other for other in feeders if (other.commune is not job.commune) == abroad]
        if not feeders or self.rng.random() < job.outside:
            return None
        return self.rng.choice(feeders)

    def _ready(self, job: Job, other: Job, day: date) -> bool:
        holder = other.holder
        if holder is None or (job.women == 1.0 and holder.sex == Sex.MALE):
            return False
        tenure = (day - other.held_since).days / YEAR
        return tenure >= 2.2 and RETIREMENT[holder.sex] - holder.age(day) > 6

    def _newcomer(self, job: Job, day: date) -> Someone:
        low, mode, high = job.ages
        born = day - timedelta(days=round(self.rng.triangular(low, high, mode) * YEAR))
        setting = SETTINGS[job.cell.setting]
        someone = self.population.create(setting, born, job.commune, women=job.women, local=0.9)
        someone.admitted = max(born + timedelta(days=6600), min(someone.admitted, day - timedelta(days=400)))
        self._train(someone, job)
        someone.joins(job.cell, someone.admitted)
        return someone

    def _train(self, someone: Someone, job: Job) -> None:
        """Bring the person up to the standard of the job's titles, more often than not."""
        asked = [STANDARDS[title] for _, title in job.titles if title in STANDARDS]
        chance = TRAINED
        if any(title in COMMUNE_CADRES for _, title in job.titles):
            asked.append(CADRE_OF_COMMUNE)
            chance = TRAINED_IN_COMMUNES
        for name, grades in zip(("education", "theory", "management"), zip(*asked, strict=True), strict=False):
            has, least = getattr(someone, name), int(max(grades))
            if has is not None and has < least and self.population.grades.random() < chance:
                setattr(someone, name, least)

    def _assign(self, job: Job, someone: Someone, day: date) -> None:
        job.holder, job.held_since = someone, day
        for unit, title in job.titles:
            start = max(day, unit.start)
            before = next((p for p in someone.posts if p.unit is unit and p.title == title and p.end == start), None)
            if before:
                before.end = None
            else:
                someone.posts.append(Post(unit, title, start))
        someone.joins(job.cell, max(day, someone.admitted))
        if job.commune and job.role == "secretary" and not someone.home_code:
            self._name_home(someone, job)

    def _name_home(self, someone: Someone, job: Job) -> None:
        """The dossier of a secretary has been completed: the commune of the home town is known."""
        others = [commune for commune in self.tree.place.communes if commune is not job.commune]
        commune = self.rng.choice(others)
        label = commune.label[0].upper() + commune.label[1:]
        place = self.tree.place
        someone.home, someone.home_code = f"{label}, huyện {place.name}, tỉnh {place.province}", commune.code
