import { parseDocument } from 'yaml';
import { parseCompose } from '../../../shared/compose/parse.ts';
import type { ComposeProject } from '../../../shared/compose/project.ts';
import { isSameValue } from '../../../shared/same-value.ts';
import { readWorkspaceFile } from './file-contains.ts';
import { notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

export interface ComposeValue {
  file: string;
  path: string;
  equals?: unknown;
  contains?: unknown;
  absent?: boolean | undefined;
}

/** Compares by meaning: what is wanted is read as a compose file of its own, into the same normal form as the learner's. */
export async function composeValue(wanted: ComposeValue, context: CheckContext): Promise<Verdict> {
  const text = await readWorkspaceFile(wanted.file, context);
  if (typeof text !== 'string') return text;
  const { project, problems } = parseCompose(text, { projectName: 'check' });
  const error = problems.find(({ severity }) => severity === 'error');
  if (project === undefined || error !== undefined)
    return notYet(`${wanted.file} cannot be used: line ${error?.line ?? 1}: ${error?.message ?? 'it is no compose file'}.`);
  const keys = wanted.path.split('.');
  const present = valueAt(project, keys);
  const problem = problemOf(wanted, present, (value) => normalized(value, keys, project));
  const written = describe(valueAt(parseDocument(text).toJS(), keys) ?? present);
  return problem === undefined ? passed(`${wanted.path} in ${wanted.file} is ${written}.`) : notYet(problem(written));
}

type Describe = (written: string) => string;

function problemOf(wanted: ComposeValue, present: unknown, normal: (value: unknown) => unknown): Describe | undefined {
  const { path, file } = wanted;
  const isWritten = present !== undefined && present !== null;
  if (wanted.contains !== undefined) {
    const items = Array.isArray(wanted.contains) || isMapping(wanted.contains) ? wanted.contains : [wanted.contains];
    const has = containsAll(present, normal(items));
    const hasAny = wanted.absent === true && containsAny(present, normal(items));
    if (wanted.absent === true) return hasAny ? (written) => `${path} in ${file} is still ${written}.` : undefined;
    if (has) return undefined;
    return (written) => `${path} in ${file} ${isWritten ? `is ${written}` : 'is not there'}; ${describe(wanted.contains)} is missing.`;
  }
  if (wanted.absent === true) return isWritten ? (written) => `${path} in ${file} is still there: ${written}.` : undefined;
  if (wanted.equals !== undefined) {
    if (isSame(present, normal(wanted.equals))) return undefined;
    return (written) => `${path} in ${file} ${isWritten ? `is ${written}` : 'is not there'}; it should be ${describe(wanted.equals)}.`;
  }
  return isWritten || present === null ? undefined : () => `There is no ${path} in ${file} yet.`;
}

/** A value as it would be in normal form at that place; as it is where compose does not know it there. */
function normalized(value: unknown, keys: readonly string[], project: ComposeProject): unknown {
  const [top, service] = keys;
  const own = keys.reduceRight<unknown>((inside, key) => ({ [key]: inside }), value) as Record<string, Record<string, object>>;
  const file: Record<string, unknown> = {
    // Short mounts and networks are read by what the file declares.
    volumes: Object.fromEntries(Object.keys(project.volumes ?? {}).map((key) => [key, null])),
    networks: Object.fromEntries(Object.keys(project.networks ?? {}).map((key) => [key, null])),
    services: { other: { image: 'none' } },
    ...own,
  };
  if (top === 'services' && service !== undefined && keys.length > 2) {
    const settings = own['services']?.[service];
    file['services'] = {
      ...Object.fromEntries(Object.keys(project.services).map((key) => [key, { image: 'none' }])),
      [service]: { image: 'none', ...settings },
    };
  }
  const parsed = parseCompose(JSON.stringify(file), { projectName: 'check', rules: 'compose' });
  const isGood = parsed.project !== undefined && !parsed.problems.some(({ severity }) => severity === 'error');
  return isGood ? (valueAt(parsed.project, keys) ?? value) : value;
}

function valueAt(root: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (isMapping(value) ? value[key] : undefined), root);
}

function containsAll(present: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    if (Array.isArray(present)) return wanted.every((item) => present.some((each) => isSame(each, item)));
    // A mapping in normal form (environment, networks) contains keys.
    if (isMapping(present)) return wanted.every((item) => typeof item === 'string' && item in present);
    return wanted.length === 1 && isSame(present, wanted[0]);
  }
  if (isMapping(wanted))
    return (
      isMapping(present) &&
      Object.entries(wanted).every(([key, value]) => key in present && (value === null || containsAll(present[key], value)))
    );
  return isSame(present, wanted);
}

function containsAny(present: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.some((item) => containsAll(present, [item]));
  if (isMapping(wanted)) return Object.entries(wanted).some(([key, value]) => containsAll(present, { [key]: value }));
  return isSame(present, wanted);
}

/** Equal, whatever the order of lists. */
function isSame(left: unknown, right: unknown): boolean {
  return isSameValue(sorted(left), sorted(right));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted).toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sorted(item)]));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As a learner could have written it, on one line. */
function describe(value: unknown): string {
  if (typeof value === 'string') return `“${value}”`;
  if (value === undefined || value === null) return 'empty';
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.length === 1 ? `“${String(value[0])}”` : `[${value.join(', ')}]`;
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
