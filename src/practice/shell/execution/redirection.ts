import type { Redirect, Redirection } from 'unbash';
import { createContentFile } from '../../process/open-file.ts';
import type { OpenFile } from '../../process/open-file.ts';
import { ShellError } from '../control.ts';
import { expandHereDocument, expandText } from '../expansion/word.ts';
import { worded } from '../messages.ts';
import type { Shell } from '../state.ts';
import { assignVariable } from '../expansion/assign.ts';
import { featuresOf } from '../flavour.ts';
import { openTarget } from './open-target.ts';
import type { OpenMode } from './open-target.ts';

/** Puts the descriptors back as they were. */
export type Restore = () => void;

const modes: Readonly<Record<string, OpenMode>> = {
  '<': 'read',
  '>': 'write-new',
  '>|': 'write',
  '>>': 'append',
  '<>': 'read-write',
  '&>': 'write',
  '&>>': 'append',
};

/**
 * Carries out redirections from left to right, each seeing the ones before it. Throws ShellError with all of them undone.
 */
export async function redirect(shell: Shell, redirections: readonly Redirection[]): Promise<Restore> {
  const saved: { descriptor: number; file: OpenFile | undefined }[] = [];
  const replace = (descriptor: number, file: OpenFile | undefined): void => {
    saved.push({ descriptor, file: shell.files.get(descriptor) });
    if (file === undefined) shell.files.delete(descriptor);
    else shell.files.set(descriptor, file);
  };
  const restore = (): void => {
    for (const { descriptor, file } of saved.splice(0).reverse()) {
      shell.files.get(descriptor)?.release();
      if (file === undefined) shell.files.delete(descriptor);
      else shell.files.set(descriptor, file);
    }
  };
  try {
    for (const redirection of redirections) await apply(shell, redirection, replace);
  } catch (error) {
    restore();
    throw error;
  }
  return restore;
}

/** As `redirect`, but for good (`exec >file`). */
export async function redirectForGood(shell: Shell, redirections: readonly Redirection[]): Promise<void> {
  for (const redirection of redirections) {
    await apply(shell, redirection, (descriptor, file) => {
      const before = shell.files.get(descriptor);
      if (file === undefined) shell.files.delete(descriptor);
      else shell.files.set(descriptor, file);
      before?.release();
    });
  }
}

type Replace = (descriptor: number, file: OpenFile | undefined) => void;

async function apply(shell: Shell, redirection: Redirection, replace: Replace): Promise<void> {
  if (redirection.type === 'HereDoc') {
    const content = Buffer.from(await expandHereDocument(shell, redirection));
    replace(
      descriptorNumber(shell, redirection, 0),
      createContentFile(() => Promise.resolve(content)),
    );
    return;
  }
  if (redirection.target === undefined) throw new ShellError('syntax error: expected a redirection target', { status: 2, scope: 'script' });
  if (redirection.type === 'HereString') {
    const content = Buffer.from(`${await expandText(shell, redirection.target)}\n`);
    replace(
      descriptorNumber(shell, redirection, 0),
      createContentFile(() => Promise.resolve(content)),
    );
    return;
  }
  const { operator } = redirection;
  const [part, ...others] = redirection.target.parts ?? [];
  if (part?.type === 'ProcessSubstitution' && others.length === 0) {
    replace(
      descriptorNumber(shell, redirection, operator.startsWith('<') ? 0 : 1),
      await shell.interpreter.pipeSubstitution(shell, part.script, part.operator),
    );
    return;
  }
  const target = await expandText(shell, redirection.target);
  if (operator === '<&' || (operator === '>&' && /^(?:\d+-?|-)$/.test(target))) {
    duplicate(shell, redirection, target, replace);
    return;
  }
  const file = await openTarget(shell, target, modes[operator] ?? 'write');
  if (operator === '&>' || operator === '&>>' || operator === '>&') {
    if (operator === '>&' && !featuresOf(shell.flavour).bashWords) {
      file.release();
      throw new ShellError('Syntax error: Bad fd number', { status: 2, scope: 'script' });
    }
    replace(1, file);
    replace(2, file.retain());
    return;
  }
  replace(descriptorNumber(shell, redirection, operator.startsWith('<') ? 0 : 1), file);
}

/** `2>&1`, `>&-`, `3>&1-`. */
function duplicate(shell: Shell, redirection: Redirect, target: string, replace: Replace): void {
  const descriptor = descriptorNumber(shell, redirection, redirection.operator === '<&' ? 0 : 1);
  if (target === '-') {
    replace(descriptor, undefined);
    return;
  }
  const isMove = target.endsWith('-');
  const from = Number(isMove ? target.slice(0, -1) : target);
  const file = Number.isInteger(from) ? shell.files.get(from) : undefined;
  if (file === undefined) {
    throw new ShellError(`${isMove ? target.slice(0, -1) : target}: Bad file descriptor`, {
      status: worded(shell, { dash: '2', bash: '1', busybox: '2' }) === '2' ? 2 : 1,
      scope: 'command',
    });
  }
  replace(descriptor, file.retain());
  if (isMove && from !== descriptor) replace(from, undefined);
}

function descriptorNumber(shell: Shell, redirection: Redirection, otherwise: number): number {
  const { descriptor } = redirection;
  if (descriptor === undefined) return otherwise;
  if (descriptor.type === 'FileDescriptor') return descriptor.value;
  // `{name}>file` takes a free descriptor from 10 on and keeps its number in the variable.
  const known = Number(shell.variables.get(descriptor.name));
  if (redirection.type === 'Redirect' && redirection.target?.text === '-') return known;
  let free = 10;
  while (shell.files.has(free)) free += 1;
  assignVariable(shell, descriptor.name, String(free));
  return free;
}
