"""The VBA of the add-in for Excel on Windows, from the registry of functions.

Each function becomes a Public Function that hands its arguments to the bridge (bridge.bas), which asks Python and turns
texts such as #NUM! into errors. VBA source is kept in a code page, so all of it is ASCII; other characters are written as ChrW.
"""

from __future__ import annotations

from pathlib import Path

from ...cells.declaration import Declaration, Parameter
from ...cells.errors import error_from_com
from ...functions import DECLARATIONS
from ...version import __version__

LONGEST_LINE = 1023
"""VBA's limit for a line of source."""
LONGEST_HELP = 255
"""Excel's limit for the text that describes a function or an argument."""

_COM_NUMBERS_START = -2146828288
"""What COM adds to the number that CVErr takes: CVErr(2007) is -2146826281, #DIV/0!."""


def in_addin() -> dict[str, str]:
    """The modules of the add-in by name."""
    return {**in_workbook(), "ClvRibbon": _text("ribbon.bas")}


def in_workbook() -> dict[str, str]:
    """The modules of a workbook with the functions inside, by name."""
    return {"ClvFunctions": functions_module(), "ClvBridge": bridge_module(), "ClvMacros": macros_module()}


def functions_module() -> str:
    """A Public Function for each function; nothing else in this module, since Excel lists what is in it."""
    return "\n".join(["Option Explicit", *(_function(declaration) for declaration in DECLARATIONS)])


def bridge_module() -> str:
    """The way to Python, with the version that must answer there and the errors that a text can spell."""
    cases = [f"        Case {_quoted(text)}: ClvErrorOrText = CVErr({number})" for text, number in error_numbers().items()]
    return _text("bridge.bas").replace("{version}", __version__).replace("{errors}", "\n".join(cases))


def macros_module() -> str:
    """What runs beside the cells, with the help of every function."""
    return _text("macros.bas").replace("{descriptions}", "\n".join(map(_description, DECLARATIONS)))


def ribbon_xml() -> str:
    """The buttons of the ribbon."""
    return _text("ribbon.xml")


def error_numbers() -> dict[str, int]:
    """The text of each error that Excel has a number for, and the number as CVErr takes it."""
    found = ((error_from_com(_COM_NUMBERS_START + number), number) for number in range(2000, 2100))
    return {error.value: number for error, number in found if error}


def parameter_names(declaration: Declaration) -> list[str]:
    """The parameters as VBA calls them. VBA spells a name one way in the whole project, so none may be that of a function."""
    functions = {one.name.lower() for one in DECLARATIONS}
    return [f"{p.name}_value" if p.name.lower() in functions else p.name for p in declaration.parameters]


def _function(declaration: Declaration) -> str:
    names = parameter_names(declaration)
    heads = ", ".join(_head(p, name) for p, name in zip(declaration.parameters, names))
    lines = ["", f"Public Function {declaration.name}({heads}) As Variant"]
    if declaration.parameters[-1].repeats:
        lines += _collected(names)
        given = "given"
    else:
        lines += [f"    If IsMissing({name}) Then {name} = Empty" for p, name in zip(declaration.parameters, names) if not p.required]
        given = f"Array({', '.join(names)})"
    return "\n".join([*lines, f'    {declaration.name} = ClvAsk("{declaration.name}", {given})', "End Function"])


def _head(parameter: Parameter, name: str) -> str:
    if parameter.repeats:
        return f"ParamArray {name}() As Variant"
    return f"{'' if parameter.required else 'Optional '}ByVal {name} As Variant"


def _collected(names: list[str]) -> list[str]:
    """The lines that put all arguments into one array, where the last parameter stands for as many as are given."""
    *first, rest = names
    return [
        "    Dim given() As Variant, n As Long",
        f"    ReDim given(0 To {len(first)} + UBound({rest}))",
        *(f"    given({n}) = ClvPlain({name})" for n, name in enumerate(first)),
        f"    For n = 0 To UBound({rest})",
        f"        given({len(first)} + n) = ClvPlain({rest}(n))",
        "    Next n",
    ]


def _description(declaration: Declaration) -> str:
    texts = [parameter.help for parameter in declaration.parameters]
    return "\n".join(
        [
            f"    ReDim help(0 To {len(texts) - 1})",
            *(f"    help({n}) = {_quoted(text[:LONGEST_HELP])}" for n, text in enumerate(texts)),
            f'    ClvDescribe "{declaration.name}", {_quoted(declaration.summary[:LONGEST_HELP])}, help',
        ]
    )


def _quoted(text: str) -> str:
    """A text as VBA writes it, in ASCII: each other character as ChrW of its UTF-16 units."""
    pieces: list[str] = []
    plain = ""
    for character in text:
        if " " <= character <= "~":
            plain += '""' if character == '"' else character
            continue
        units = character.encode("utf-16-le")
        pieces += [f'"{plain}"'] if plain else []
        pieces += [f"ChrW({int.from_bytes(units[n : n + 2], 'little')})" for n in range(0, len(units), 2)]
        plain = ""
    return " & ".join([*pieces, f'"{plain}"'] if plain or not pieces else pieces)


def _text(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="ascii")
