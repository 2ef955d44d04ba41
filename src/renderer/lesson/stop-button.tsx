import { Square, X } from 'lucide-react';
import { useRef, type ReactElement, type RefObject } from 'react';
import { IconButton } from '../components/icon-button.tsx';
import { useModel } from '../state/model-context.tsx';
import { useFocusHeir } from './use-focus-heir.ts';

export interface StopButtonProps {
  blockId: string;
  name: string;
  isWaiting: boolean;
  /** What has the focus once there is nothing to stop any more. */
  heir: RefObject<HTMLElement | null>;
}

export function StopButton({ blockId, name, isWaiting, heir }: StopButtonProps): ReactElement {
  const model = useModel();
  const button = useRef<HTMLButtonElement>(null);
  useFocusHeir(button, heir);
  return (
    <IconButton
      ref={button}
      label={`Stop: ${name}`}
      tip={isWaiting ? 'Do not wait' : 'Stop (as Ctrl+C)'}
      className={`stop-button ${isWaiting ? '' : 'stop-running'}`}
      onClick={() => void model.cancelBlock(blockId)}
    >
      {isWaiting ? <X aria-hidden /> : <Square aria-hidden />}
    </IconButton>
  );
}
