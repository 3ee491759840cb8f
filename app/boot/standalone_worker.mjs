/**
 * The worker of a single file: starts Python and app/worker.py without PyScript, for which this stands in. It is posted
 * the parts of the file first (app/boot/inside.mjs), then calls, as `{call: [id, name, ...values]}`; it answers each.
 */
import "./inside.mjs";
import { fetchBytes, report } from "./downloads.mjs";
import { PROGRAM } from "./early.mjs";
import { endStart, HOME, loadPyodide } from "./pyodide.mjs";

const WORKER = "app/worker.py";
/** What app/worker.py has of PyScript: a place for who takes the messages that are no calls. */
const xworker = { onmessage: () => {} };

/** Starts Python with the app's files; gives what app/worker.py offers, by its names. */
async function start() {
  const python = await loadPyodide({ stdout: (line) => console.log(line), stderr: (line) => console.error(line) });
  python.unpackArchive(await fetchBytes(PROGRAM), "zip", { extractDir: HOME });
  endStart();
  python.registerJsModule("polyscript", { xworker });
  python.runPython(new TextDecoder().decode(await fetchBytes(WORKER)), { filename: WORKER });
  const names = python.globals.get("__export__").toJs();
  return Object.fromEntries(names.map((name) => [name, python.globals.get(name)]));
}

/** Only Error.message crosses; a proxy of Python's would not. */
async function answer(offered, [id, name, ...values]) {
  try {
    self.postMessage({ id, value: await offered[name](...values) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
}

start().then(
  (offered) => {
    self.addEventListener("message", (event) => {
      if (event.data.call) answer(offered, event.data.call);
      else xworker.onmessage(event);
    });
    self.postMessage({ id: 0 });
  },
  (error) => report("failed", { message: error.message }),
);
