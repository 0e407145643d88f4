"""Reference data of every installation, the demo as well as a real one: code lists, titles, rules, targets, days."""

from anphu.kit import history
from anphu.kit.periods import FIRST_DAY, period
from anphu.seed import codelists, codes, datasubjects, law, rules, titles
from orgtree.choices import Confidence
from orgtree.models import (
    CodeEntry,
    DossierParameter,
    EthnicGroup,
    ExternalCode,
    Holiday,
    Religion,
    RightsDeadline,
    Title,
    TitleStandard,
)
from planning.models import RuleParameter, Target, Term

__all__ = ["load_reference", "seeded_deadlines"]


def load_reference() -> int:
    """Write what is missing and return how many rows that were. What is there stays as administrators left it."""
    with history.acting(actor=None, verb="seed", reason="Dữ liệu nền của mọi bản cài đặt"):
        return sum(
            [
                _codelists(),
                _codes(),
                _titles(),
                _standards(),
                _parameters(),
                _targets(),
                _terms(),
                rules.load(),
                _deadlines(),
                _dossier_numbers(),
                _missing(
                    Holiday, "day", {day: Holiday(day=day, name=name) for day, name in datasubjects.HOLIDAYS.items()}
                ),
            ]
        )


def _codelists() -> int:
    census = codelists.CENSUS_CODES
    groups = {
        f"{number:02d}": EthnicGroup(code=f"{number:02d}", name=name, census_code=census.get(name, ""))
        for number, name in enumerate(codelists.ETHNIC_GROUPS, 1)
    }
    religions = {code: Religion(code=code, name=name) for code, name in codelists.RELIGIONS.items()}
    return _missing(EthnicGroup, "code", groups) + _missing(Religion, "code", religions)


def _codes() -> int:
    """Entries that are missing, with their external codes; an entry that is there keeps those that it has."""
    known = set(CodeEntry.objects.values_list("scheme", "code"))
    missing = [
        (rank, scheme, seed)
        for scheme, entries in codes.SCHEMES.items()
        for rank, seed in enumerate(entries, 1)
        if (scheme, seed.code) not in known
    ]
    rows = CodeEntry.objects.bulk_create(
        CodeEntry(
            scheme=scheme,
            code=seed.code,
            name=seed.name,
            rank=rank,
            confidence=seed.confidence,
            period=period(FIRST_DAY),
        )
        for rank, scheme, seed in missing
    )
    external = [
        ExternalCode(entry=row, system=system, code=code)
        for row, (_, _, seed) in zip(rows, missing, strict=True)
        for system, code in seed.known_as.items()
    ]
    return len(rows) + len(ExternalCode.objects.bulk_create(external))


def seeded_deadlines() -> list[RightsDeadline]:
    """Deadlines of data-subject requests, not written yet."""
    return [
        RightsDeadline(
            kind=seed.kind,
            acknowledge_days=seed.acknowledge,
            answer_days=seed.answer,
            extension_days=seed.extension,
            since=seed.since,
            basis=seed.basis,
            confidence=seed.confidence,
        )
        for seed in datasubjects.DEADLINES
    ]


def _deadlines() -> int:
    known = set(RightsDeadline.objects.values_list("kind", "since"))
    rows = [row for row in seeded_deadlines() if (row.kind, row.since) not in known]
    return len(RightsDeadline.objects.bulk_create(rows))


def _dossier_numbers() -> int:
    known = set(DossierParameter.objects.values_list("key", flat=True))
    rows = [
        DossierParameter(
            key=seed.key, value=seed.value, period=period(seed.first), basis=seed.basis, confidence=seed.confidence
        )
        for seed in law.DOSSIER_NUMBERS
        if seed.key not in known
    ]
    return len(DossierParameter.objects.bulk_create(rows))


def _titles() -> int:
    fields = ("code", "name", "level", "side", "rank", "seat", "is_head", "is_key_leader", "is_commune_cadre")
    rows = {seed.code: Title(**{field: getattr(seed, field) for field in fields}) for seed in titles.TITLES}
    return _missing(Title, "code", rows)


def _standards() -> int:
    """Only for titles that have no standard at all: a dated list that somebody keeps is not ours to complete."""
    bare = dict(Title.objects.filter(standards=None).values_list("code", "pk"))
    rows = [
        TitleStandard(
            title_id=bare[seed.code],
            min_education=seed.standard[0],
            min_theory=seed.standard[1],
            min_state_management=seed.standard[2],
            period=period(law.BEGINNING),
            basis=titles.STANDARD_BASIS,
            confidence=Confidence.UNVERIFIED,
        )
        for seed in titles.TITLES
        if seed.standard and seed.code in bare
    ]
    return len(TitleStandard.objects.bulk_create(rows))


def _parameters() -> int:
    known = set(RuleParameter.objects.values_list("key", flat=True))
    rows = [
        RuleParameter(
            key=seed.key,
            label=seed.label,
            value=seed.value,
            divisor=seed.divisor,
            measure=seed.measure,
            period=period(seed.first, seed.end),
            basis=seed.basis,
            confidence=seed.confidence,
        )
        for seed in law.PARAMETERS
        if seed.key not in known
    ]
    return len(RuleParameter.objects.bulk_create(rows))


def _targets() -> int:
    known = set(Target.objects.values_list("indicator", "year"))
    fields = ("indicator", "year", "low", "high", "parameter", "wording", "basis", "confidence")
    rows = [
        Target(**{field: getattr(seed, field) for field in fields})
        for seed in law.TARGETS
        if (seed.indicator, seed.year) not in known
    ]
    return len(Target.objects.bulk_create(rows))


def _terms() -> int:
    rows = {
        code: Term(code=code, name=f"Nhiệm kỳ {code.replace('-', ' - ')}", period=period(*days))
        for code, days in law.TERMS.items()
    }
    return _missing(Term, "code", rows)


def _missing(model, key: str, rows: dict) -> int:
    known = set(model.objects.values_list(key, flat=True))
    return len(model.objects.bulk_create([row for value, row in rows.items() if value not in known]))
