/**
 * Pyodide's scripts within the worker's own: a page from a disk may not have its worker import any others (in WebKit).
 * setup/scripts.mjs puts this in the place of app/boot/runtime_scripts.mjs for single files.
 */
import * as assembly from "../../runtime/pyodide/pyodide.asm.mjs";
import * as pyodide from "../../runtime/pyodide/pyodide.mjs";

const scripts = { "pyodide.mjs": pyodide, "pyodide.asm.mjs": assembly };

/** @param {string} name @returns {Promise<object>} the module */
export const importRuntime = async (name) => scripts[name];
