Option Explicit

' What runs beside the cells: the help of the functions, and the doctor.

Private Const CATEGORY As String = "Customer Lifetime Value"

Private Failures As Long

Public Sub Auto_Open()
    On Error Resume Next
    Application.OnTime Now + TimeSerial(0, 0, 1), "'" & ThisWorkbook.Name & "'!ClvDescribeFunctions"
End Sub

' Excel refuses to describe the functions of a hidden workbook, and an add-in is one; then it is shown for that moment.
Public Sub ClvDescribeFunctions()
    Dim wasSaved As Boolean
    On Error Resume Next
    wasSaved = ThisWorkbook.Saved
    Failures = 0
    ClvDescribeAll
    If Failures > 0 And ThisWorkbook.IsAddin Then
        Application.ScreenUpdating = False
        ThisWorkbook.IsAddin = False
        ClvDescribeAll
        ThisWorkbook.IsAddin = True
        Application.ScreenUpdating = True
    End If
    ThisWorkbook.Saved = wasSaved
End Sub

Private Sub ClvDescribe(ByVal functionName As String, ByVal summary As String, ByVal help As Variant)
    On Error GoTo Failed
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & functionName, Description:=summary, _
        Category:=CATEGORY, ArgumentDescriptions:=help
    Exit Sub
Failed:
    Failures = Failures + 1
End Sub

Public Sub ClvXlDoctor()
    Dim report As String
    On Error GoTo Failed
    report = ClvText("report")
    MsgBox report, vbInformation, "clv_xl"
    Exit Sub
Failed:
    MsgBox Err.Description, vbExclamation, "clv_xl"
End Sub

Private Sub ClvDescribeAll()
    Dim help() As String
{descriptions}
End Sub
