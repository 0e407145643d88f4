import os
from contextlib import nullcontext

import psycopg
import pytest
from django.core.management import CommandError, call_command

from anphu.bench import by_hand, conductor
from anphu.bench.figures import FIGURES, Figure
from planning.indicators import fill
from tests.world import TODAY


def test_line_tells_the_ratio_to_its_floor():
    line = Figure("list", 30.0, "ms", 20.0, queries=7, facts={"hits": 3}).line(people=9)

    assert line == {
        "name": "list", "value": 30.0, "unit": "ms", "floor": 20.0, "ratio": 1.5, "queries": 7, "people": 9, "hits": 3,
    }  # fmt: skip


def test_line_without_floor_has_no_ratio():
    assert Figure("memory", 90.0, "MB").line(people=9)["ratio"] is None


def test_unknown_figure_is_refused():
    with pytest.raises(CommandError, match="speed"):
        call_command("bench", "speed")


def test_measure_takes_each_size_once_and_compares_them(monkeypatch):
    taken = []

    def lines(environment, scale, names):
        taken.append((scale, names))
        yield {"name": "numbers", "value": 2.0 * scale}

    monkeypatch.setattr(conductor, "_lines", lines)
    monkeypatch.setattr(conductor, "_scratch", lambda url, scale: nullcontext(url))
    monkeypatch.setattr(conductor, "_servers", lambda: nullcontext({"DATABASE_URL": "postgresql:///x"}))

    told = list(conductor.measure(["refresh", "tree"]))

    assert taken == [(1, ["refresh", "tree"]), (11, ["refresh"])]
    assert told == [{"name": "numbers", "value": 2.0}, {"name": "numbers", "value": 22.0, "growth": 11.0}]


def test_scratch_database_is_there_and_then_gone():
    url = os.environ["DATABASE_URL"]
    with conductor._scratch(url, 7) as scratch, psycopg.connect(scratch) as connection:
        name = connection.info.dbname
        assert name.endswith("_bench_7")
    with psycopg.connect(url) as connection:
        assert not connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone()


def test_every_figure_is_made_somewhere():
    for figure in FIGURES.values():
        module, _, name = figure.maker.partition(":")
        assert hasattr(__import__(f"anphu.bench.{module}", fromlist=[name]), name)


def test_floor_by_hand_measures_the_same(world):
    assert fill.full(TODAY)
    by_hand.prepare()
    assert by_hand.run()
    assert by_hand.disagreements() == 0


def test_measure_at_one_size_takes_all_figures_there(monkeypatch):
    taken = []
    monkeypatch.setattr(conductor, "_lines", lambda environment, scale, names: taken.append((scale, names)) or ())
    monkeypatch.setattr(conductor, "_scratch", lambda url, scale: nullcontext(url))
    monkeypatch.setattr(conductor, "_servers", lambda: nullcontext({"DATABASE_URL": "postgresql:///x"}))

    assert list(conductor.measure(["change", "tree"], "country")) == []
    assert taken == [("country", ["change", "tree"])]
