import type { ReactElement } from 'react';
import type { CommandBlock } from '../../shared/course/course.ts';
import type { BlockRun } from '../../shared/course/progress.ts';
import { hasWorked, wasStopped } from '../../shared/course/run-state.ts';
import { firstLine } from '../state/announcements.ts';
import { useModel, useSelect } from '../state/model-context.tsx';
import { outputTitle } from './run-words.ts';

/** What the command printed, folded; one that failed shows it at once. */
export function CommandOutput({ block, run }: { block: CommandBlock; run: BlockRun | undefined }): ReactElement | null {
  const { terminals } = useModel();
  const isThere = useSelect(terminals.store, ({ views }) => views.some(({ id }) => id === run?.terminalId));
  const output = run?.output?.trimEnd() ?? '';
  if (run === undefined || output === '') return null;
  const hasFailed = run.state === 'done' && !hasWorked(block, run) && !wasStopped(block, run);
  return (
    <details key={`${run.startedAt ?? ''}`} className="command-output" open={hasFailed}>
      <summary>{outputTitle(output, run.omittedLines ?? 0, isThere)}</summary>
      <pre tabIndex={0} aria-label={`Output of ${firstLine(block.text)}`}>
        {output}
      </pre>
    </details>
  );
}
