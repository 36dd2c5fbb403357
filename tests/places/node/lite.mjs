// Runs the Python of a workbook in Pyodide, as xlwings Lite does: main.py and the pure wheel of xlwings, and nothing else on the path.
// In: {"pyodide": folder, "wheel": file, "main": text, "calls": [[name, args], ...], "scripts": [{name, book, cells, files, before}, ...]} on stdin:
// files are in /data while a script runs, and before is Python that runs first.
// Arguments are handed over as the add-in does, by toPy: a null of Excel is None in one version of Pyodide, and JsNull in the other.
// Out: {"meta": .., "answers": [..], "scripts": .., "ran": [{printed, actions}, ..], "modules": [..]}; actions are what a script has Excel do.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { pyodide: folder, wheel, main, calls, scripts } = JSON.parse(readFileSync(0, "utf8"));
let printed = [];
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const pyodide = await loadPyodide({ stdout: (line) => printed.push(line), stderr: (line) => console.error(line) });
pyodide.FS.mkdirTree("/packages");
pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "wheel", { extractDir: "/packages" });
pyodide.FS.mkdirTree("/workbook");
pyodide.FS.writeFile("/workbook/main.py", main);

// The add-in's side of the reads that scripts make. Its own code asks Excel; here the cells stand in an object.
let cells = {};
let actions = [];
const number = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
const letters = (n) => (n ? letters(Math.floor((n - 1) / 26)) + String.fromCharCode(65 + ((n - 1) % 26)) : "");
globalThis.xlwings = {
  async getRangeValues(sheet, address) {
    const [, left, top, right = left, bottom = top] = address.replaceAll("$", "").match(/^([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$/);
    const rows = [];
    for (let row = +top; row <= +bottom; row++) {
      const line = [];
      for (let column = number(left); column <= number(right); column++) line.push(cells[sheet][row - 1]?.[column - 1] ?? "");
      rows.push(line);
    }
    return rows;
  },
  async getUsedRangeAddress(sheet) {
    const filled = cells[sheet].flatMap((row, r) => row.map((cell, c) => [r + 1, c + 1, cell])).filter(([, , cell]) => cell !== "");
    if (!filled.length) return null;
    const edge = (place, pick) => pick(...filled.map((cell) => cell[place]));
    return `${letters(edge(1, Math.min))}${edge(0, Math.min)}:${letters(edge(1, Math.max))}${edge(0, Math.max)}`;
  },
  async runActions(given) {
    actions.push(...JSON.parse(JSON.stringify(given.actions)));
  },
};

const run = (code) => pyodide.runPythonAsync(code);
try {
  await run(`
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

async def answer_all(calls):
    answers = [await answer(name, args) for name, args in calls]
    modules = sorted(m for m in sys.modules if "." not in m)
    return json.dumps({
        "meta": server.custom_functions_meta(main), "scripts": server.custom_scripts_meta(main), "answers": answers, "modules": modules,
    }, default=str)

async def run_script(name, book):
    book = xlwings.Book(json=json.loads(book))
    await server.custom_scripts_call(main, name, typehint_to_value={xlwings.Book: book})
    return json.dumps(book.json()["actions"])
`);
  const out = JSON.parse(await pyodide.globals.get("answer_all")(pyodide.toPy(calls)));
  out.ran = [];
  for (const script of scripts) {
    cells = script.cells;
    actions = [];
    await run("import pathlib, shutil; shutil.rmtree('/data', ignore_errors=True); pathlib.Path('/data').mkdir()");
    for (const [name, text] of Object.entries(script.files ?? {})) pyodide.FS.writeFile(`/data/${name}`, text);
    await run(script.before ?? "");
    printed = [];
    const left = await pyodide.globals.get("run_script")(script.name, JSON.stringify(script.book));
    out.ran.push({ printed, actions: [...actions, ...JSON.parse(left)] });
  }
  process.stdout.write(JSON.stringify(out));
} catch (error) {
  console.error(String(error.message).slice(-3000));
  process.exit(1);
}
