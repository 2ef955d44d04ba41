import { Hourglass, LoaderCircle, Play, RotateCw } from 'lucide-react';
import type { ReactElement, Ref } from 'react';
import { WithTip } from '../components/icon-button.tsx';

export interface RunButtonProps {
  ref: Ref<HTMLButtonElement>;
  name: string;
  look: 'fresh' | 'next' | 'again' | 'waiting' | 'going';
  tip: string;
  /** It keeps its place and its focus while it does nothing. */
  isOff: boolean;
  /** What tells how the run stands. */
  describedBy: string | undefined;
  onRun: () => void;
}

export function RunButton({ ref, name, look, tip, isOff, describedBy, onRun }: RunButtonProps): ReactElement {
  return (
    <WithTip tip={tip}>
      <button
        ref={ref}
        type="button"
        className={`run-button ${look === 'next' ? 'run-next' : ''}`}
        aria-label={`Run: ${name}`}
        aria-disabled={isOff ? true : undefined}
        aria-describedby={describedBy}
        onClick={() => {
          if (!isOff) onRun();
        }}
      >
        {icons[look]}
      </button>
    </WithTip>
  );
}

const icons = {
  fresh: <Play aria-hidden />,
  next: <Play aria-hidden />,
  again: <RotateCw aria-hidden />,
  waiting: <Hourglass className="waits" aria-hidden />,
  going: <LoaderCircle className="turning" aria-hidden />,
} as const;
