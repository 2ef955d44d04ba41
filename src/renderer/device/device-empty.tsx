import type { ReactElement } from 'react';
import type { Step } from '../../shared/course/course.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel, usePlace, useSelect } from '../state/model-context.tsx';
import { DevicePicture } from './device-picture.tsx';
import type { DeviceState } from './device-state.ts';

/** What the region says when there is nothing to look at: what it is, why, what to do, one button. */
export function DeviceEmpty({ state, problem }: { state: DeviceState; problem: string | undefined }): ReactElement {
  const model = useModel();
  const { step } = usePlace();
  const { kind, name } = useFacts((facts) => facts.environment);
  const isPractice = kind === 'practice';
  const failure = useSelect(model.lesson.store, (lesson) => lesson.problems['environment']);
  const restart = (): void => void model.lesson.attempt('environment', () => model.bridge.call('environment.restart', undefined));
  switch (state) {
    case 'starting':
      return (
        <EmptyState
          picture={<DevicePicture state="starting" />}
          title={isPractice ? 'The practice device is starting' : `${name} is being asked`}
        >
          {isPractice ? (
            'A cloud and a device of your own start on this machine. It takes a few seconds.'
          ) : (
            <>
              <p>Whether it answers will be known in a few seconds.</p>
              {problem === undefined ? null : <p>{problem} It is tried again.</p>}
            </>
          )}
        </EmptyState>
      );
    case 'failed':
    case 'unreadable':
      return (
        <EmptyState
          picture={<DevicePicture state="failed" />}
          title={
            isPractice && state === 'failed'
              ? 'The practice device did not start'
              : `${isPractice ? 'The practice cloud' : name} does not answer`
          }
          action={
            <Button look="primary" className="button-large" onClick={restart}>
              {isPractice ? 'Restart' : 'Try again'}
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
          action={
            isPractice ? (
              <CommandButton step={step} pattern={/\bbalena login\b/} />
            ) : (
              <Button look="primary" className="button-large" onClick={() => model.screen.setState({ overlay: 'sign-in' })}>
                Sign in…
              </Button>
            )
          }
        >
          <p>
            Fleets and devices belong to an account. Sign in {isPractice ? '' : `to ${name} here, or `}with <code>balena login</code>, and
            yours appear here.
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
