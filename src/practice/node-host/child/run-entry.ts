import type { Internals } from './internals.ts';
import { packageTypeOf } from './modules-binding.ts';
import { ipcStream } from '../protocol.ts';
import type { ServiceStart } from '../protocol.ts';

interface ModuleLoader {
  _load(path: string, parent: null, isMain: boolean): unknown;
  _findPath(path: string, paths: null, isMain: boolean): string | false;
}

interface EntryRunner {
  runEntryPointWithESMLoader(
    run: (loader: { import(url: string, parent: undefined, attributes: object, phase: undefined, isEntry: boolean): unknown }) => unknown,
  ): void;
}

/** Runs what `node` was called with, the way Node itself does. */
export function runEntry(internals: Internals, start: ServiceStart): void {
  const { entry } = start;
  const { Module } = internals.module('internal/modules/cjs/loader') as unknown as { Module: ModuleLoader };
  process.nextTick(() => {
    clearGlobals(internals);
    if (start.ipc !== undefined) {
      const { _forkChild } = internals.module('child_process') as unknown as {
        _forkChild: (stream: number, serialization: string) => void;
      };
      _forkChild(ipcStream, start.ipc.serialization);
    }
    if (entry.kind === 'file') runFile(internals, Module, entry.path);
    else if (entry.kind === 'check') check(internals, entry.path);
    else runCode(internals, entry);
  });
}

/** `-e`, by which this program came here, leaves names that a script does not know. */
function clearGlobals(internals: Internals): void {
  const { builtinModules } = internals.module('module') as unknown as { builtinModules: string[] };
  const kept = new Set(['console', 'crypto', 'performance', 'process']);
  for (const name of ['module', 'exports', 'require', '__filename', '__dirname', ...builtinModules, 'sqlite', 'sea', 'test']) {
    if (!kept.has(name)) Reflect.deleteProperty(globalThis, name);
  }
}

function runFile(internals: Internals, loader: ModuleLoader, path: string): void {
  const found = loader._findPath(path, null, true);
  const isModule = found !== false && (/\.m[jt]s$/.test(found) || (/\.[jt]s$/.test(found) && packageTypeOf(internals, found) === 'module'));
  if (!isModule) {
    loader._load(path, null, true);
    return;
  }
  const { pathToFileURL } = internals.module('internal/url') as { pathToFileURL: (path: string) => URL };
  const runner = internals.module('internal/modules/run_main') as unknown as EntryRunner;
  runner.runEntryPointWithESMLoader((esm) =>
    esm.import(pathToFileURL(found).href, undefined, Object.create(null) as object, undefined, true),
  );
}

/** `-e`, `-p` and a script on standard input. */
function runCode(internals: Internals, entry: ServiceStart['entry'] & { kind: 'code' }): void {
  const execution = internals.module('internal/process/execution') as {
    evalScript: (name: string, code: string, breakFirst: boolean, print: boolean) => void;
    evalModuleEntryPoint: (code: string, print: boolean) => void;
    evalTypeScript: (name: string, code: string, breakFirst: boolean, print: boolean) => void;
  };
  const { addBuiltinLibsToObject } = internals.module('internal/modules/helpers') as {
    addBuiltinLibsToObject: (target: object, name: string) => void;
  };
  addBuiltinLibsToObject(globalThis, '<eval>');
  if (entry.type === 'module') execution.evalModuleEntryPoint(entry.code, entry.print);
  else execution.evalScript(entry.name, entry.code, false, entry.print);
}

/** `node --check` */
function check(internals: Internals, path: string): void {
  const fs = internals.module('fs') as unknown as { readFileSync: (path: string, encoding: string) => string };
  const { wrapSafe } = internals.module('internal/modules/cjs/loader') as unknown as {
    wrapSafe: (name: string, code: string, parent: undefined, format: string) => unknown;
  };
  const code = fs.readFileSync(path, 'utf8').replace(/^#!.*/, '');
  const { containsModuleSyntax } = internals.binding('contextify') as { containsModuleSyntax: (code: string, path: string) => boolean };
  const isModule = path.endsWith('.mjs') || packageTypeOf(internals, path) === 'module';
  if (isModule || (!path.endsWith('.cjs') && containsModuleSyntax(code, path))) {
    const { ModuleWrap } = internals.binding('module_wrap') as {
      ModuleWrap: new (path: string, context: undefined, code: string, line: number, column: number) => object;
    };
    new ModuleWrap(path, undefined, code, 0, 0);
  } else wrapSafe(path, code, undefined, 'commonjs');
}
