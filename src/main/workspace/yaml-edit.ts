import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  YAMLMap,
  type Document,
  type Node,
  type Scalar,
  type ToStringOptions,
  type YAMLParseError,
} from 'yaml';
import type { YamlOperation } from '../../shared/course/edit.ts';
import { parseCompose } from '../../shared/compose/parse.ts';
import { isSameValue } from '../../shared/same-value.ts';
import { diffLines } from './line-diff.ts';
import type { EditOutcome } from './edit-outcome.ts';

/** Why an operation does not fit, as a sentence. */
class Misfit extends Error {}

/**
 * Carries out operations on a YAML text. Comments, order and layout of what is not touched stay. It is `already` so where nothing changes,
 * or where the text means the same as a compose file.
 */
export function applyYamlChange(text: string, operations: readonly YamlOperation[]): EditOutcome {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) return { kind: 'conflict', reason: faultOf(error), isBroken: true };
  const before: unknown = document.toJS();
  const style = styleOf(text);
  const untouched = document.toString(style);
  try {
    for (const operation of operations) carryOut({ document, text }, operation);
  } catch (misfit) {
    if (misfit instanceof Misfit) return { kind: 'conflict', reason: misfit.message };
    throw misfit;
  }
  const after: unknown = document.toJS();
  if (isSameValue(before, after)) return { kind: 'already' };
  const changed = withLayoutOf(text, untouched, document.toString(style), after);
  return isSameProject(text, changed) ? { kind: 'already' } : { kind: 'applied', text: changed };
}

/** The parser ends its first line with the place, and draws it below. */
function faultOf({ message, linePos }: Pick<YAMLParseError, 'message' | 'linePos'>): string {
  const what = (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
  return `Line ${linePos?.[0].line ?? 1} is no correct YAML: ${what.charAt(0).toLowerCase()}${what.slice(1)}.`;
}

/** The document that is changed, and the text that it was read from. */
interface Draft {
  document: Document;
  text: string;
}

function carryOut(draft: Draft, operation: YamlOperation): void {
  if ('set' in operation) set(draft, keysOf(operation.set), operation.to);
  else if ('insert' in operation) insert(draft, keysOf(operation.insert), operation.item);
  else remove(draft.document, keysOf(operation.delete), operation.item);
}

function keysOf(path: string): string[] {
  return path.split('.');
}

function set(draft: Draft, keys: readonly string[], value: unknown): void {
  const { document, text } = draft;
  const found: unknown = document.getIn(keys, true);
  if (isPlainMapping(value) && (isMap(found) || Object.keys(value).length > 0) && !isSeq(found)) {
    for (const [key, item] of Object.entries(value)) set(draft, [...keys, key], item);
    return;
  }
  if (document.hasIn(keys) && isSameValue(valueAt(document, keys), value)) return;
  makeWay(document, keys);
  if (isScalar(found) && !isCollection(value) && (typeof value !== 'object' || value === null)) {
    // The node keeps its comment; quotes fit the new value.
    const { type } = createNode(document, value, text) as Scalar;
    found.value = value;
    delete found.source;
    if (type === undefined) delete found.type;
    else found.type = type;
    return;
  }
  document.setIn(keys, createNode(document, value, text));
}

function insert({ document, text }: Draft, keys: readonly string[], item: unknown): void {
  const found: unknown = document.getIn(keys, true);
  if (isSeq(found)) {
    const items: unknown = found.toJS(document);
    if (Array.isArray(items) && items.some((each) => isSameValue(each, item))) return;
    found.add(createNode(document, item, text));
    return;
  }
  if (found !== undefined && !(isScalar(found) && found.value === null))
    throw new Misfit(`${keys.join('.')} is not a list, so nothing can be added to it.`);
  makeWay(document, keys);
  document.setIn(keys, createNode(document, [item], text));
}

function remove(document: Document, keys: readonly string[], item: unknown): void {
  if (!document.hasIn(keys)) return;
  if (item === undefined) document.deleteIn(keys);
  else {
    const list: unknown = document.getIn(keys, true);
    if (!isSeq(list)) throw new Misfit(`${keys.join('.')} is not a list, so nothing can be taken out of it.`);
    const items: unknown = list.toJS(document);
    const index = Array.isArray(items) ? items.findIndex((each) => isSameValue(each, item)) : -1;
    if (index === -1) return;
    list.delete(index);
  }
  // An empty list or mapping would be a slip in a compose file.
  for (let length = item === undefined ? keys.length - 1 : keys.length; length > 0; length--) {
    const node: unknown = document.getIn(keys.slice(0, length), true);
    if (!isCollection(node) || node.items.length > 0) break;
    document.deleteIn(keys.slice(0, length));
  }
}

/** Makes the mappings on the way to a key; refuses where something else is in the way. */
function makeWay(document: Document, keys: readonly string[]): void {
  if (document.contents === null) document.set(keys[0] ?? '', null);
  for (let length = 1; length < keys.length; length++) {
    const path = keys.slice(0, length);
    const node: unknown = document.getIn(path, true);
    if (isMap(node)) {
      // `{}` stays on one line only as long as it is empty.
      if (node.items.length === 0) node.flow = false;
      continue;
    }
    if (node !== undefined && !(isScalar(node) && node.value === null)) throw new Misfit(`${path.join('.')} is not a mapping.`);
    document.setIn(path, new YAMLMap());
  }
}

function valueAt(document: Document, keys: readonly string[]): unknown {
  const node: unknown = document.getIn(keys, true);
  return isCollection(node) || isScalar(node) ? (node.toJS(document) as unknown) : undefined;
}

function isPlainMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The file's own habits, so that what is added looks like the rest. */
function styleOf(text: string): ToStringOptions {
  const nested = /^( +)\S/m.exec(text)?.[1]?.length ?? 2;
  const hasFlatLists = /^( *)[^\s#-][^\n]*:[^\S\n]*\r?\n\1- /m.test(text);
  return {
    lineWidth: 0,
    nullStr: '',
    indent: Math.min(8, Math.max(1, nested)),
    indentSeq: !hasFlatLists,
    flowCollectionPadding: /[[] /.test(text),
    singleQuote: hasSingleQuotes(text),
  };
}

function hasSingleQuotes(text: string): boolean {
  return !/[\s[]"/.test(text);
}

/** A new node; texts that YAML's older readers take for numbers or yes and no stand in quotes (`80:80`). */
function createNode(document: Document, value: unknown, text: string): Node {
  const node = document.createNode(value);
  visit(node, {
    Scalar(_key, scalar) {
      if (typeof scalar.value === 'string' && /^\d[\d:._-]*(\/\w+)?$|^(y|yes|n|no|on|off)$/i.test(scalar.value))
        scalar.type = hasSingleQuotes(text) ? 'QUOTE_SINGLE' : 'QUOTE_DOUBLE';
    },
  });
  return node;
}

/**
 * Takes over into the original only the lines in which the written-out documents differ. Where the writer lays out the rest otherwise
 * than the file does, its lines still stand one for one; where they do not, its own text is taken.
 */
function withLayoutOf(original: string, untouched: string, changed: string, meaning: unknown): string {
  const ending = original.includes('\r\n') ? '\r\n' : '\n';
  const own = original.split(/\r?\n/);
  const before = untouched.split('\n');
  const after = changed.split('\n');
  if (own.length !== before.length) return after.join(ending);
  const lines: string[] = [];
  // `at`: the line of the original that is reached.
  let at = 0;
  for (const { kind, text } of diffLines(untouched, changed)) {
    if (kind === 'added') lines.push(indentAs(text, own, before, at));
    else {
      if (kind === 'same') lines.push(own[at] ?? text);
      at++;
    }
  }
  const merged = [...lines, ...own.slice(at)].join(ending);
  return isSameValue(toValue(merged), meaning) ? merged : after.join(ending);
}

/** Indents a line as the original does at that place where the writer indents it so. */
function indentAs(line: string, own: readonly string[], before: readonly string[], at: number): string {
  const indent = indentOf(line);
  for (let index = at - 1; index >= 0; index--) {
    const written = before[index] ?? '';
    if (written.trim() === '' || indentOf(written) > indent || isItem(written) !== isItem(line)) continue;
    const shift = indentOf(own[index] ?? '') - indentOf(written);
    return shift >= 0 ? `${' '.repeat(shift)}${line}` : line.slice(Math.min(-shift, indent));
  }
  return line;
}

function isItem(line: string): boolean {
  return line.trimStart().startsWith('- ');
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function toValue(text: string): unknown {
  const document = parseDocument(text);
  return document.errors.length > 0 ? undefined : (document.toJS() as unknown);
}

/** Whether two compose files mean the same; false where one of them is none. */
function isSameProject(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => parseCompose(text, { projectName: 'same' }));
  if (left?.project === undefined || right?.project === undefined) return false;
  if ([...left.problems, ...right.problems].some(({ severity }) => severity === 'error')) return false;
  return isSameValue(left.project, right.project);
}
