import { Check, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { CommandBlock } from '../../shared/course/course.ts';
import type { BlockRun } from '../../shared/course/progress.ts';
import { goesOn } from '../../shared/course/run-state.ts';
import { WithTip } from '../components/icon-button.tsx';
import { useNow } from '../state/use-now.ts';
import { runWords } from './run-words.ts';

/** How the run stands; its row has room for it before anything has run. */
export function RunState({ block, run, id }: { block: CommandBlock; run: BlockRun; id: string }): ReactElement {
  const now = useNow(1000, goesOn(block, run));
  const { look, text, detail } = runWords(block, run, now);
  const words = (
    <span id={id} className={`run-state run-${look}`}>
      {look === 'worked' ? <Check role="img" aria-label="Worked" /> : null}
      {look === 'failed' ? <X role="img" aria-label="Failed" /> : null}
      <span>
        {text}
        {detail === undefined ? null : <span className="visually-hidden">, {detail}</span>}
      </span>
    </span>
  );
  return detail === undefined ? words : <WithTip tip={detail}>{words}</WithTip>;
}
