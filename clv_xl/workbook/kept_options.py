"""How a workbook's data is read, kept in the workbook as a name for a text, which every program that saves workbooks keeps."""

from __future__ import annotations

import re

from ..sources.options import Options
from ..sources.settings import as_line, from_line, on_top
from ..xlsx.package import Package

NAME = "template_options"
_LONGEST = 250
"""Excel takes no longer text than 255 characters in a formula; longer ones are put together from pieces."""
_PIECE = re.compile(r'"((?:[^"]|"")*)"')


def with_kept(options: Options, package: Package) -> Options:
    """Options, and where they say nothing what the workbook keeps.

    Raises:
        OrderFileError: what is kept is no longer understood.
    """
    line = "".join(piece.replace('""', '"') for piece in _PIECE.findall(package.names.get(NAME, "")))
    return on_top(options, from_line(line, package.name)) if line else options


def keep(package: Package, options: Options) -> str:
    """Keep options for the next time. Returns them as they are typed."""
    line = as_line(options)
    pieces = [line[start : start + _LONGEST] for start in range(0, len(line), _LONGEST)] or [""]
    package.define({NAME: "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)})
    return line
