/**
 * Byte-compiles Python files with Pyodide itself: node bytecode.mjs PYODIDE.mjs [HOW SOURCE.zip TARGET]...
 *
 * HOW is a path, which tracebacks show before each file's name: then TARGET is a zip of modules without their sources.
 * Or it is "beside": then TARGET holds what Python looks for in `__pycache__` beside the sources. Such modules carry the
 * hash of their source, and Python itself passes over the ones whose source has changed.
 */
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [pyodide, ...jobs] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(pyodide).href);
const python = await loadPyodide({ indexURL: path.dirname(pyodide) + path.sep });

// Fixed dates and order, so that the same sources give the same bytes. The zips go without asserts and docstrings.
const compile = python.runPython(`
import importlib._bootstrap_external as external, importlib.util, json, zipfile

def bytecode(data, name, optimize, checked):
    code = compile(data, name, "exec", dont_inherit=True, optimize=optimize)
    return bytes(external._code_to_hash_pyc(code, importlib.util.source_hash(data), checked))

def compile_zip(sources, shown_as):
    with zipfile.ZipFile("/target", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name in sorted(sources.namelist()):
            data = sources.read(name)
            if name.endswith(".py"):
                name, data = name + "c", bytecode(data, shown_as + name, 2, False)
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, data)

def compile_beside(sources):
    compiled = [
        (importlib.util.cache_from_source(name), bytecode(sources.read(name), name, 0, True))
        for name in sorted(sources.namelist())
    ]
    head = json.dumps([[name, len(data)] for name, data in compiled]).encode()
    with open("/target", "wb") as out:
        out.write(len(head).to_bytes(4, "big") + head + b"".join(data for _, data in compiled))

def compile_all(how):
    with zipfile.ZipFile("/source") as sources:
        compile_beside(sources) if how == "beside" else compile_zip(sources, how)

compile_all
`);
for (let at = 0; at < jobs.length; at += 3) {
  const [how, source, target] = jobs.slice(at, at + 3);
  python.FS.writeFile("/source", new Uint8Array(fs.readFileSync(source)));
  compile(how);
  const made = python.FS.readFile("/target");
  fs.writeFileSync(target, how === "beside" ? gzipSync(made, { level: 9 }) : made);
}
