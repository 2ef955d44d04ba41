import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FleetlabBridge } from '../../shared/contract.ts';
import type { WorkspaceFile, WorkspaceView } from '../../shared/domain/workspace.ts';
import { basedOn, openBuffer, reduceBuffer, type Buffer, type BufferEvent } from '../workbench/files/buffer.ts';
import { toProblem, without, type Problem } from './problem.ts';

/** Lines to bring into view and to show as new, in the file that is open. */
export interface Reveal {
  path: string;
  text: string;
  count: number;
}

export interface FilesState {
  open: string | undefined;
  buffers: Readonly<Record<string, Buffer>>;
  /** Why a file could not be opened. */
  problems: Readonly<Record<string, Problem>>;
  reveal: Reveal | undefined;
}

export interface FilesModel {
  store: StoreApi<FilesState>;
  open(path: string): Promise<void>;
  edit(path: string, text: string): void;
  keepMine(path: string): void;
  takeDisk(path: string): void;
  /** Saves everything that is not saved yet; resolves when main has it (or has refused it). */
  flush(): Promise<void>;
  /** Opens the file and brings the text into view. */
  revealText(path: string, text: string): Promise<void>;
  /** Reads what is on disk again, after the connection was lost. */
  refresh(): Promise<void>;
  /** A workspace of which files are gone marks their buffers. */
  noticeWorkspace(workspace: WorkspaceView): void;
}

/** Files that are open in the editor, saved as one types. Milliseconds of rest before a save: `saveAfter`. */
export function createFiles(bridge: FleetlabBridge, saveAfter = 500): FilesModel {
  const store = createStore<FilesState>(() => ({ open: undefined, buffers: {}, problems: {}, reveal: undefined }));
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const saves = new Map<string, Promise<void>>();

  function dispatch(path: string, event: BufferEvent): void {
    const buffer = store.getState().buffers[path];
    if (buffer === undefined) return;
    const next = reduceBuffer(buffer, event);
    if (next === buffer) return;
    store.setState((state) => ({ buffers: { ...state.buffers, [path]: next } }));
    if (next.state === 'changed') schedule(path);
  }

  function schedule(path: string): void {
    clearTimeout(timers.get(path));
    timers.set(
      path,
      setTimeout(() => void save(path), saveAfter),
    );
  }

  /** One save of a file at a time; what was typed meanwhile is saved by the next. */
  async function save(path: string): Promise<void> {
    clearTimeout(timers.get(path));
    timers.delete(path);
    await saves.get(path);
    const buffer = store.getState().buffers[path];
    if (buffer === undefined || (buffer.state !== 'changed' && buffer.state !== 'failed')) return;
    const saving = write(path, buffer).finally(() => saves.delete(path));
    saves.set(path, saving);
    await saving;
  }

  async function write(path: string, buffer: Buffer): Promise<void> {
    dispatch(path, { kind: 'save-started' });
    try {
      const file = await bridge.call('workspace.write', { path, text: buffer.text, basedOn: basedOn(buffer) });
      dispatch(path, { kind: 'saved', file });
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code === 'file-changed') await compareWithDisk(path);
      else dispatch(path, { kind: 'save-failed', problem: problem.message });
    }
  }

  async function compareWithDisk(path: string): Promise<void> {
    try {
      dispatch(path, { kind: 'save-refused', disk: await bridge.call('workspace.read', { path }) });
    } catch {
      dispatch(path, { kind: 'disk-removed' });
    }
  }

  function take(file: WorkspaceFile): void {
    if (store.getState().buffers[file.path] === undefined) return;
    dispatch(file.path, { kind: 'disk-changed', file });
  }

  async function open(path: string): Promise<void> {
    store.setState({ open: path });
    if (store.getState().buffers[path] !== undefined) return;
    try {
      const file = await bridge.call('workspace.read', { path });
      store.setState((state) => ({ buffers: { [path]: openBuffer(file), ...state.buffers }, problems: without(state.problems, path) }));
    } catch (error) {
      store.setState((state) => ({ problems: { ...state.problems, [path]: toProblem(error) } }));
    }
  }

  bridge.on('workspace.fileChanged', take);

  return {
    store,
    open,
    edit: (path, text) => dispatch(path, { kind: 'edited', text }),
    keepMine: (path) => dispatch(path, { kind: 'keep-mine' }),
    takeDisk: (path) => dispatch(path, { kind: 'take-disk' }),
    async flush() {
      await Promise.all(Object.keys(store.getState().buffers).map((path) => save(path)));
    },
    async revealText(path, text) {
      await open(path);
      store.setState((state) => ({ reveal: { path, text, count: (state.reveal?.count ?? 0) + 1 } }));
    },
    async refresh() {
      await Promise.all(
        Object.keys(store.getState().buffers).map((path) => bridge.call('workspace.read', { path }).then(take, () => undefined)),
      );
    },
    noticeWorkspace(workspace) {
      const paths = new Set(workspace.entries.map((entry) => entry.path));
      for (const path of Object.keys(store.getState().buffers)) {
        if (!paths.has(path)) dispatch(path, { kind: 'disk-removed' });
      }
    },
  };
}
