"""The templates: what filling and recalculating need to know of each, where the ready-made ones are, and from which a workbook was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..formulas.spelling import PREFIXES
from ..sample import SAMPLES, Sample
from ..sources.columns import fields
from ..words import LANGUAGES
from ..xlsx.saving import WorkbookError
from .inputs import calculator, segments, subscriptions, transactions
from .inputs.input import Blocks, Input

TEMPLATE_VERSION = 2
"""Counts up with every release: a workbook with a lower one gets today's pages (versions/upgrading.py)."""

_HERE = Path(__file__).resolve().parent.parent
_FOLDERS = (_HERE / "workbook_templates", _HERE.parent / "workbook_templates")
"""Beside the package's modules where it is installed, beside the package in a checkout."""


@dataclass(frozen=True)
class Template:
    """What is known of a template without its pages."""

    blocks: Blocks
    """The inputs by heading, as they stand on the page Inputs."""
    samples: Mapping[str, Sample]
    """What shows it at work, by the word for the command line; the first is shown where none is named."""
    holds_sample: bool = False
    """Whether the first sample stands in the ready-made workbook, marked as such."""
    table: str = ""
    """The Excel Table that a person fills; none where the inputs are all."""

    @property
    def inputs(self) -> dict[str, Input]:
        return {field.name: field for fields in self.blocks.values() for field in fields}

    @property
    def sample(self) -> Mapping[str, Any]:
        """The values of inputs that the first sample has."""
        return next(iter(self.samples.values())).inputs


TEMPLATES: dict[str, Template] = {
    "calculator": Template(calculator.BLOCKS, SAMPLES["calculator"], holds_sample=True),
    "segments": Template(segments.BLOCKS, SAMPLES["segments"], table=fields.CUSTOMERS.table),
    "transactions": Template(transactions.BLOCKS, SAMPLES["transactions"], table=fields.ORDERS.table),
    "subscriptions": Template(subscriptions.BLOCKS, SAMPLES["subscriptions"], table=fields.SUBSCRIPTIONS.table),
}


def template_path(name: str, language: str = "en") -> Path:
    """The file of a ready-made template.

    Raises:
        WorkbookError: there is no such template; the text names those there are.
    """
    check_name(name, language)
    found = [folder / language / f"{name}.xlsx" for folder in _FOLDERS if (folder / language / f"{name}.xlsx").exists()]
    if not found:
        raise WorkbookError(f"{name}: the template is missing from the installation; install clv_xl again.")
    return found[0]


def check_name(name: str, language: str) -> None:
    """Refuse a template or a language that there is not."""
    if name not in TEMPLATES or language not in LANGUAGES:
        raise WorkbookError(
            f"{name} ({language}): there is no such template; "
            f"the templates are {', '.join(TEMPLATES)}, the languages {', '.join(LANGUAGES)}."
        )


# What a workbook says of itself in its names -----------------------------------------------------------------------------


def is_ours(names: Mapping[str, str]) -> bool:
    """Whether a workbook with these defined names was made from one of our templates."""
    return "template_name" in names


def template_of(names: Mapping[str, str]) -> str:
    """Which template a workbook with these defined names was made from; nothing where it is none of them."""
    name = names.get("template_name", "").strip('"')
    return name if name in TEMPLATES else ""


def language_of(names: Mapping[str, str]) -> str:
    """The language of a workbook with these defined names: English where it does not say."""
    return names.get("template_language", "").strip('"') or "en"


def host_of(names: Mapping[str, str]) -> str:
    """The host that a workbook with these defined names is for: xlwings Lite where it does not say."""
    host = names.get("template_host", "").strip('"')
    return host if host in PREFIXES else "lite"
