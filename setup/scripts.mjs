/**
 * Makes one file of a script and all that it imports:
 * node scripts.mjs TARGET_FOLDER NAME=ENTRY... [--plain NAME=ENTRY...] [--single NAME=ENTRY...]
 *
 * Plain ones do as modules and in a `<script>` of the old kind. The scripts of a single file are in the page or in a plain worker,
 * where there are no modules either: they are functions that may wait.
 */
import path from "node:path";
import { build } from "esbuild";

/** What lies in the place of what, in a single file. */
const STAND_INS = { "/pyscript.mjs": "standalone.js", "/runtime_scripts.mjs": "inner_scripts.mjs" };
/** Where a single file's scripts suppose that they are: in no site. */
const NOWHERE = "https://inline.invalid/single/app/boot/script.mjs";
/** Pyodide refuses plain workers, which it knows by `importScripts`. */
const HIDES = 'if (typeof WorkerGlobalScope === "function") { delete WorkerGlobalScope.prototype.importScripts; self.importScripts = undefined; }';

const standIns = {
  name: "stand-ins",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/.*\.m?js$/ }, ({ path: name, resolveDir }) => {
      const found = Object.keys(STAND_INS).find((end) => name.endsWith(end));
      return found && { path: path.resolve(resolveDir, path.dirname(name), STAND_INS[found]) };
    });
    // only Node takes these, and none of them is ever asked for in a browser
    onResolve({ filter: /^(node:.*|fs|ws|path|url|crypto|module|child_process|vm|worker_threads)$/ }, ({ path: name }) => ({ path: name, external: true }));
  },
};
const inOneFunction = {
  define: { "import.meta.url": JSON.stringify(NOWHERE) },
  plugins: [standIns],
  banner: { js: `(async () => { ${HIDES}` },
  footer: { js: "})();" },
};

const forms = { "--plain": { format: "iife" }, "--single": inOneFunction };
const [folder, ...named] = process.argv.slice(2);
let more = {};
for (const script of named) {
  if (Object.hasOwn(forms, script)) {
    more = forms[script];
    continue;
  }
  const [name, entry] = script.split("=");
  await build({
    entryPoints: [entry],
    outfile: path.join(folder, name),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "inline",
    logLevel: "warning",
    ...more,
  });
}
