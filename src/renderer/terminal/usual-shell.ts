import type { Layout } from '../../shared/contract.ts';
import type { Model } from '../state/model.ts';
import type { TerminalsState } from '../state/terminals.ts';

/** File of the shell of new terminals: the one that the learner chose, or the machine's own, which is the first. */
export function usualShellOf(shells: TerminalsState['shells'], { terminalShell }: Pick<Layout, 'terminalShell'>): string | undefined {
  return (shells.find(({ file }) => file === terminalShell) ?? shells[0])?.file;
}

/** Known to main at once: the next terminal may be opened at this moment. */
export function chooseUsualShell({ layout }: Pick<Model, 'layout'>, file: string): void {
  layout.change({ terminalShell: file });
  layout.flush();
}
