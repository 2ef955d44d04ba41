import type { ReactElement } from 'react';
import type { Step } from '../../shared/course/course.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useModel, usePlace, useSelect } from '../state/model-context.tsx';
import { DevicePicture } from './device-picture.tsx';
import type { DeviceState } from './device-state.ts';

/** What the region says when there is nothing to look at: what it is, why, what to do, one button. */
export function DeviceEmpty({ state, problem }: { state: DeviceState; problem: string | undefined }): ReactElement {
  const model = useModel();
  const { step } = usePlace();
  const failure = useSelect(model.lesson.store, (lesson) => lesson.problems['environment']);
  const restart = (): void => void model.lesson.attempt('environment', () => model.bridge.call('environment.restart', undefined));
  switch (state) {
    case 'starting':
      return (
        <EmptyState picture={<DevicePicture state="starting" />} title="The practice device is starting">
          A cloud and a device of your own start on this machine. It takes a few seconds.
        </EmptyState>
      );
    case 'failed':
    case 'unreadable':
      return (
        <EmptyState
          picture={<DevicePicture state="failed" />}
          title={state === 'failed' ? 'The practice device did not start' : 'The practice cloud does not answer'}
          action={
            <Button look="primary" className="button-large" onClick={restart}>
              Restart
            </Button>
          }
        >
          <p>{problem ?? 'It gave no reason.'}</p>
          <p>Your files and your progress are safe.</p>
          {failure === undefined ? null : <ProblemNote problem={failure} />}
        </EmptyState>
      );
    case 'signed-out':
      return (
        <EmptyState
          picture={<DevicePicture state="signed-out" />}
          title="You are not signed in yet"
          action={<CommandButton step={step} pattern={/\bbalena login\b/} />}
        >
          <p>
            Fleets and devices belong to an account. Sign in with <code>balena login</code>, and yours appear here.
          </p>
        </EmptyState>
      );
    default:
      return (
        <EmptyState
          picture={<DevicePicture state="no-fleet" />}
          title="No fleet yet"
          action={<CommandButton step={step} pattern={/\bbalena fleet create\b/} />}
        >
          <p>
            A fleet is a group of devices that run the same services. Make one with <code>balena fleet create</code>.
          </p>
        </EmptyState>
      );
  }
}

/** Leads to the lesson's own command for this, where the step has one. */
function CommandButton({ step, pattern }: { step: Step; pattern: RegExp }): ReactElement | null {
  const block = step.blocks.find((candidate) => candidate.kind === 'command' && pattern.test(candidate.text));
  if (block?.kind !== 'command') return null;
  function show(): void {
    const card = document.querySelector(`[data-block="${CSS.escape(block?.kind === 'command' ? block.id : '')}"]`);
    card?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    card?.querySelector('button')?.focus({ preventScroll: true });
  }
  return (
    <Button look="primary" className="button-large" onClick={show}>
      Show the command
    </Button>
  );
}
