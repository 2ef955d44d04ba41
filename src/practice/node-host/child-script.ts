import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The file of the built app that holds what `bundleServiceScript` gives. */
export const builtScriptName = 'service-process.cjs';

const entry = './child/main.ts';
let script: string | undefined;

/**
 * The program that runs in every service's process before the service's own code: one text, because that process may read
 * no file of the laptop. Made once.
 */
export function serviceScript(): string {
  script ??= isBuilt() ? readBuilt() : bundleServiceScript();
  return script;
}

/** Joins the modules below `child/` into one function body that gets `requireInternal`. */
export function bundleServiceScript(): string {
  const modules = new Map<string, string>();
  add(new URL(entry, import.meta.url), modules);
  const bodies = [...modules].map(([name, body]) => `define(${JSON.stringify(name)}, (exports, need) => {${body}\n});`);
  return [
    `'use strict';`,
    `const modules = new Map();`,
    `const define = (name, body) => { const exports = {}; body(exports, (other) => modules.get(other)); modules.set(name, exports); };`,
    ...bodies,
    `return modules.get(${JSON.stringify(nameOf(new URL(entry, import.meta.url)))}).startService(requireInternal);`,
  ].join('\n');
}

/** Adds what a module needs before the module itself. */
function add(url: URL, modules: Map<string, string>): void {
  if (modules.has(nameOf(url))) return;
  const source = stripTypeScriptTypes(readFileSync(url, 'utf8'), { mode: 'strip' });
  const exported: string[] = [];
  const body = source
    .replace(/^import\s*\{([^}]*)\}\s*from '([^']+)';/gm, (_whole, names: string, path: string) => {
      const needed = new URL(path, url);
      add(needed, modules);
      return `const {${names.replaceAll(' as ', ': ')}} = need(${JSON.stringify(nameOf(needed))});`;
    })
    .replace(/^export ((?:async )?function|class|const) (\w+)/gm, (_whole, kind: string, name: string) => {
      exported.push(name);
      return `${kind} ${name}`;
    });
  modules.set(nameOf(url), `${body}\nObject.assign(exports, { ${exported.join(', ')} });`);
}

/** No path of the machine that built it. */
function nameOf(url: URL): string {
  return url.pathname.split('/').slice(-2).join('/');
}

function isBuilt(): boolean {
  return !existsSync(new URL(entry, import.meta.url));
}

function readBuilt(): string {
  const places = [`./${builtScriptName}`, `../${builtScriptName}`].map((name) => fileURLToPath(new URL(name, import.meta.url)));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`${builtScriptName} is missing beside the app; build the app again.`);
  return readFileSync(found, 'utf8');
}
