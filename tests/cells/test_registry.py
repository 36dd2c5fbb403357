"""One declaration per function: the sanity of the whole registry."""

from __future__ import annotations

import inspect
import keyword
import re
import subprocess
import sys

import pytest

from clv_xl import functions
from clv_xl.cells.arguments import Money
from clv_xl.cells.declaration import MOST_REPEATED, Declaration, read_declaration
from clv_xl.cells.registry import excel_function
from clv_xl.functions import DECLARATIONS, FAMILIES, REGISTRY

every_function = pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda d: d.name)

FIXED_NAMES = {"CLV", "CHURN_CLV", "CLV_CAC_RATIO", "SEGMENT_CLV"}
VBA_WORDS = set(
    """and as boolean byref byte byval call case class const currency date debug decimal declare dim do double each else elseif
    empty end enum erase error event exit false for friend function get gosub goto if implements in integer is let like line lock
    long longlong loop lset me mod name new next not nothing null object on open option optional or output paramarray preserve
    print private property public put raiseevent redim rem resume return rset select set single static step stop string sub then
    to true type typeof until variant wend while with withevents write xor""".split()  # noqa: SIM905
)


@every_function
def test_the_declaration_is_whole(declaration: Declaration) -> None:
    assert declaration.summary.endswith(".") and len(declaration.summary) <= 255
    assert declaration.errors and declaration.source and declaration.examples
    assert declaration.family in FAMILIES
    assert len(declaration.parameters) <= MOST_REPEATED
    for parameter in declaration.parameters:
        assert 10 <= len(parameter.help) <= 255, parameter.name
        assert parameter.argument.unit, parameter.name


@every_function
def test_names_that_excel_vba_and_python_allow(declaration: Declaration) -> None:
    assert declaration.name in FIXED_NAMES or declaration.name.startswith("CLV_")
    assert not re.fullmatch(r"[A-Z]{1,3}[0-9]+|R[0-9]*C[0-9]*", declaration.name), "a cell address"
    for parameter in declaration.parameters:
        assert parameter.name.lower() not in VBA_WORDS and not keyword.iskeyword(parameter.name), parameter.name
        assert not re.fullmatch(r"[a-z]{1,3}[0-9]+|r[0-9]*c[0-9]*", parameter.name), parameter.name
    required = [p.required for p in declaration.parameters]
    assert required == sorted(required, reverse=True), "optional arguments come last"


def test_names_differ_in_more_than_case() -> None:
    assert len({name.lower() for name in REGISTRY}) == len(REGISTRY) == len(DECLARATIONS)


def test_the_package_offers_what_the_registry_holds() -> None:
    assert set(REGISTRY) < set(functions.__all__) == set(dir(functions))
    for name, declaration in REGISTRY.items():
        assert inspect.isfunction(declaration.function) and declaration.function.__doc__
        assert getattr(functions, name) is getattr(sys.modules[declaration.body.__module__], name) is declaration.function


def test_a_declaration_that_cannot_be_says_why() -> None:
    def CLV(value: Money) -> Money:
        """One line.

        Args:
            value: Money of a customer.
        """
        return value

    with pytest.raises(TypeError, match=r"CLV is declared twice: in clv_xl\.functions\.averages\.value and in "):
        excel_function(family="Value")(CLV)
    CLV.__name__ = "CLV_NEW"
    with pytest.raises(TypeError, match="CLV_NEW: there is no family Worth"):
        excel_function(family="Worth")(CLV)  # type: ignore[arg-type]
    assert "CLV_NEW" not in REGISTRY


def test_a_closed_form_states_its_native_formula_in_its_own_parameters() -> None:
    for declaration in DECLARATIONS:
        words = set(re.findall(r"[a-z_]{2,}", re.sub(r'"[^"]*"', "", declaration.native)))
        assert bool(declaration.native) == declaration.is_by_cell, declaration.name
        assert not declaration.native or declaration.examples[0].call.startswith(f"{declaration.name}("), "the live example is a plain call"
        assert words <= {p.name for p in declaration.parameters}, declaration.name


def test_a_parameter_without_help_or_type_is_refused() -> None:
    def UNEXPLAINED(value: float) -> float:
        """One line."""
        return value

    with pytest.raises(TypeError, match="value needs one type"):
        read_declaration(UNEXPLAINED, "Value")


def test_functions_load_nothing_heavy() -> None:
    code = (
        "import sys, clv_xl.functions; print([m for m in ('pandas','numpy','scipy','narwhals','openpyxl','xlwings') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
