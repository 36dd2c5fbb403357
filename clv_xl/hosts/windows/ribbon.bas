Option Explicit

' The buttons of the ribbon; ribbon.xml names them.

Public Sub ClvRibbonTemplates(control As IRibbonControl)
    Dim target As Variant, trouble As String
    On Error GoTo Failed
    target = Application.GetSaveAsFilename("clv-transactions.xlsm", "Excel workbook with macros (*.xlsm), *.xlsm", , "A new CLV workbook")
    If VarType(target) = vbBoolean Then Exit Sub
    trouble = ClvText("new_workbook", "transactions", CStr(target))
    If trouble <> "" Then
        MsgBox trouble, vbExclamation, "clv_xl"
    Else
        Workbooks.Open CStr(target)
    End If
    Exit Sub
Failed:
    MsgBox Err.Description, vbExclamation, "clv_xl"
End Sub

Public Sub ClvRibbonRecalculate(control As IRibbonControl)
    On Error GoTo Failed
    ClvTryAgain
    Application.CalculateFull
    Exit Sub
Failed:
    MsgBox Err.Description, vbExclamation, "clv_xl"
End Sub

Public Sub ClvRibbonExplain(control As IRibbonControl)
    Dim cell As Object, question As String, answer As Variant
    On Error GoTo Failed
    If ActiveCell Is Nothing Then Exit Sub
    Set cell = ClvAnchor(ActiveCell)
    question = ClvText("explain_formula", CStr(cell.Formula))
    If question = "" Then
        MsgBox "Select a cell with a formula of clv_xl, such as =CLV(100, 4, 8).", vbInformation, "clv_xl"
        Exit Sub
    End If
    If Len(question) > 255 Then
        MsgBox "The formula is too long to explain here; type this in a cell: =" & question, vbInformation, "clv_xl"
        Exit Sub
    End If
    answer = cell.Worksheet.Evaluate(question)
    If IsArray(answer) Then answer = ClvPick(answer, ActiveCell.Row - cell.Row, ActiveCell.Column - cell.Column)
    If IsError(answer) Then answer = "The formula cannot be explained; the Doctor button says whether Python answers."
    MsgBox CStr(answer), vbInformation, "clv_xl"
    Exit Sub
Failed:
    MsgBox Err.Description, vbExclamation, "clv_xl"
End Sub

' The cell that holds the formula of a spilled answer. Excel before 2021 knows no spills.
Private Function ClvAnchor(ByVal cell As Object) As Object
    Set ClvAnchor = cell
    On Error Resume Next
    If cell.HasSpill Then Set ClvAnchor = cell.SpillParent
End Function

Private Function ClvPick(ByVal answers As Variant, ByVal down As Long, ByVal across As Long) As Variant
    On Error GoTo OneDimension
    ClvPick = answers(LBound(answers, 1), LBound(answers, 2))
    On Error GoTo Outside
    ClvPick = answers(LBound(answers, 1) + down, LBound(answers, 2) + across)
    Exit Function
OneDimension:
    Resume PickOne
PickOne:
    On Error GoTo Outside
    ClvPick = answers(LBound(answers))
    ClvPick = answers(LBound(answers) + down + across)
Outside:
End Function

Public Sub ClvRibbonFunctions(control As IRibbonControl)
    On Error GoTo Failed
    Application.Dialogs(xlDialogFunctionWizard).Show
    Exit Sub
Failed:
    MsgBox "Open a workbook and select a cell first.", vbInformation, "clv_xl"
End Sub

Public Sub ClvRibbonDoctor(control As IRibbonControl)
    ClvXlDoctor
End Sub
