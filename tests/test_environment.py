"""environment.yml, pyproject.toml and constraints.txt say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((TOP / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
THIS_FOLDER = "--editable ."
FROM_PIP = next(entry["pip"] for entry in CONDA if isinstance(entry, dict))
"""What conda-forge does not have, and last this folder."""


def _conda_specifiers() -> dict[str, str]:
    plain = [Requirement(line) for line in [*CONDA, *FROM_PIP] if isinstance(line, str) and line != THIS_FOLDER]
    return {canonicalize_name(requirement.name): str(requirement.specifier) for requirement in plain}


def test_conda_environment_holds_each_dependency_with_the_same_bounds() -> None:
    expected = {canonicalize_name(r.name): str(r.specifier) for r in map(Requirement, PROJECT["dependencies"])}
    assert {name: bounds for name, bounds in _conda_specifiers().items() if name in expected} == expected


def test_conda_environment_holds_what_the_customer_named_and_this_folder() -> None:
    assert {"jupyterlab", "ipywidgets", "nbgrader", "matplotlib", "voila", "pytest"} <= set(_conda_specifiers())
    assert FROM_PIP[-1] == THIS_FOLDER
    assert _conda_specifiers()["python"] == PROJECT["requires-python"]


def test_constraints_pin_every_dependency_exactly_and_name_no_address() -> None:
    lines = [line for line in (TOP / "constraints.txt").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in lines)
    pinned = {canonicalize_name(line.split("==")[0]) for line in lines}
    named = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["tests"]
    assert {canonicalize_name(Requirement(line).name) for line in named} <= pinned
