import { z } from 'zod';

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
