import type { TerminalView } from '../../../shared/domain/terminal.ts';
import type { TerminalNews } from '../../state/terminals-state.ts';
import { useFacts } from '../../state/model-context.tsx';

/** Where what is typed there goes, in full. */
export function usePlace({ target, environment: own }: TerminalView): string {
  const environment = own.name;
  const isHere = useFacts((facts) => facts.environments.chosen) === own.id;
  const name = useFacts((facts) => facts.lab.device?.name);
  const device = isHere ? name : undefined;
  if (target.kind === 'laptop') return `This laptop; balena commands go to: ${environment}`;
  const on = device === undefined ? environment : `${device}, ${environment}`;
  return target.kind === 'service' ? `Service ${target.service} on ${on}` : `Host OS of ${on}`;
}

/** That its shell has ended, or never began. */
export function endWord({ problem }: Pick<TerminalView, 'problem'>): string {
  return problem === undefined ? 'ended' : 'not started';
}

/** What a terminal does, and what it did while nobody looked; empty where nobody knows. */
export function stateWords(view: Pick<TerminalView, 'state' | 'exitCode' | 'problem'>, news: TerminalNews | undefined): string {
  const { state, exitCode } = view;
  const now = { starting: 'starting', prompt: 'at its prompt', running: 'running', ended: endWord(view), unknown: '' }[state];
  const past =
    news === undefined
      ? ''
      : { failed: `failed with exit code ${exitCode ?? 1}`, bell: 'bell', finished: 'finished', output: 'new output' }[news];
  return [now, past].filter((word) => word !== '').join(', ');
}
