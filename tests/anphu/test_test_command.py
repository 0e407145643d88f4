import pytest

from anphu.management.commands.test import order


@pytest.mark.parametrize("own", [["-n0"], ["-n", "4"], ["--numprocesses=1"], ["--pdb"], ["-p", "no:xdist"]])
def test_order_leaves_processes_to_who_names_them(own):
    assert order([*own, "tests/house"]) == [*own, "tests/house"]


def test_order_passes_everything_on():
    assert order(["-k", "tree", "-x"]) == ["-n", "3", "--dist", "loadgroup", "-k", "tree", "-x"]
