import { mkdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { FileChange, WorkspaceCopy, WorkspaceFile, WorkspaceView } from '../../shared/domain/workspace.ts';
import { FleetlabError } from '../../shared/errors.ts';
import type { EventBus } from '../event-bus.ts';
import type { Handlers } from '../rpc.ts';
import { applyEdit, type Edit } from './edit.ts';
import { openCopies, type CopyOccasion, type Copies } from './copies.ts';
import { changesTo, restoreFiles, type Extent } from './restore.ts';
import { isMissing, resolveInside } from './safe-path.ts';
import { readText, replaceFile, versionOf } from './text-file.ts';
import { listTree, readFiles, type Files } from './tree.ts';
import { watchFolder } from './watch.ts';

export interface WorkspaceOptions {
  /** Absolute; made and seeded on first use. */
  folder: string;
  /** Folder with the starter files, one folder a fleet. */
  seed: string;
  bus: EventBus;
  /** Where copies of the files go; beside the workspace unless told. */
  copies?: string;
  now?: () => Date;
}

/** The learner's working copy. Paths are as `workspacePath`: relative, with `/`. Errors are FleetlabErrors. */
export interface Workspace {
  readonly folder: string;
  view(): WorkspaceView;
  /** Rejects with `not-found`, `not-text`, `too-large`, `not-a-file`, `invalid-path`. */
  read(path: string): Promise<WorkspaceFile>;
  /** Rejects with `file-changed` where the file is no longer `basedOn`. */
  write(file: { path: string; text: string; basedOn?: string | undefined }): Promise<WorkspaceFile>;
  remove(path: string): Promise<void>;
  /** Does nothing where the file is so already. Rejects with `edit-does-not-fit`, or `not-found` where there is no such file. */
  applyEdit(edit: Edit): Promise<WorkspaceFile>;
  /** Gives a file this text; a copy of all files as they were is kept first. */
  replace(path: string, text: string, occasion: CopyOccasion): Promise<WorkspaceFile>;
  /** The starter files, by path. */
  seedFiles(): Promise<Files>;
  /** What `restoreTo` would change now. */
  changesTo(files: Files, extent: Extent): Promise<FileChange[]>;
  /**
   * Gives an extent of the workspace exactly these files. Where a file of the learner's is overwritten or removed by that, a copy of all
   * files is kept first; resolves to it.
   */
  restoreTo(files: Files, extent: Extent, occasion: CopyOccasion): Promise<WorkspaceCopy | undefined>;
  /** Keeps a copy of all files, where they differ from these. */
  keepCopy(unless: Files, occasion: CopyOccasion): Promise<WorkspaceCopy | undefined>;
  /** All files as they are. */
  files(): Promise<Files>;
  readonly copies: Copies;
  /** Puts missing starter files back (those that `startWith` names, where it was told); leaves all others alone. */
  restore(): Promise<WorkspaceView>;
  /** What `restore` puts back instead of the seed: the files that the current step starts with. */
  startWith(files: () => Promise<Files>): void;
  onChange(listener: () => void): () => void;
  handlers: Pick<Handlers, WorkspaceProcedures>;
  close(): Promise<void>;
}

type WorkspaceProcedures = 'workspace.read' | 'workspace.write' | 'workspace.remove' | 'workspace.restore';

const deletedProblem = 'The workspace folder was deleted. Restore it to get its starter files back.';
/** In a larger burst only files that somebody has read are told one by one. */
const mostFilesTold = 100;

/** Opens the workspace; each starter folder that is missing is seeded. Rejects with `workspace-unusable` where the folder cannot be made. */
export async function createWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { bus } = options;
  const folder = resolve(options.folder);
  const copies = await openCopies(options.copies ?? join(dirname(folder), 'copies'), options.now ?? (() => new Date()));
  const listeners = new Set<() => void>();
  /** Path → version that the renderer was told last. */
  const told = new Map<string, string>();
  let startingFiles = () => readFiles(options.seed) as Promise<Files>;
  let entries: WorkspaceView['entries'] = [];
  let problem: string | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new FleetlabError(
      'workspace-unusable',
      `The folder for your files, ${folder}, cannot be used: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'If something else has that name, move it away; or choose another folder with --data-dir.',
      { cause },
    );
  });
  await addMissing(await startingFiles());
  entries = await listTree(folder);

  const watch = await watchFolder(folder, {
    onChange: (paths) => void inOrder(() => refresh(paths)),
    onPresence: () => void inOrder(() => refresh([...told.keys()])),
    onProblem: (message) => {
      problem = message;
      announce();
    },
  });

  /** One at a time, so that nothing comes between looking at a file's version and writing it. */
  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  }

  function view(): WorkspaceView {
    return { folder, entries, ...(problem === undefined ? {} : { problem }) };
  }

  function announce(): void {
    bus.emit('workspace.changed', view());
    for (const listener of listeners) listener();
  }

  /** Reads the listing anew and tells which of these files have a new text. */
  async function refresh(paths: readonly string[]): Promise<void> {
    const before = JSON.stringify(view());
    try {
      entries = await listTree(folder);
      problem = undefined;
    } catch {
      entries = [];
      problem = deletedProblem;
    }
    let changed = JSON.stringify(view()) !== before;
    for (const path of paths.length > mostFilesTold ? paths.filter((path) => told.has(path)) : paths) {
      const file = await readQuietly(path);
      if (file === undefined) changed = told.delete(path) || changed;
      else if (told.get(path) !== file.version) {
        told.set(path, file.version);
        bus.emit('workspace.fileChanged', file);
        changed = true;
      }
    }
    if (changed) announce();
  }

  /** Undefined where the file is gone or is none that can be shown. */
  async function readQuietly(path: string): Promise<WorkspaceFile | undefined> {
    try {
      const file = await readText(await resolveInside(folder, path), path);
      return file === undefined ? undefined : { path, ...file };
    } catch {
      return undefined;
    }
  }

  async function readNow(path: string): Promise<WorkspaceFile> {
    const text = await readText(await placeOf(path), path);
    if (text === undefined) throw new FleetlabError('not-found', `There is no file ${path}.`, 'Choose another file, or reset the step.');
    const file = { path, ...text };
    const known = told.get(path);
    told.set(path, file.version);
    // A reader may be the first to see another program's change; all others are told as well.
    if (known !== undefined && known !== file.version) {
      bus.emit('workspace.fileChanged', file);
      announce();
    }
    return file;
  }

  /** In order with the watch, so that an older text is never answered after a newer one was told. */
  const read: Workspace['read'] = (path) => inOrder(() => readNow(path));

  async function placeOf(path: string): Promise<string> {
    try {
      return await resolveInside(folder, path);
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw new FleetlabError('workspace-missing', 'The workspace folder was deleted.', 'Restore it first.', { cause: error });
    }
  }

  async function save(path: string, text: string): Promise<WorkspaceFile> {
    const bytes = Buffer.from(text, 'utf8');
    await replaceFile(await placeOf(path), bytes);
    await refresh([path]);
    return { path, text, version: versionOf(bytes) };
  }

  async function addMissing(files: Files): Promise<void> {
    const present = await readFiles(folder);
    const topOf = (path: string) => path.split('/')[0];
    const folders = new Set([...present.keys()].map(topOf));
    for (const [path, bytes] of files) {
      // A file that the learner deleted from a folder in use stays deleted; a folder that is gone comes back whole.
      if (!present.has(path) && !folders.has(topOf(path))) await replaceFile(await resolveInside(folder, path), bytes);
    }
  }

  const write: Workspace['write'] = ({ path, text, basedOn }) =>
    inOrder(async () => {
      if (basedOn !== undefined) {
        const current = await readText(await placeOf(path), path);
        if (current === undefined) throw changed(path, 'was deleted by another program');
        if (current.version !== basedOn) throw changed(path, 'was changed by another program');
      }
      return save(path, text);
    });

  const remove: Workspace['remove'] = (path) =>
    inOrder(async () => {
      const place = await placeOf(path);
      if ((await readText(place, path).catch(() => true)) === undefined) throw new FleetlabError('not-found', `There is no file ${path}.`);
      await rm(place);
      await refresh([path]);
    });

  const restore: Workspace['restore'] = () =>
    inOrder(async () => {
      await mkdir(folder, { recursive: true });
      await addMissing(await startingFiles());
      await refresh([...told.keys()]);
      void watch.look();
      return view();
    });

  return {
    folder,
    view,
    read,
    write,
    remove,
    restore,
    applyEdit: (edit) =>
      inOrder(async () => {
        const file = edit.change.by === 'file' ? await readQuietly(edit.file) : await readNow(edit.file);
        const outcome = applyEdit(file?.text, edit.change);
        if (outcome.kind === 'applied') return save(edit.file, outcome.text);
        if (outcome.kind === 'conflict') throw doesNotFit(edit, outcome.reason);
        return file ?? readNow(edit.file);
      }),
    replace: (path, text, occasion) =>
      inOrder(async () => {
        await copies.take(await readFiles(folder), occasion);
        return save(path, text);
      }),
    seedFiles: () => readFiles(options.seed),
    changesTo: (files, extent) => inOrder(async () => changesTo(await readFiles(folder), files, extent)),
    restoreTo: (files, extent, occasion) =>
      inOrder(async () => {
        const present = await readFiles(folder);
        const losesSome = changesTo(present, files, extent).some(({ change }) => change !== 'added');
        const copy = losesSome ? await copies.take(present, occasion) : undefined;
        const changed = await restoreFiles(folder, files, extent);
        void watch.look();
        await refresh(changed);
        return copy;
      }),
    keepCopy: (unless, occasion) =>
      inOrder(async () => {
        const present = await readFiles(folder);
        return changesTo(present, unless, 'everything').length === 0 ? undefined : copies.take(present, occasion);
      }),
    files: () => inOrder(() => readFiles(folder)),
    copies,
    startWith(files) {
      startingFiles = files;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    handlers: {
      'workspace.read': ({ path }) => read(path),
      'workspace.write': (input) => write(input),
      'workspace.remove': async ({ path }) => {
        await remove(path);
        return undefined;
      },
      'workspace.restore': restore,
    },
    async close() {
      await watch.close();
      await queue;
    },
  };
}

function changed(path: string, how: string): FleetlabError {
  return new FleetlabError('file-changed', `${path} ${how}, so it was not saved.`, 'Compare both texts, then keep one of them.');
}

function doesNotFit(edit: Edit, reason: string): FleetlabError {
  return new FleetlabError(
    'edit-does-not-fit',
    `The change does not fit ${edit.file}: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`,
    'Make the change by hand, or reset the step to get its starting file back.',
  );
}
