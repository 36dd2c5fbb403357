"""Our generated VBA run by LibreOffice's Basic, which understands VBA, with stand-ins for what only Excel and xlwings have.

Real: ClvFunctions and ClvBridge as they are generated, CVErr, IsMissing, ParamArray, error handling. Stand-ins: xlwings' module (XLPy
answers with an object whose CallUDF is given by the test), a range (an object with Areas, Value and Value2), and the
workbook in front. Basic cannot have a method called Call, so the bridge is given another name for it.
"""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from clv_xl.hosts.windows import vba

from . import libreoffice as lo

TIMEOUT = 60
_VBA = "Option VBASupport 1\n"

_XLWINGS = """
Option Explicit
Public Const PROJECT_NAME As String = "clv_xl"
Public Const ThisBook As String = "this"
Public FrontBook As String
Public Starts As Long
Public Function XLPy() As Object
  Starts = Starts + 1
  If FrontBook = "no python" Then Err.Raise 1000, "xlwings", "Could not load the library"
  Set XLPy = New ServerStandIn
End Function
Public Function SheetExists(book, name) As Boolean
  SheetExists = (FrontBook = "foreign")
End Function
Public Function FileExists(path) As Boolean
End Function
Public Function GetDirectoryConfigFilePath() As String
End Function
"""

_SERVER = """
Option ClassModule
Option Explicit
Private Broken As Boolean
Public Function Str(content)
  If Broken Then Err.Raise 462, "Windows", "The remote server machine does not exist"
  Str = content
End Function
Public Function Module(name)
  If FrontBook = "no package" Then Err.Raise 1001, "Python", "ModuleNotFoundError"
  Module = name
End Function
Public Function AskModule(name, task)
  AskModule = IIf(FrontBook = "old package", "0.0.1", "{version}")
End Function
Public Function CallUDF(script, name, given)
  If given(0) = "die" And Starts < 2 Then
    Broken = True
    Err.Raise 462, "Windows", "The remote server machine does not exist"
  End If
  CallUDF = Answer(script, name, given)
End Function
"""

_AREA = """
Option ClassModule
Option Explicit
Public Areas As Object
Public Count As Long
Public From1904 As Boolean
Public Function Worksheet() As Object
  Set Worksheet = Me
End Function
Public Function Parent() As Object
  Set Parent = Me
End Function
Public Function Date1904() As Boolean
  Date1904 = From1904
End Function
Public Function Value()
  Value = "value"
End Function
Public Function Value2()
  Value2 = "value2"
End Function
"""

_MAIN = """
Dim Channel As Integer
Sub Main
  Channel = FreeFile
  Open "{path}" For Output As #Channel
  On Error GoTo Broken
{calls}
Done:
  Close #Channel
  StarDesktop.terminate()
  Exit Sub
Broken:
  Print #Channel, "stopped: " & Err.Number & " " & Err.Description
  Resume Done
End Sub
Sub Show(ByVal found)
  Dim i, j, wide
  On Error GoTo Flat
  If Not IsArray(found) Then
    Print #Channel, Cell(found)
    Exit Sub
  End If
  wide = UBound(found, 2)
  For i = LBound(found, 1) To UBound(found, 1)
    For j = LBound(found, 2) To UBound(found, 2)
      Print #Channel, Cell(found(i, j)) & "|";
    Next j
    Print #Channel, "/";
  Next i
  Print #Channel, ""
  Exit Sub
Flat:
  Resume AsRow
AsRow:
  For i = LBound(found) To UBound(found)
    Print #Channel, Cell(found(i)) & "|";
  Next i
  Print #Channel, ""
End Sub
Function Cell(ByVal content) As String
  Cell = TypeName(content) & ":" & CStr(content)
End Function
Function WhyNot() As String
  On Error GoTo Failed
  ClvStart
  Exit Function
Failed:
  WhyNot = Err.Description
End Function
Function Area(ByVal areas As Long, ByVal from1904 As Boolean) As Object
  Dim made As Object
  Set made = New AreaStandIn
  made.Count = areas
  made.From1904 = from1904
  Set made.Areas = made
  Set Area = made
End Function
"""


def show(folder: Path, calls: list[str], answer: str) -> list[str]:
    """What each call gives: lines of Basic that call Show, and the body of ``Function Answer(script, name, given)``."""
    profile = lo.make_profile(folder / "profile", with_functions=True)
    basic = profile / "user" / "basic" / "Standard"
    output = folder / "shown.txt"
    lines = "\n".join(f"  {call}" for call in calls)
    modules = {
        "ClvFunctions": vba.functions_module(),
        "ClvBridge": _for_basic(vba.bridge_module()),
        "xlwings": _XLWINGS,
        "ServerStandIn": _SERVER.replace("{version}", vba.__version__),
        "AreaStandIn": _AREA,
        "Tests": _MAIN.replace("{path}", str(output)).replace("{calls}", lines)
        + f"Function Answer(ByVal script, ByVal name, ByVal given)\n{answer}\nEnd Function\n",
    }
    for name, source in modules.items():
        text = lo._HEAD.replace('"clv"', f'"{name}"') + escape(_VBA + source) + "</script:module>"
        (basic / f"{name}.xba").write_text(text)
    elements = "".join(f'<library:element library:name="{name}"/>' for name in modules)
    (basic / "script.xlb").write_text(lo._LIBRARY.format(elements))
    _run(profile)
    assert output.exists(), "LibreOffice did not run the macro"
    return output.read_text(encoding="utf-8").splitlines()


def _for_basic(bridge: str) -> str:
    """The bridge with the stand-in for the workbook in front, and a name in place of Call."""
    for there, here in (("started.Call(", "started.AskModule("), ("Server.Call(", "Server.AskModule(")):
        assert there in bridge
        bridge = bridge.replace(there, here)
    bridge = bridge.replace("ActiveWorkbook Is Nothing", 'FrontBook = "none"')
    return bridge.replace("ActiveWorkbook Is ThisWorkbook", "FrontBook = ThisBook").replace("ActiveWorkbook", "FrontBook")


def _run(profile: Path) -> None:
    command = [lo.find_office(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "macro:///Standard.Tests.Main"]
    environment = {"PATH": os.defpath, "HOME": str(profile), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        process.communicate(timeout=TIMEOUT)
    except subprocess.TimeoutExpired:  # Basic shows a dialog where a module does not compile, and nobody presses its button
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise AssertionError("LibreOffice did not finish: a module does not compile, or a macro ran into an error") from None
