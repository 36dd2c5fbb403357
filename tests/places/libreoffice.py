"""A real LibreOffice that knows our functions: a Basic function of each name calls a Python script, and the script asks
a worker process with this Python, so that LibreOffice's own Python needs none of our packages."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from clv_xl.functions import DECLARATIONS

TIMEOUT = 240

_SCRIPT = """
import json, subprocess
WORKER = None

def call(name, args):
    global WORKER
    if WORKER is None:
        WORKER = subprocess.Popen({command!r}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={{}}, cwd={cwd!r})
    WORKER.stdin.write(json.dumps([name, args]) + "\\n")
    WORKER.stdin.flush()
    answer = json.loads(WORKER.stdout.readline())
    return tuple(map(tuple, answer)) if isinstance(answer, list) else answer

g_exportedScripts = (call,)
"""

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="clv" script:language="StarBasic">'
)
_LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" '
    'library:passwordprotected="false">{}</library:library>'
)
_LIBRARIES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">\n'
    '<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/{}.xlb/" xlink:type="simple" library:link="false"/>'
    "</library:libraries>"
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
{recalculate}
</oor:items>
"""
_ALWAYS = (
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
    '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>'
)


def find_office() -> str:
    """The soffice command. A missing one is a failure, not a skip."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    assert found, "LibreOffice is missing: python install/test.py says how to get it (Debian: apt-get install libreoffice-calc-nogui)"
    return found


def make_profile(folder: Path, *, recalculates: bool = False, with_functions: bool = False) -> Path:
    """A fresh profile, of LibreOffice as it comes; or one that recalculates everything on load, or that has our functions by a
    script of Basic and recalculates with them."""
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS.format(recalculate=_ALWAYS if recalculates or with_functions else ""))
    if with_functions:
        scripts, basic = user / "Scripts" / "python", user / "basic" / "Standard"
        scripts.mkdir(parents=True)
        basic.mkdir(parents=True)
        worker = [sys.executable, "-m", "tests.places.worker"]
        (scripts / "clv_bridge.py").write_text(_SCRIPT.format(command=worker, cwd=str(Path(__file__).parents[2])))
        (basic / "clv.xba").write_text(_HEAD + escape(_basic()) + "</script:module>")
        (basic / "script.xlb").write_text(_LIBRARY.format('<library:element library:name="clv"/>'))
        (basic / "dialog.xlb").write_text(_LIBRARY.format(""))
        for kind in ("script", "dialog"):
            (user / "basic" / f"{kind}.xlc").write_text(_LIBRARIES.format(kind))
    return folder


@contextlib.contextmanager
def speaking(profile: Path, language: str) -> Iterator[None]:
    """With the LibreOffice of a profile writing numbers as a language does, such as "nl"."""
    _set_language(profile, language)
    try:
        yield
    finally:
        _set_language(profile, "en")


def _set_language(profile: Path, language: str) -> None:
    path = profile / "user" / "registrymodifications.xcu"
    locale = {"en": "en-US", "nl": "nl-NL", "de": "de-DE"}[language]
    item = (
        '<item oor:path="/org.openoffice.Setup/L10N">'
        f'<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item>'
    )
    others = re.sub(r'<item oor:path="/org.openoffice.Setup/L10N">.*?</item>', "", path.read_text(encoding="utf-8"))
    path.write_text(others.replace("</oor:items>", f"{item}</oor:items>"), encoding="utf-8")


def _basic() -> str:
    lines = [
        "Private Bridge As Object",
        "Function AskClv(name As String, args)",
        "  If IsNull(Bridge) Then",
        '    factory = createUnoService("com.sun.star.script.provider.MasterScriptProviderFactory")',
        '    Bridge = factory.createScriptProvider("").getScript("vnd.sun.star.script:clv_bridge.py$call?language=Python&location=user")',
        "  End If",
        "  answer = Bridge.invoke(Array(name, args), Array(), Array())",
        "  If Not IsArray(answer) Then",
        "    AskClv = answer",
        "    Exit Function",
        "  End If",
        "  rows = UBound(answer)",  # a script's rows are arrays in an array; a cell wants one of two dimensions
        "  columns = UBound(answer(0))",
        "  Dim cells(rows, columns)",
        "  For i = 0 To rows",
        "    row = answer(i)",
        "    For j = 0 To columns",
        "      cells(i, j) = row(j)",
        "    Next j",
        "  Next i",
        "  AskClv = cells",
        "End Function",
    ]
    for declaration in DECLARATIONS:
        names = [f"a{n}" for n in range(declaration.most_arguments)]
        needed = sum(p.required for p in declaration.parameters)
        heads = [name if n < needed else f"Optional {name}" for n, name in enumerate(names)]
        lines.append(f"Function {declaration.name}({', '.join(heads)})")
        lines += [f"  If IsMissing({name}) Then {name} = Empty" for name in names[needed:]]
        lines += [f'  {declaration.name} = AskClv("{declaration.name}", Array({", ".join(names)}))', "End Function"]
    return "\n".join(lines) + "\n"


def convert(profile: Path, source: Path, folder: Path, kind: str) -> Path:
    """The file converted by LibreOffice to another kind, after loading (and recalculating, where the profile says so)."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        find_office(),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        str(source),
    ]
    # LibreOffice's own Python looks for its library beside the first python3 on the path, and must not find another one.
    environment = {"PATH": os.defpath, "HOME": str(profile), "LANG": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, env=environment, stdin=subprocess.DEVNULL)
    result = folder / f"{source.stem}.{kind.partition(':')[0]}"
    assert result.exists(), f"LibreOffice made no {kind}: {done.stdout} {done.stderr}"
    return result
