"""The extension for LibreOffice Calc, made from the registry of functions.

`functions.idl` gives LibreOffice the types (it reads the plain text), `CalcAddIns.xcu` the names and the help of the function
wizard, `worker.json` which Python to start.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from ...cells.declaration import Declaration
from ...functions import DECLARATIONS
from ...version import __version__

FILE = "clv_xl.oxt"
IDENTIFIER = "org.clvxl"
SERVICE = f"{IDENTIFIER}.Functions"


def make_oxt(python: str = sys.executable) -> bytes:
    """The extension for a Python program, which answers its functions; by default the one that runs this."""
    settings = {
        "python": python,
        "version": __version__,
        "service": SERVICE,
        "implementation": f"{SERVICE}.python",
        "functions": [declaration.name for declaration in DECLARATIONS],
        "words": [d.name for d in DECLARATIONS if _answers(d) == "any"],
        "sentences": [d.name for d in DECLARATIONS if d.is_raw],
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("META-INF/manifest.xml", _MANIFEST)
        package.writestr("description.xml", _DESCRIPTION)
        package.writestr("functions.idl", _idl())
        package.writestr("CalcAddIns.xcu", _help())
        package.writestr("functions.components", _COMPONENTS)
        package.writestr("functions.py", Path(__file__).with_name("addin.py").read_text(encoding="utf-8"))
        package.writestr("worker.json", json.dumps(settings, indent=1))
    return data.getvalue()


def _parameters(declaration: Declaration) -> Iterator[tuple[str, str, str, bool]]:
    """Each argument: its name among LibreOffice's types, its name and help in the wizard, and whether it is required."""
    for parameter in declaration.parameters:
        first, *words = parameter.name.split("_")
        plain = "".join([first, *map(str.capitalize, words)])
        if not parameter.repeats:
            yield plain, parameter.name, parameter.help, parameter.required
            continue
        for number in range(1, declaration.most_arguments - len(declaration.parameters) + 2):
            yield f"{plain}{number}", f"{parameter.name} {number}", parameter.help, False


def _answers(declaration: Declaration) -> str:
    """LibreOffice's type of the answer: rows of cells, a single one included, because PyUNO cannot say of an `any` that it holds rows.

    LibreOffice 7.4 does not find a text in rows of `any` equal to the same text elsewhere (`=A1="within"` is FALSE). So sentences come
    as rows of texts, which cannot hold an error, and words that may be an error as a single `any`. Tables have no such way out.
    """
    if declaration.is_raw:
        return "sequence< sequence< string > >"
    return "any" if declaration.is_by_cell and declaration.answer is None else "sequence< sequence< any > >"


def _idl() -> str:
    """An optional argument is an `any`; a required one comes as rows of cells, and LibreOffice insists on it."""
    lines = []
    for declaration in DECLARATIONS:
        types = ", ".join(
            f"[in] {'sequence< sequence< any > >' if required else 'any'} {name}" for name, _, _, required in _parameters(declaration)
        )
        lines.append(f"{_answers(declaration)} {declaration.name}({types});")
    return "module org { module clvxl { interface XFunctions {\n" + "\n".join(lines) + "\n}; }; };\n"


def _help() -> str:
    functions = []
    for d in DECLARATIONS:
        nodes = [_node(name, _text("DisplayName", shown) + _text("Description", text)) for name, shown, text, _ in _parameters(d)]
        inner = [_text("DisplayName", d.name), _text("Description", d.summary), _text("CompatibilityName", d.name)]
        inner += ['<prop oor:name="Category"><value>Add-In</value></prop>', f'<node oor:name="Parameters">{"".join(nodes)}</node>']
        functions.append(_node(d.name, "".join(inner)))
    return _ADDINS.format(functions=_node(SERVICE, '<node oor:name="AddInFunctions">' + "\n".join(functions) + "</node>"))


def _node(name: str, inner: str) -> str:
    return f'<node oor:name={quoteattr(name)} oor:op="replace">{inner}</node>'


def _text(name: str, text: str) -> str:
    return f'<prop oor:name="{name}"><value xml:lang="en-US">{escape(text)}</value></prop>'


_ADDINS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 oor:name="CalcAddIns" oor:package="org.openoffice.Office"><node oor:name="AddInInfo">
{functions}
</node></oor:component-data>
"""
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">
<manifest:file-entry manifest:media-type="application/vnd.sun.star.uno-typelibrary;type=RDB" manifest:full-path="functions.idl"/>
<manifest:file-entry manifest:media-type="application/vnd.sun.star.uno-components" manifest:full-path="functions.components"/>
<manifest:file-entry manifest:media-type="application/vnd.sun.star.configuration-data" manifest:full-path="CalcAddIns.xcu"/>
</manifest:manifest>
"""
_COMPONENTS = f"""<?xml version="1.0" encoding="UTF-8"?>
<components xmlns="http://openoffice.org/2010/uno-components">
<component loader="com.sun.star.loader.Python" uri="./functions.py">
<implementation name="{SERVICE}.python"><service name="{SERVICE}"/></implementation>
</component>
</components>
"""
_DESCRIPTION = f"""<?xml version="1.0" encoding="UTF-8"?>
<description xmlns="http://openoffice.org/extensions/description/2006">
<identifier value="{IDENTIFIER}"/>
<version value="{__version__}"/>
<display-name><name lang="en">clv_xl: Customer Lifetime Value</name></display-name>
</description>
"""
