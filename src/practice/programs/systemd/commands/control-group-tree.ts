import type { Process } from '../../../process/process.ts';
import type { Manager } from '../manager/manager.ts';
import type { Unit } from '../manager/unit.ts';
import { edgesOf } from '../manager/unit.ts';

/** `/system.slice/printer.service`, below the slices of the unit's slice. */
export function groupOf(unit: Unit): string {
  if (unit.id === 'init.scope') return '/init.scope';
  const slice = [...edgesOf(unit, 'requires')].find(({ type }) => type === 'slice');
  return slice === undefined || slice.id === '-.slice' ? `/${unit.id}` : `${sliceGroup(slice.id)}/${unit.id}`;
}

function sliceGroup(id: string): string {
  const parts = id.replace(/\.slice$/, '').split('-');
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('-')}.slice`).join('');
}

interface Node {
  name: string;
  processes: Process[];
  children: Map<string, Node>;
}

/** The machine's processes by their units, as `systemctl status` and `systemd-cgls` draw them. */
export function controlGroupTree(manager: Manager): string[] {
  const root: Node = { name: '/', processes: [], children: new Map() };
  for (const process of manager.init.system.processes.list()) {
    const unit = manager.groups.unitOf(process);
    const isInit = process.pid === 1 || (unit === undefined && process.parent === 1);
    const path = unit !== undefined ? groupOf(unit) : isInit ? '/init.scope' : '/';
    let node = root;
    for (const name of path.split('/').filter((part) => part !== '')) {
      const child = node.children.get(name) ?? { name, processes: [], children: new Map() };
      node.children.set(name, child);
      node = child;
    }
    node.processes.push(process);
  }
  return draw(root);
}

function draw(node: Node): string[] {
  const lines: string[] = [];
  const children = [...node.children.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
  const width = Math.max(0, ...node.processes.map(({ pid }) => String(pid).length));
  for (const [index, process] of node.processes.entries()) {
    const isLast = index === node.processes.length - 1 && children.length === 0;
    lines.push(`${isLast ? '└─' : '├─'}${String(process.pid).padStart(width)} ${quoteArguments(process.arguments)}`);
  }
  for (const [index, child] of children.entries()) {
    const isLast = index === children.length - 1;
    lines.push(`${isLast ? '└─' : '├─'}${child.name}`, ...draw(child).map((line) => `${isLast ? '  ' : '│ '}${line}`));
  }
  return lines;
}

/** A command line with quotes where an argument has blanks. */
export function quoteArguments(words: readonly string[]): string {
  return words.map((word) => (/[\s"'$]/.test(word) || word === '' ? `"${word.replaceAll(/(["\\$`])/g, '\\$1')}"` : word)).join(' ');
}
