"""What is installed is what the lock says, asked for by somebody, under a licence one may live with. No network.

Whether advisories are known of a package is asked by `python3 dev.py audit`, which needs one."""

from __future__ import annotations

import json
import re

import pytest

from tests.locks import LICENCES, ROOT, Pin, fits, installed, licence, pins, wanted

SHIP = LICENCES["ship"]
ALL = [*SHIP, *LICENCES["develop"]]
LOCKS = ("base", "dev", "peers", "audit")


def lock(name):
    return pins((ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_has_hashes(name):
    assert len(lock(name)) > 10
    assert [one for one in lock(name) if not any(held.startswith("sha256:") for held in one.hashes)] == []


def test_every_installed_package_is_in_the_lock_at_that_version():
    here = {(name, one.version) for name, one in installed().items()}
    assert len(here) > 50
    assert here - {(one.name, one.version) for one in lock("dev") if one.here} == set()


def test_what_sites_install_is_what_was_tested():
    base, dev = ({one for one in lock(name) if one.here} for name in ("base", "dev"))
    assert base - dev == set()


def test_nothing_is_installed_that_nobody_asks_for():
    assert set(installed()) - wanted() == set()


def test_every_licence_is_one_that_we_can_live_with():
    shipped = wanted(development=False)
    wrong = {
        name: licence(one)
        for name, one in installed().items()
        if not fits(licence(one), SHIP if name in shipped else ALL)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("said", "may"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", True),  # one may choose
        ("MIT AND GPL-3.0-only", False),
        ("(MIT OR GPL-3.0-only) AND BSD-3-Clause", True),
        ("(MIT AND SSPL-1.0) OR AGPL-3.0-only", False),
        ("Proprietary", False),
        ("", False),  # it says nothing
    ],
)
def test_licences(said, may):
    assert fits(said, SHIP) is may


LOCK = """One_Two==1.0 ; sys_platform == 'never' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via x
three==2
"""


def test_a_lock_is_read_as_pip_reads_it():
    assert pins(LOCK) == [Pin("one-two", "1.0", False, ("sha256:aa", "sha256:bb")), Pin("three", "2", True, ())]


# --- the scripts that other sites load ---


def test_the_tools_that_make_the_bundle_are_pinned_with_hashes_and_licences():
    own, *others = json.loads((ROOT / "web/package-lock.json").read_text())["packages"].items()
    assert own[0] == ""
    assert len(others) > 1
    for where, one in others:
        assert one["integrity"].startswith("sha512-"), where
        assert fits(one["license"], SHIP), where
    named = json.loads((ROOT / "web/package.json").read_text())
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in named["devDependencies"].values())
    assert "dependencies" not in named


def test_scripts_are_ours_alone():
    """Nothing of a package goes into a bundle: each import is a file beside it; static scripts import nothing."""
    for path in sorted((ROOT / "web").glob("*.js")):
        for name in re.findall(r"""(?:from|import)\s*\(?\s*["']([^"']+)["']""", path.read_text(encoding="utf-8")):
            assert name.startswith("./"), f"{path.name} imports {name}"
            assert (path.parent / name).exists(), f"{path.name} imports {name}"
    for path in sorted((ROOT / "onrecord/pages/static").glob("*.js")):
        assert not re.search(r"(?m)^\s*import\b", path.read_text(encoding="utf-8")), path.name
