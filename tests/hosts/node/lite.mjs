// Runs the Python of a workbook in Pyodide, as xlwings Lite does: main.py and the pure wheel of xlwings, and nothing else on the path.
// In: {"pyodide": folder, "wheel": file, "main": text, "calls": [[name, args], ...]} on stdin. Out: {"meta": ..., "answers": [...]}.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { pyodide: folder, wheel, main, calls } = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ stdout: () => {}, stderr: (line) => console.error(line) });
pyodide.FS.mkdirTree("/packages");
pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel", { extractDir: "/packages" });
pyodide.FS.mkdirTree("/workbook");
pyodide.FS.writeFile("/workbook/main.py", main);
pyodide.globals.set("calls", JSON.stringify(calls));
let out;
try {
  out = await pyodide.runPythonAsync(`
import asyncio, json, os, sys
sys.path[:0] = ["/packages", "/workbook"]
os.environ |= {"XLWINGS_LICENSE_KEY": "noncommercial", "XLWINGS_ON_SERVER": "true"}
import xlwings
import main
from xlwings import server

async def answer(name, args):
    request = {
        "func_name": name, "args": args, "version": xlwings.__version__, "client": "Office.js", "runtime": "1.4",
        "date_format": "d/m/yyyy", "culture_info_name": "en-US", "caller_address": "Sheet1!A1",
    }
    try:
        return await server.custom_functions_call(request, main)
    except Exception as error:
        return {"raised": f"{type(error).__name__}: {error}"}

answers = [await answer(name, args) for name, args in json.loads(calls)]
json.dumps({"meta": server.custom_functions_meta(main), "answers": answers, "modules": sorted(m for m in sys.modules if "." not in m)}, default=str)
`);
} catch (error) {
  console.error(String(error.message).slice(-3000));
  process.exit(1);
}
process.stdout.write(out);
