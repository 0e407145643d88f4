"""A problem as an integer programme, solved exactly by HiGHS.

One binary variable for every option says whether the person stands in the place in the end. Whether somebody belongs to
a population, and counts there, is the "or" of such variables, so that people with several titles count once, as the
engine counts them. Every coefficient is a whole number.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from planning.rules.problems import Aim, Option, Pair, Plan, Problem, people

Terms = dict[int, int]
"""A sum: `{column: coefficient}`."""
_INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Found:
    """What a run came to. `plan` None: no plan exists, or (`proved` False) none was found in time. `bound`: what the
    objective is at least."""

    plan: Plan | None
    proved: bool
    bound: float


class Program:
    """The rows and columns of one problem; asked again and again with other objectives."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self._costs: list[float] = []
        self._uppers: list[float] = []
        self._rows: list[tuple[float, float, Terms]] = []
        self._ors: dict[frozenset[Pair], int] = {}
        self.column = {option.pair: self._add_column() for option in problem.options}
        self._changes = self._count_changes()
        self._slacks = {aim.code: self._aim(aim) for aim in problem.aims}
        self._crowds()
        self._wishes()
        self._size_row = self._add_row(list(self._changes), -_INFINITE, _or_infinite(problem.most_changes))
        self._solver = self._built()
        self.weight = len(problem.options) + 1  # more than all changes together

    def fewest_changes(self, seconds: float) -> Found:
        """The smallest set of changes that reaches every aim."""
        return self._run(dict.fromkeys(self._changes, 1), seconds)

    def least_short(self, seconds: float) -> Found:
        """The plan that leaves the fewest people short of the aims in all, and of such plans the one of the fewest
        changes: `bound` counts a person short as `weight` changes."""
        slacks = [slack for columns in self._slacks.values() for slack in columns]
        for slack in slacks:
            self._solver.changeColBounds(slack, 0, _INFINITE)
        return self._run({**dict.fromkeys(self._changes, 1), **dict.fromkeys(slacks, self.weight)}, seconds)

    def best(self, seconds: float, cost: Callable[[Option], int]) -> Found:
        """The plan of the least cost: `cost` of changing each option."""
        costs = {}
        for option in self.problem.options:
            costs[self.column[option.pair]] = -cost(option) if option.planned else cost(option)
        return self._run(costs, seconds)

    def without_all_of(self, plan: Plan) -> None:
        """Henceforth at least one of the people whom `plan` changes is left as he is."""
        touched = people(plan ^ self.problem.now)
        columns = []
        for person in sorted(touched):
            column = self._solver.getNumCol()
            self._solver.addCol(0, 0, 1, 0, [], [])
            for option in self.problem.options:
                if option.person == person:
                    sign = 1 if option.planned else -1  # the column is at least whether the option is changed
                    least = 1 if option.planned else 0
                    self._solver.addRow(least, _INFINITE, 2, [column, self.column[option.pair]], [1, sign])
            columns.append(column)
        self._solver.addRow(-_INFINITE, len(columns) - 1, len(columns), columns, [1] * len(columns))

    def _add_column(self, upper: float = 1) -> int:
        self._uppers.append(upper)
        return len(self._uppers) - 1

    def _add_row(self, terms: Terms | list[int], least: float, most: float) -> int:
        self._rows.append((least, most, dict.fromkeys(terms, 1) if isinstance(terms, list) else terms))
        return len(self._rows) - 1

    def _count_changes(self) -> list[int]:
        """A column for each person: the larger of the number of places gained and lost."""
        by_person = defaultdict(list)
        for option in self.problem.options:
            by_person[option.person].append(option)
        counts = []
        for options in by_person.values():
            count = self._add_column(_INFINITE)
            gained = [self.column[option.pair] for option in options if not option.planned]
            lost = [self.column[option.pair] for option in options if option.planned]
            self._add_row({count: 1, **dict.fromkeys(gained, -1)}, 0, _INFINITE)
            if lost:
                self._add_row({count: 1, **dict.fromkeys(lost, 1)}, len(lost), _INFINITE)
            counts.append(count)
        return counts

    def _aim(self, aim: Aim) -> list[int]:
        """The rows of an aim; returns the columns that say how many people it is short of, at first none."""
        hits, known = self._counted(aim)
        slacks = []
        for bound, sign in ((aim.low, 1), (aim.high, -1)):
            if bound is None:
                continue
            slacks.append(self._add_column(0))
            terms: Terms = defaultdict(int)
            _add(terms, hits, sign * bound.denominator)
            _add(terms, known, -sign * bound.numerator)
            terms[slacks[-1]] = bound.denominator
            fixed = sign * (bound.denominator * aim.fixed.hit - bound.numerator * aim.fixed.known)
            self._add_row(terms, -fixed, _INFINITE)
        if self.problem.present[aim.code].known and not aim.fixed.known:
            slacks.append(self._add_column(0))
            self._add_row({**known, slacks[-1]: 1}, 1, _INFINITE)
        return slacks

    def _counted(self, aim: Aim) -> tuple[Terms, Terms]:
        """Sums of the people who count and of those known, counted once in each unit."""
        asked: dict[tuple[int, int], list[Option]] = defaultdict(list)
        for option in self.problem.options:
            if aim.code in option.facts:
                asked[self.problem.by_place[option.place].unit, option.person].append(option)
        hits: Terms = defaultdict(int)
        known: Terms = defaultdict(int)
        for options in asked.values():
            anyhow = self._any(options)
            doubted = self._any(one for one in options if one.facts[aim.code] is not True)
            denied = self._any(one for one in options if one.facts[aim.code] is False)
            for terms in (hits, known):  # who is in it anyhow, and is neither denied nor unknown
                _add(terms, anyhow, 1)
                _add(terms, doubted, -1)
            _add(known, denied, 1)
        return hits, known

    def _any(self, options: Iterable[Option]) -> Terms:
        """Whether any of the options holds: nothing, the option itself, or a column of its own."""
        pairs = frozenset(option.pair for option in options)
        columns = [self.column[pair] for pair in sorted(pairs)]
        if len(columns) < 2:
            return dict.fromkeys(columns, 1)
        if pairs not in self._ors:
            self._ors[pairs] = whether = self._add_column()
            self._add_row({**dict.fromkeys(columns, 1), whether: -1}, 0, _INFINITE)
            for column in columns:
                self._add_row({whether: 1, column: -1}, 0, _INFINITE)
        return {self._ors[pairs]: 1}

    def _crowds(self) -> None:
        by_place, by_level = defaultdict(list), defaultdict(list)
        for option in self.problem.options:
            column = self.column[option.pair]
            by_place[option.place].append(column)
            by_level[option.person, self.problem.by_place[option.place].level].append(column)
        for place in self.problem.places:
            least, most = self.problem.room(place)
            self._add_row(by_place[place.pk], least, _or_infinite(most))
        for (person, level), columns in by_level.items():
            allowed = self.problem.titles_allowed(person, level)
            if allowed is not None and len(columns) > allowed:
                self._add_row(columns, -_INFINITE, allowed)

    def _wishes(self) -> None:
        for wish in self.problem.must:
            self._add_row([column for pair, column in self.column.items() if wish.of(pair)], 1, _INFINITE)
        for wish in self.problem.must_not:
            self._add_row([column for pair, column in self.column.items() if wish.of(pair)], -_INFINITE, 0)

    def _built(self):
        import highspy  # half a second and a numeric library, for those processes alone that solve something

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self._uppers), len(self._rows)
        lp.col_cost_ = [0.0] * len(self._uppers)
        lp.col_lower_, lp.col_upper_ = [0.0] * len(self._uppers), self._uppers
        lp.row_lower_ = [least for least, _most, _terms in self._rows]
        lp.row_upper_ = [most for _least, most, _terms in self._rows]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        entries = [[(column, value) for column, value in terms.items() if value] for *_bounds, terms in self._rows]
        starts = [0]
        for row in entries:
            starts.append(starts[-1] + len(row))
        lp.a_matrix_.start_ = starts
        lp.a_matrix_.index_ = [column for row in entries for column, _value in row]
        lp.a_matrix_.value_ = [float(value) for row in entries for _column, value in row]
        whole, any_number = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        slacks = {slack for columns in self._slacks.values() for slack in columns}
        options = set(self.column.values())
        lp.integrality_ = [
            whole if column in options or column in slacks else any_number for column in range(len(self._uppers))
        ]
        solver = highspy._Highs()  # its wrapper, which formulates models, greets on standard output
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.passModel(lp)
        return solver

    def _run(self, costs: Mapping[int, float], seconds: float) -> Found:
        import highspy

        solver = self._solver
        number = solver.getNumCol()
        solver.changeColsCost(number, range(number), [float(costs.get(column, 0)) for column in range(number)])
        solver.setOptionValue("time_limit", max(seconds, 0.01))
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        proved = status != highspy.HighsModelStatus.kTimeLimit
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Found(None, proved, info.mip_dual_bound)
        values = solver.getSolution().col_value
        chosen = frozenset(pair for pair, column in self.column.items() if values[column] > 0.5)
        return Found(chosen, proved, info.mip_dual_bound)


def _add(terms: Terms, more: Mapping[int, int], factor: int) -> None:
    for column, value in more.items():
        terms[column] += factor * value


def _or_infinite(number: int | Fraction | None) -> float:
    return _INFINITE if number is None else number
