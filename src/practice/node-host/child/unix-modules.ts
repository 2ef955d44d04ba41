import { signalNumbers } from '../../process/signals.ts';
import type { Binding, Internals } from './internals.ts';

type Initializer = (spawnsLoaderThread?: boolean) => void;
type Body = (
  exports: object,
  require: (name: string) => unknown,
  module: BuiltinModule,
  process: NodeJS.Process,
  internalBinding: (name: string) => Binding,
  primordials: object,
) => void;

/** What Node keeps of a module of its own. */
export interface BuiltinModule {
  exports: Record<string, unknown>;
  loaded: boolean;
  loading: boolean;
  compileForInternalLoader(): Record<string, unknown>;
}

export interface ModuleTable {
  map: Map<string, BuiltinModule>;
}

/**
 * What has Windows' rules for paths in it from the moment it is loaded, and is loaded before any of our code runs (`process.moduleLoadList`
 * of the pinned release). What Node loads later asks `process.platform` and `internal/util` then.
 */
const pathHolders = [
  'path',
  'internal/url',
  'url',
  'internal/fs/utils',
  'fs',
  'internal/modules/package_map',
  'internal/modules/package_json_reader',
  'internal/modules/helpers',
  'internal/modules/customization_hooks',
  'internal/modules/typescript',
  'internal/modules/cjs/loader',
  'internal/modules/esm/utils',
  'internal/modules/esm/assert',
  'internal/modules/esm/module_map',
  'internal/modules/esm/module_job',
  'internal/modules/esm/get_format',
  'internal/modules/esm/load',
  'internal/modules/esm/translators',
  'internal/modules/esm/resolve',
  'internal/modules/esm/loader',
  'internal/modules/run_main',
  'internal/process/execution',
  'module',
];
const commonLoader = 'internal/modules/cjs/loader';
const realm = 'internal/bootstrap/realm';

/**
 * On Windows, Node's own modules know drives and backslashes, and change no longer once they are loaded. Those that do are loaded anew, as
 * on Linux. Comes before anything in them is replaced.
 */
export function loadAsUnix(internals: Internals, builtins: ModuleTable & (new () => object), primordials: object): void {
  Object.defineProperty(process, 'platform', { value: 'linux', writable: true, enumerable: true, configurable: true });
  internals.module('internal/util')['isWindows'] = false;
  internals.module('internal/constants')['EOL'] = '\n';
  addSignals(internals);
  const held = pathHolders.flatMap((name) => {
    const found = builtins.map.get(name);
    return found?.loaded === true ? [{ name, found }] : [];
  });
  for (const { found } of held) Object.assign(found, { loaded: false, exports: {} });
  // It adds a property to the class of all modules, which can be done once: this time it is given a class below it.
  const Below = class extends builtins {};
  const internalBinding = (name: string) => internals.binding(name);
  const require = (name: string) => internals.module(name);
  const forLoader = (name: string): unknown => (name === realm ? { internalBinding, BuiltinModule: Below, require } : require(name));
  for (const { name, found } of held) {
    if (name === commonLoader) loadFromSource(internals, primordials, found, forLoader);
    else found.compileForInternalLoader();
  }
  (internals.module(commonLoader)['initializeCJS'] as Initializer)();
  (internals.module('internal/modules/esm/utils')['initializeESM'] as Initializer)(false);
  const { URL, URLSearchParams } = internals.module('internal/url');
  for (const [name, value] of Object.entries({ URL, URLSearchParams }))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

/** Windows knows few signals. Those that it knows keep their numbers: what has them was made to stay. */
function addSignals(internals: Internals): void {
  const { signals } = internals.binding('constants')['os'] as { signals: Binding };
  for (const [name, number] of Object.entries(signalNumbers)) if (!(name in signals) && !name.startsWith('SIGRT')) signals[name] = number;
}

function loadFromSource(internals: Internals, primordials: object, module: BuiltinModule, require: (name: string) => unknown): void {
  const source = (internals.binding('builtins')['natives'] as Record<string, string>)[commonLoader] ?? '';
  const { compileFunction } = internals.module('vm') as unknown as {
    compileFunction: (code: string, parameters: string[], options: { filename: string }) => Body;
  };
  const parameters = ['exports', 'require', 'module', 'process', 'internalBinding', 'primordials'];
  const body = compileFunction(source, parameters, { filename: `node:${commonLoader}` });
  module.loading = true;
  body(module.exports, require, module, process, (name) => internals.binding(name), primordials);
  Object.assign(module, { loading: false, loaded: true });
}
