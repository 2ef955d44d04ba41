import type { WorkspaceFile } from '../../../shared/domain/workspace.ts';

/**
 * A file that is open in the editor: its text there, what the disk held last, and how the two stand.
 *
 * `clean`: equal; `changed`: to be saved; `saving`: on its way; `conflict`: the disk holds a newer text that this one was not
 * made from; `gone`: deleted on disk; `failed`: could not be saved (`problem` says why).
 */
export interface Buffer {
  path: string;
  text: string;
  disk: WorkspaceFile;
  state: 'clean' | 'changed' | 'saving' | 'conflict' | 'gone' | 'failed';
  problem?: string;
  /** The text that a save in flight carries: seen on disk, it is our own. */
  sent?: string;
  /** Raised whenever the text was set from outside of the editor, so that the editor takes it over. */
  revision: number;
}

export type BufferEvent =
  | { kind: 'edited'; text: string }
  | { kind: 'save-started' }
  | { kind: 'saved'; file: WorkspaceFile }
  | { kind: 'save-refused'; disk: WorkspaceFile }
  | { kind: 'save-failed'; problem: string }
  | { kind: 'disk-changed'; file: WorkspaceFile }
  | { kind: 'disk-removed' }
  /** The learner's choice in a conflict. */
  | { kind: 'keep-mine' }
  | { kind: 'take-disk' };

export function openBuffer(file: WorkspaceFile): Buffer {
  return { path: file.path, text: file.text, disk: file, state: 'clean', revision: 0 };
}

/** The buffer after the event; never loses what was typed unless the learner chose `take-disk`. */
export function reduceBuffer(buffer: Buffer, event: BufferEvent): Buffer {
  switch (event.kind) {
    case 'edited':
      if (event.text === buffer.text) return buffer;
      return { ...buffer, text: event.text, state: stateAfterTyping(buffer, event.text) };
    case 'save-started':
      return { ...settled(buffer), state: 'saving', sent: buffer.text };
    case 'saved':
      return afterSave(buffer, event.file);
    case 'save-refused':
      return takeDisk({ ...settled(buffer), state: 'changed' }, event.disk);
    case 'save-failed':
      return { ...settled(buffer), state: 'failed', problem: event.problem };
    case 'disk-changed':
      return takeDisk(buffer, event.file);
    case 'disk-removed':
      return { ...settled(buffer), state: 'gone' };
    case 'keep-mine':
      return { ...settled(buffer), state: buffer.text === buffer.disk.text ? 'clean' : 'changed' };
    case 'take-disk':
      return { ...settled(buffer), text: buffer.disk.text, state: 'clean', revision: buffer.revision + 1 };
  }
}

/** The text a save may name as the one it was made from; undefined forces nothing, it means a file that is made anew. */
export function basedOn(buffer: Buffer): string | undefined {
  return buffer.state === 'gone' ? undefined : buffer.disk.version;
}

function takeDisk(buffer: Buffer, file: WorkspaceFile): Buffer {
  if (file.version === buffer.disk.version && buffer.state !== 'gone') return buffer;
  if (file.text === buffer.text) return { ...settled(buffer), disk: file, state: 'clean' };
  const untouched = buffer.state === 'clean' || (buffer.state === 'gone' && buffer.text === buffer.disk.text);
  if (untouched) return { ...settled(buffer), disk: file, text: file.text, state: 'clean', revision: buffer.revision + 1 };
  // Our own save can be seen on disk before its answer comes.
  if (file.text === buffer.sent) return afterSave(buffer, file);
  return { ...settled(buffer), disk: file, state: 'conflict' };
}

function afterSave(buffer: Buffer, file: WorkspaceFile): Buffer {
  if (buffer.state === 'conflict') return buffer;
  return { ...settled(buffer), disk: file, state: buffer.text === file.text ? 'clean' : 'changed' };
}

function stateAfterTyping(buffer: Buffer, text: string): Buffer['state'] {
  if (buffer.state === 'conflict' || buffer.state === 'gone') return buffer.state;
  return text === buffer.disk.text && buffer.sent === undefined ? 'clean' : 'changed';
}

function settled(buffer: Buffer): Buffer {
  return { path: buffer.path, text: buffer.text, disk: buffer.disk, state: buffer.state, revision: buffer.revision };
}
