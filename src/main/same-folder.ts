import { realpath } from 'node:fs/promises';

/** Whether two paths lead to the same folder; one that is not there is only itself. */
export async function isSameFolder(one: string, other: string): Promise<boolean> {
  const [first, second] = await Promise.all([one, other].map((folder) => realpath(folder).catch(() => folder)));
  return first === second;
}
