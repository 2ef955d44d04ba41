import { z } from 'zod';
import { diffLine } from '../course/edit.ts';

/** Paths are relative to the workspace, with `/` between names on every system. */
export const workspacePath = z
  .string()
  .min(1)
  .max(400)
  .refine(
    (path) => !path.startsWith('/') && !path.includes('\\') && !path.includes('\0') && !/^[A-Za-z]:/.test(path),
    'a path inside the workspace',
  )
  .refine((path) => path.split('/').every((name) => name !== '' && name !== '.' && name !== '..'), 'a path inside the workspace');

export const workspaceEntry = z.object({ path: z.string(), kind: z.enum(['file', 'folder']), size: z.number() });
export type WorkspaceEntry = z.infer<typeof workspaceEntry>;

/** `version` is a digest of the bytes: a save names the version it was made from, so that no newer text is overwritten. */
export const workspaceFile = z.object({ path: z.string(), text: z.string(), version: z.string() });
export type WorkspaceFile = z.infer<typeof workspaceFile>;

export const workspaceView = z.object({
  /** Absolute folder on the learner's machine, to be opened in an editor of their own. */
  folder: z.string(),
  entries: z.array(workspaceEntry),
  problem: z.string().optional(),
});
export type WorkspaceView = z.infer<typeof workspaceView>;

/** What a restore does to a file. */
export const fileChange = z.object({ path: z.string(), change: z.enum(['overwritten', 'removed', 'added']) });
export type FileChange = z.infer<typeof fileChange>;

/** An earlier state of all files, kept before something changed them. `bytes`: of all its files together. */
export const workspaceCopy = z.object({
  id: z.string(),
  /** Milliseconds since 1970. */
  at: z.number(),
  /** What was about to change the files. */
  reason: z.enum(['reset', 'jump', 'solve', 'restore', 'undo', 'replace']),
  /** Number and title of the step that the learner was on. */
  step: z.string(),
  files: z.number().int(),
  bytes: z.number(),
});
export type WorkspaceCopy = z.infer<typeof workspaceCopy>;

/** A file in a copy and as it is now, where they differ. `lines`: from now to the copy; absent where the file is no text. */
export const comparedFile = z.object({
  path: z.string(),
  change: z.enum(['differs', 'only-in-copy', 'only-now']),
  lines: z.array(diffLine).optional(),
});
export type ComparedFile = z.infer<typeof comparedFile>;
