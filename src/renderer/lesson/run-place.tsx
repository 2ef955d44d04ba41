import { Laptop, SquareTerminal } from 'lucide-react';
import { useRef, type ReactElement, type RefObject } from 'react';
import type { CommandBlock, Step } from '../../shared/course/course.ts';
import { WithTip } from '../components/icon-button.tsx';
import { useModel, useSelect } from '../state/model-context.tsx';
import { nameAmongOthers } from '../state/terminal-names.ts';
import { targetName } from '../terminal/tabs/target-name.ts';
import { useFocusHeir } from './use-focus-heir.ts';

export interface RunPlaceProps {
  step: Step;
  block: CommandBlock;
  /** The terminal that has its run, or had it. */
  terminalId: string | undefined;
  heir: RefObject<HTMLElement | null>;
}

/** Where a command is to run, where that is not plain; and in which of several terminals it runs or ran. */
export function RunPlace({ step, block, terminalId, heir }: RunPlaceProps): ReactElement | null {
  const { terminals } = useModel();
  const name = useSelect(terminals.store, (state) => nameAmongOthers(state, terminalId));
  const place = placeOf(block, step);
  const isOnLaptop = block.target.kind === 'laptop';
  const terminal = name === undefined || terminalId === undefined ? null : <ShowTerminal id={terminalId} name={name} heir={heir} />;
  return (
    <>
      {/* A terminal in a service, or on the device, says by its name where it is. */}
      {place === undefined || (terminal !== null && !isOnLaptop) ? null : (
        <span className="command-place">
          {isOnLaptop ? <Laptop aria-hidden /> : <SquareTerminal aria-hidden />}
          {place}
        </span>
      )}
      {terminal}
    </>
  );
}

function ShowTerminal({ id, name, heir }: { id: string; name: string; heir: RefObject<HTMLElement | null> }): ReactElement {
  const model = useModel();
  const button = useRef<HTMLButtonElement>(null);
  useFocusHeir(button, heir);
  return (
    <WithTip tip="Show this terminal">
      <button
        ref={button}
        type="button"
        className="run-terminal"
        aria-label={`in ${name}: show this terminal`}
        onClick={() => model.showTerminal(id)}
      >
        in {name}
      </button>
    </WithTip>
  );
}

/** Said only where it is not plain: in another folder than the step's, in a service, on the device. */
function placeOf(block: CommandBlock, step: Step): string | undefined {
  if (block.target.kind === 'laptop') return block.folder === undefined || block.folder === step.folder ? undefined : `in ${block.folder}`;
  return `in ${targetName(block.target)}`;
}
