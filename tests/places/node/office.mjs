// A stand-in for Excel, to run an add-in of xlwings-server without Office. It goes the way that Excel goes: manifest, pane, metadata, the
// scripts, then each function with its cells. The scripts are the server's own; of Office there is only what they use.
//
// In, as JSON on stdin: {url, sockets, calls: [{name, args}]}; args are ranges as Excel sends them, null where left out.
// Out, as JSON on stdout: {functions, associated, pane, requests, answers: [{rows} or {error, message}], times}; rows as a person sees
// them, times in milliseconds from the moment when all calls were made.

import http from "node:http";
import { text } from "node:stream/consumers";
import vm from "node:vm";

const ERRORS = { Div0: "#DIV/0!", NotAvailable: "#N/A", Name: "#NAME?", Null: "#NULL!", Num: "#NUM!", Ref: "#REF!", Value: "#VALUE!" };

const { url, sockets = 6, calls = [] } = JSON.parse(await text(process.stdin));
const agent = new http.Agent({ keepAlive: true, maxSockets: sockets });
const associated = new Map();
const pane = [];
let requests = 0;

// --- the browser ------------------------------------------------------------------------------------------------------------

async function get(address) {
  const response = await fetch(new URL(address, url));
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
}

class XMLHttpRequest {
  headers = {};
  open(method, address) {
    this.method = method;
    this.address = address;
  }
  setRequestHeader(name, value) {
    this.headers[name] = value;
  }
  getResponseHeader(name) {
    return this.response.headers[name.toLowerCase()] ?? null;
  }
  send(body) {
    requests += 1;
    const headers = { ...this.headers, "Content-Length": Buffer.byteLength(body ?? "") };
    const request = http.request(this.address, { method: this.method, agent, headers, timeout: this.timeout });
    request.on("timeout", () => request.destroy(new Error("timeout")));
    request.on("error", (error) => (error.message === "timeout" ? this.ontimeout() : this.onerror()));
    request.on("response", async (response) => {
      this.response = response;
      this.status = response.statusCode;
      this.statusText = response.statusMessage;
      try {
        this.responseText = await text(response);
      } catch {
        return this.onerror();
      }
      this.onload();
    });
    request.end(body);
  }
}

class PaneElement {
  constructor(tag, attributes = {}) {
    Object.assign(this, { tag, ...attributes });
  }
  append(element) {
    pane.push(element.textContent);
  }
}

function openPane(html) {
  const config = html.match(/<script id="config" type="application\/json">(.*?)<\/script>/s)[1];
  const list = html.match(/<dl id="functions" data-url="(.*?)">/)[1];
  const elements = {
    config: new PaneElement("script", { textContent: config }),
    functions: new PaneElement("dl", { dataset: { url: new URL(list, url).href } }),
  };
  globalThis.window = globalThis;
  globalThis.location = new URL(url);
  globalThis.XMLHttpRequest = XMLHttpRequest;
  globalThis.document = { getElementById: (id) => elements[id] ?? null, createElement: (tag) => new PaneElement(tag) };
}

const runModule = async (address) => import(`data:text/javascript,${encodeURIComponent(await get(address))}`);
const runScript = async (address) => vm.runInThisContext(await get(address), { filename: address });

// --- Office -----------------------------------------------------------------------------------------------------------------

class CustomFunctionsError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

class RequestContext {
  workbook = { name: "Book1.xlsx", load() {} };
  application = { cultureInfo: { name: "en-US", load() {}, datetimeFormat: { shortDatePattern: "m/d/yyyy", load() {} } } };
  async sync() {}
}

globalThis.Office = {
  onReady: async (then) => then?.({ host: "Excel" }),
  context: { requirements: { isSetSupported: () => true } },
  actions: { associate() {} },
};
globalThis.Excel = { RequestContext, run: async (work) => work(new RequestContext()) };
globalThis.CustomFunctions = {
  associate: (id, run) => associated.set(id, run),
  Error: CustomFunctionsError,
  ErrorCode: { invalidValue: "#VALUE!", notAvailable: "#N/A", divisionByZero: "#DIV/0!", invalidNumber: "#NUM!" },
};

// --- Excel ------------------------------------------------------------------------------------------------------------------

function asPassed(parameters, args) {
  const last = parameters.at(-1)?.repeating ? parameters.length - 1 : parameters.length;
  if (args.length > last && last === parameters.length) throw new Error("too many arguments");
  const passed = parameters.slice(0, last).map((parameter, index) => {
    const arg = args[index] ?? null;
    if (arg === null && !parameter.optional) throw new Error(`${parameter.name} is required`);
    return arg;
  });
  return last < parameters.length ? [...passed, args.slice(last)] : passed;
}

function asSeen(cell) {
  if (["number", "string", "boolean"].includes(typeof cell)) return cell;
  if (cell?.type === "Error" && cell.errorType in ERRORS) return ERRORS[cell.errorType];
  if (cell?.type === "FormattedNumber" && typeof cell.numberFormat === "string") return cell.basicValue;
  throw new Error(`Excel takes no cell such as ${JSON.stringify(cell)}`);
}

async function answer({ name, args }, row) {
  try {
    const { id, parameters } = functions.find((known) => known.name === name);
    const address = `Sheet1!A${row + 1}`;
    const rows = await associated.get(id)(...asPassed(parameters, args), { address, functionName: id });
    if (!Array.isArray(rows) || !rows.length || rows.some((cells) => cells.length !== rows[0].length)) throw new Error("not a table");
    return { rows: rows.map((cells) => cells.map(asSeen)) };
  } catch (error) {
    return { error: error instanceof CustomFunctionsError ? error.code : "the add-in failed", message: String(error.message) };
  }
}

const manifest = await get("/manifest");
const resource = (id) => manifest.match(new RegExp(`<bt:Url id="${id}" DefaultValue="(.*?)"`))[1];
const idOf = (element) => manifest.match(new RegExp(`<${element}>\\s*<SourceLocation resid="(.*?)"`))[1];

openPane(await get(resource(idOf("Page"))));
await runModule("/static/js/config.js");
globalThis.xlwings = await runModule("/static/js/utils.js");
await runScript("/static/js/auth.js");
const { functions } = JSON.parse(await get(resource(idOf("Metadata"))));
await runScript(resource(idOf("Script")));
await runModule("/static/js/main.js");

const start = performance.now();
const times = [];
const timed = (call, row) => answer(call, row).finally(() => (times[row] = performance.now() - start));
const answers = await Promise.all(calls.map(timed));
agent.destroy();
process.stdout.write(JSON.stringify({ functions, associated: [...associated.keys()], pane, requests, answers, times }));
