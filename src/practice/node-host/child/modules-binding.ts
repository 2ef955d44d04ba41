import type { FileCalls } from './fs-binding.ts';
import { replace } from './internals.ts';
import type { Internals } from './internals.ts';

/** name, main, type, imports, exports, path: what module loading wants of a package.json. */
type PackageFields = [string | undefined, string | undefined, string, string | undefined, string | undefined, string];

/** Module loading asks for package.json files below JavaScript; these answers read the container's. */
export function replacePackageReading(internals: Internals, calls: FileCalls): void {
  const known = new Map<string, PackageFields | undefined>();

  function read(path: string): PackageFields | undefined {
    if (known.has(path)) return known.get(path);
    let text: string;
    try {
      text = calls.call('readFile', { path, flags: 0 }).data.toString('utf8');
    } catch {
      known.set(path, undefined);
      return undefined;
    }
    const fields = parse(path, text);
    known.set(path, fields);
    return fields;
  }
  function parse(path: string, text: string): PackageFields {
    let content: Record<string, unknown>;
    try {
      content = JSON.parse(text) as Record<string, unknown>;
    } catch (cause) {
      const { ERR_INVALID_PACKAGE_CONFIG } = internals.module('internal/errors')['codes'] as Record<
        string,
        new (path: string, base?: string, message?: string) => Error
      >;
      if (ERR_INVALID_PACKAGE_CONFIG === undefined) throw cause;
      throw new ERR_INVALID_PACKAGE_CONFIG(path, undefined, (cause as Error).message);
    }
    const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
    const plain = (value: unknown): string | undefined =>
      value === undefined ? undefined : typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value);
    const { type } = content;
    return [
      word(content['name']),
      word(content['main']),
      type === 'module' || type === 'commonjs' ? type : 'none',
      plain(content['imports']),
      plain(content['exports']),
      path,
    ];
  }
  function nearest(path: string): PackageFields | undefined {
    const names = path.split('/');
    while (names.length > 1) {
      names.pop();
      if (names.at(-1) === 'node_modules') return undefined;
      const found = read(`${names.join('/')}/package.json`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const pathOf = (url: string): string => (url.startsWith('file:') ? decodeURIComponent(new URL(url).pathname) : url);
  /** `main` of a package without `exports`, looked up here because import resolves it where no file can be asked for. */
  function withMain(fields: PackageFields): PackageFields {
    const [name, main, type, imports, exports, path] = fields;
    if (exports !== undefined) return fields;
    const directory = path.slice(0, -'package.json'.length);
    const ends = ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node'];
    const candidates = [
      ...(main === undefined ? [] : ends.map((end) => `${main.replace(/^\.\//, '').replace(/\/$/, '')}${end}`)),
      'index.js',
      'index.json',
      'index.node',
    ];
    const found = candidates.find((candidate) => calls.call('moduleStat', { path: directory + candidate }).value === 0);
    return [name, main, type, imports, JSON.stringify({ ...(found === undefined ? {} : { '.': `./${found}` }), './*': './*' }), path];
  }
  const nullable = (fields: PackageFields): unknown[] => [fields[0], fields[1], fields[2], fields[3] ?? null, fields[4] ?? null, fields[5]];

  replace(internals.binding('modules'), {
    readPackageJSON(path: string, isImport: boolean) {
      const fields = read(path);
      if (fields === undefined) return undefined;
      return nullable(isImport ? withMain(fields) : fields);
    },
    getNearestParentPackageJSON(path: string) {
      const fields = nearest(path);
      return fields === undefined ? undefined : nullable(fields);
    },
    getNearestParentPackageJSONType: (path: string) => nearest(path)?.[2] ?? 'none',
    getPackageScopeConfig(url: string) {
      const fields = nearest(pathOf(url));
      return fields === undefined ? '/package.json' : nullable(fields);
    },
    getPackageType: (url: string) => nearest(pathOf(url))?.[2],
    enableCompileCache: () => [3],
  });
}

/** `module` where the nearest package.json says so. */
export function packageTypeOf(internals: Internals, path: string): string {
  const { getNearestParentPackageJSONType } = internals.binding('modules') as {
    getNearestParentPackageJSONType: (path: string) => string;
  };
  return getNearestParentPackageJSONType(path);
}
