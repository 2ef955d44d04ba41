import { z } from 'zod';

const path = z.string().min(1);

/**
 * One change of a YAML file at a path of keys (`services.frontend.ports`). Lists and mappings on the way are made where they are missing, and
 * removed once nothing is left in them.
 */
export const yamlOperation = z.union([
  /** A mapping is merged into what is there; everything else takes the place of what is there. */
  z.strictObject({ set: path, to: z.json() }),
  /** Adds an item to a list, unless it is in it. */
  z.strictObject({ insert: path, item: z.json() }),
  /** Removes a key, or one item of a list. */
  z.strictObject({ delete: path, item: z.json().optional() }),
]);
export type YamlOperation = z.infer<typeof yamlOperation>;

export const editChange = z.discriminatedUnion('by', [
  /** The lines `before`, standing in the file once, become `after`. */
  z.object({ by: z.literal('lines'), before: z.string(), after: z.string() }),
  /** The file is made, with this text; an empty file counts as none. */
  z.object({ by: z.literal('file'), text: z.string() }),
  /** Changes by meaning; comments and the layout of the rest stay. */
  z.object({ by: z.literal('yaml'), operations: z.array(yamlOperation).min(1) }),
]);
export type EditChange = z.infer<typeof editChange>;

export const diffLine = z.object({ kind: z.enum(['same', 'removed', 'added', 'gap']), text: z.string() });
export type DiffLine = z.infer<typeof diffLine>;

/**
 * An edit against the file as it is now. `open`: it can be applied; `applied`: the file is so already; `conflict`: it does not fit (the
 * learner went another way); `later`: it builds on an edit above it that is still to be made; `missing`: there is no such file.
 */
export const editView = z.object({
  state: z.enum(['open', 'applied', 'conflict', 'later', 'missing']),
  /** What the file has and what is expected; where there is no difference left, the lesson's own change. */
  lines: z.array(diffLine),
  /** Why it does not fit, in a sentence. */
  reason: z.string().optional(),
  /** The file cannot be read, so that nothing fits. */
  isBroken: z.boolean().optional(),
  /** From the file as it is to the lesson's own file with this edit, which may take its place; where the edit does not fit. */
  replacement: z.array(diffLine).optional(),
});
export type EditView = z.infer<typeof editView>;
