/**
 * Runs pytest inside Pyodide: node run.mjs BUNDLE.zip WHEELS/ RUNTIME/ PYODIDE/ TEST... [pytest's options].
 * The standard library and the packages are the compiled ones that readers get.
 */
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [bundle, wheels, runtime, pyodide, ...options] = process.argv.slice(2);

// Whoever ends a run that hangs reads in this file where.
let running = "its start";
globalThis.begins = (test) => {
  running = test;
  fs.writeFileSync(`${bundle}.${process.pid}.running`, test);
};
// Node would print the line of the source that threw: a megabyte of Pyodide.
process.on("uncaughtException", (error) => {
  console.error(`Pyodide died in ${running}: ${error.message}\n${error.stack?.split("\n").slice(0, 12).map((line) => line.slice(0, 200)).join("\n")}`);
  process.exit(3);
});

const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, "pyodide.mjs")).href);
const read = (...parts) => new Uint8Array(fs.readFileSync(path.join(...parts)));
const wheelsOf = (folder) => fs.readdirSync(folder).filter((name) => name.endsWith(".whl")).map((name) => read(folder, name));

const packages = "/lib/packages_pyc.zip";
const python = await loadPyodide({
  indexURL: pyodide + path.sep,
  stdLibURL: path.join(runtime, "stdlib_pyc.zip"),
  env: { PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" },
  fsInit: async (files) => files.writeFile(packages, read(runtime, "packages_pyc.zip")),
});
const sitePackages = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
for (const wheel of [...wheelsOf(wheels), ...wheelsOf(path.join(runtime, "wheels"))]) {
  python.unpackArchive(wheel, "wheel", { extractDir: sitePackages });
}
python.FS.mkdirTree("/project");
python.unpackArchive(read(bundle), "zip", { extractDir: "/project" });

// What happened is counted by a plugin: an exit code alone cannot tell a run of nothing.
const run = python.runPython(`
import importlib, js, json, os, pytest, sys
os.chdir("/project")
importlib.invalidate_caches()

class Count:
    def __init__(self):
        self.passed = 0
        self.failed = []
    def pytest_runtest_logstart(self, nodeid):
        js.begins(nodeid)
    def pytest_runtest_logreport(self, report):
        self.passed += report.when == "call" and report.passed
        self.failed += [report.nodeid] * report.failed

def run(arguments):
    count = Count()
    for name in [name for name in sys.modules if name.split(".")[0] == "tests"]:
        del sys.modules[name] # its asserts may be wanted in the other form
    code = pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", *json.loads(arguments)], plugins=[count])
    return json.dumps([int(code), count.passed, count.failed])

run
`);
const pytest = (...wanted) => JSON.parse(run(JSON.stringify(wanted)));

const [canaryCode, canaryPassed, canaryFailed] = pytest("canary.py", "--no-header", "--no-summary");
if (canaryCode !== 1 || canaryPassed !== 1 || canaryFailed.length !== 1) {
  console.error(`The canary did not fail as it must (exit ${canaryCode}, ${canaryPassed} passed, ${canaryFailed.length} failed): this run proves nothing.`);
  process.exit(2);
}
console.log("The canary failed, as it must. Now the tests:");
// Asserts that tell what they compared take a tenth of the time of all tests: only those that fail are run with such, again.
const [code, passed, failed] = pytest("--assert=plain", "-m", "not browser and not bench", ...options);
if (failed.length) {
  console.log("What failed, once more, with what was compared:");
  pytest(...new Set(failed));
}
if (code === 0 && passed === 0) console.error("Nothing was run inside Pyodide.");
process.exit(code === 0 && passed > 0 && !failed.length ? 0 : 1);
