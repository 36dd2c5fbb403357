Option Explicit
Option Private Module

' The way from a cell to Python and back: xlwings' own UDF call, then texts such as #NUM! become Excel's errors.
' Python is started at the first call and asked for its clv_xl; a trouble is kept, so that a sheet full of formulas waits once.

Private Const BUILT_FOR As String = "{version}"
Private Const FIX As String = "Run: pip install -U clv_xl, then clv-xl install windows"
Private Const FUNCTIONS_IN As String = "clv_xl.udfs"
Private Const ENTRY As String = "clv_xl.macros"
Private Const VALUE_ERROR As Long = 2015

Private Server As Object
Private Trouble As String

Public Function ClvAsk(ByVal functionName As String, ByVal given As Variant) As Variant
    Dim n As Long
    On Error GoTo Failed
    For n = LBound(given) To UBound(given)
        given(n) = ClvPlain(given(n))
    Next n
    ClvAsk = ClvCells(ClvCall(functionName, given))
    Exit Function
Failed:
    ClvAsk = CVErr(VALUE_ERROR)
End Function

Private Function ClvCall(ByVal functionName As String, ByVal given As Variant) As Variant
    ClvStart
    On Error GoTo Failed
    ClvCall = Server.CallUDF(FUNCTIONS_IN, functionName, given)
    Exit Function
Failed:
    If ClvAlive() Then Err.Raise 1001, "clv_xl", "Python answered with an exception."
    Resume Again
Again:
    On Error GoTo 0
    ClvForget
    ClvStart
    ClvCall = Server.CallUDF(FUNCTIONS_IN, functionName, given)
End Function

' What a cell holds, without the cell; what was left out is blank. Value2 keeps every digit of an amount and gives days as
' numbers, which the functions read; a workbook that counts from 1904 hands over true dates instead.
Public Function ClvPlain(Optional ByVal cell As Variant) As Variant
    If IsMissing(cell) Then
        ClvPlain = Empty
    ElseIf IsObject(cell) Then
        ClvPlain = ClvContent(cell)
    Else
        ClvPlain = cell
    End If
End Function

Private Function ClvContent(ByVal area As Object) As Variant
    If area.Areas.Count > 1 Then Err.Raise 5, "clv_xl", "Give one range, not several in brackets."
    If ClvCountsFrom1904(area) Then
        ClvContent = area.Value
    Else
        ClvContent = area.Value2
    End If
End Function

Private Function ClvCountsFrom1904(ByVal area As Object) As Boolean
    On Error Resume Next
    ClvCountsFrom1904 = area.Worksheet.Parent.Date1904
End Function

Public Function ClvCells(ByVal answer As Variant) As Variant
    Dim i As Long, j As Long
    If Not IsArray(answer) Then
        ClvCells = ClvCell(answer)
        Exit Function
    End If
    If ClvIsTable(answer) Then
        For i = LBound(answer, 1) To UBound(answer, 1)
            For j = LBound(answer, 2) To UBound(answer, 2)
                answer(i, j) = ClvCell(answer(i, j))
            Next j
        Next i
    Else
        For i = LBound(answer) To UBound(answer)
            answer(i) = ClvCell(answer(i))
        Next i
    End If
    ClvCells = answer
End Function

Private Function ClvIsTable(ByVal answer As Variant) As Boolean
    Dim last As Long
    On Error GoTo OneDimension
    last = UBound(answer, 2)
    ClvIsTable = True
OneDimension:
End Function

Private Function ClvCell(ByVal content As Variant) As Variant
    If IsObject(content) Then
        ClvCell = CVErr(VALUE_ERROR)
    ElseIf IsEmpty(content) Or IsNull(content) Then
        ClvCell = ""
    ElseIf VarType(content) = vbString Then
        ClvCell = ClvErrorOrText(content)
    Else
        ClvCell = content
    End If
End Function

Private Function ClvErrorOrText(ByVal content As String) As Variant
    Select Case content
{errors}
        Case Else: ClvErrorOrText = content
    End Select
End Function

' Starting Python -------------------------------------------------------------------------------------------------------

Public Sub ClvStart()
    Dim found As String, started As Object
    If Not Server Is Nothing Then Exit Sub
    If Trouble <> "" Then Err.Raise 1002, "clv_xl", Trouble
    If ActiveWorkbook Is Nothing Then Err.Raise 1002, "clv_xl", "Open a workbook first."
    If ClvMeetsForeignSettings() Then
        ' Not kept: another workbook is in front the next time.
        Err.Raise 1002, "clv_xl", "The workbook in front brings settings for Python (" & PROJECT_NAME & ".conf); close it and recalculate."
    End If
    On Error GoTo NoPython
    Set started = XLPy()
    On Error GoTo NoPackage
    found = started.Str(started.Call(started.Module(ENTRY), "version"))
    On Error GoTo 0
    If found <> BUILT_FOR Then
        ClvGiveUp "The functions in Excel are of clv_xl " & BUILT_FOR & ", Python has " & found & ". " & FIX
    End If
    Set Server = started
    Exit Sub
NoPython:
    Resume SayNoPython
SayNoPython:
    On Error GoTo 0
    ClvGiveUp "Python did not start. " & FIX
NoPackage:
    Resume SayNoPackage
SayNoPackage:
    On Error GoTo 0
    ClvGiveUp "Python does not find clv_xl. " & FIX
End Sub

Private Sub ClvGiveUp(ByVal sentence As String)
    Trouble = sentence
    ClvSay sentence
    Err.Raise 1002, "clv_xl", sentence
End Sub

Private Sub ClvSay(ByVal sentence As String)
    On Error Resume Next
    Application.StatusBar = sentence
End Sub

' xlwings lets the workbook in front choose the Python program. A workbook that came by mail must not.
Private Function ClvMeetsForeignSettings() As Boolean
    On Error Resume Next
    If ActiveWorkbook Is ThisWorkbook Then Exit Function
    ClvMeetsForeignSettings = SheetExists(ActiveWorkbook, PROJECT_NAME & ".conf")
    If FileExists(GetDirectoryConfigFilePath()) Then ClvMeetsForeignSettings = True
End Function

Private Function ClvAlive() As Boolean
    On Error Resume Next
    ClvAlive = (Server.Str("alive") = "alive")
End Function

' A person asks: what stood in the way may be mended. A Python that answers stays.
Public Sub ClvTryAgain()
    If Not ClvAlive() Then ClvForget
End Sub

Public Sub ClvForget()
    On Error Resume Next
    Set Server = Nothing
    If Trouble <> "" Then Application.StatusBar = False
    Trouble = ""
End Sub

' Asking Python outside a cell: a text for a macro. What stands in the way is raised as a sentence.
Public Function ClvText(ByVal task As String, ParamArray given() As Variant) As String
    Dim tuple As Object
    ClvTryAgain
    ClvStart
    If UBound(given) < 0 Then
        Set tuple = Server.Tuple()
    ElseIf UBound(given) = 0 Then
        Set tuple = Server.Tuple(given(0))
    Else
        Set tuple = Server.Tuple(given(0), given(1))
    End If
    ClvText = Server.Str(Server.Call(Server.Module(ENTRY), task, tuple))
End Function
