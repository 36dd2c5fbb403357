"""A sample in the language of a workbook: what stands on Inputs, and the list."""

from __future__ import annotations

from typing import Any

from ..sample import Sample
from ..sources.opening.frames import NamedFrame
from ..xlsx.saving import WorkbookError
from .inputs.input import CURRENCY, default_in
from .templates import TEMPLATES
from .translation import in_language


def sample_of(template: str, name: str | None = None) -> Sample:
    """A sample of a template; the first where no name is given.

    Raises:
        WorkbookError: the template has no such sample; the text names those it has.
    """
    samples = TEMPLATES[template].samples
    if name is None:
        return next(iter(samples.values()))
    if name not in samples:
        raise WorkbookError(f"{name}: the demo of {template} has no such data; it has {' and '.join(samples)}.")
    return samples[name]


def inputs_in(sample: Sample, language: str) -> dict[str, Any]:
    """The values of inputs, with texts in a language."""
    given = {CURRENCY.name: default_in(CURRENCY, language), **sample.inputs}
    return {name: in_language(value, language) for name, value in given.items()}


def list_in(sample: Sample, language: str) -> NamedFrame | None:
    """The list with its words in a language, as `fill` takes it; none where the inputs are all. Its name is said by the page."""
    if sample.columns is None:
        return None
    import pandas as pd  # takes a while to load

    said = {word: in_language(word, language) for word in sample.words}
    columns = {heading: [said.get(cell, cell) for cell in cells] for heading, cells in sample.columns().items()}
    return NamedFrame(pd.DataFrame(columns), sample.name)
