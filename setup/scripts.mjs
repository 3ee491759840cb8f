/**
 * Makes one file of a script and all that it imports: node scripts.mjs TARGET_FOLDER NAME=ENTRY...
 */
import path from "node:path";
import { build } from "esbuild";

const [folder, ...scripts] = process.argv.slice(2);
for (const script of scripts) {
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
  });
}
