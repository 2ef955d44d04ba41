import type { ComparedFile } from '../../shared/domain/workspace.ts';
import type { Handlers } from '../rpc.ts';
import { diffLines, withContext } from './line-diff.ts';
import { largestText, textOf } from './text-file.ts';
import type { Workspace } from './workspace.ts';

export interface CopiesServices {
  workspace: Workspace;
  /** The step that the learner is on, as it is named beside a copy. */
  place: () => string;
}

/** The earlier copies of the learner's files: seen, compared, brought back, thrown away. */
export function copiesHandlers({
  workspace,
  place,
}: CopiesServices): Pick<Handlers, 'copies.list' | 'copies.compare' | 'copies.restore' | 'copies.remove'> {
  const { copies } = workspace;
  return {
    'copies.list': () => Promise.resolve(copies.list()),
    async 'copies.compare'({ id }) {
      const [then, now] = await Promise.all([copies.files(id), workspace.files()]);
      const paths = [...new Set([...then.keys(), ...now.keys()])].sort();
      return paths.flatMap((path) => compared(path, then.get(path), now.get(path)));
    },
    async 'copies.restore'({ id }) {
      await workspace.restoreTo(await copies.files(id), 'everything', { reason: 'restore', step: place() });
      return undefined;
    },
    async 'copies.remove'({ id }) {
      await copies.remove(id);
      return copies.list();
    },
  };
}

function compared(path: string, then: Uint8Array | undefined, now: Uint8Array | undefined): ComparedFile[] {
  if (then !== undefined && now !== undefined && Buffer.compare(then, now) === 0) return [];
  const change = then === undefined ? 'only-now' : now === undefined ? 'only-in-copy' : 'differs';
  const [before, after] = [now, then].map((bytes) => (bytes === undefined ? '' : bytes.length > largestText ? undefined : textOf(bytes)));
  const lines = before === undefined || after === undefined ? undefined : withContext(diffLines(before, after), 2);
  return [{ path, change, ...(lines === undefined ? {} : { lines }) }];
}
