import { useState, type ReactElement } from 'react';
import type { LabView } from '../../shared/domain/device-view.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { shorten } from '../format/short.ts';
import { useModel, usePlace, useSelect } from '../state/model-context.tsx';

/** Which fleet the waiting device joins; the step's own comes first. */
export function JoinDialog({ lab }: { lab: LabView }): ReactElement {
  const model = useModel();
  const { step } = usePlace();
  const isOpen = useSelect(model.screen, (state) => state.overlay === 'join');
  const problem = useSelect(model.lesson.store, (state) => state.problems['join']);
  const [choice, setChoice] = useState<string>();
  const [isJoining, setJoining] = useState(false);
  const fallback = lab.fleets.find((fleet) => fleet.name === step.fleet) ?? lab.fleets[0];
  const chosen = lab.fleets.find((fleet) => fleet.slug === choice) ?? fallback;
  const close = (): void => model.screen.setState({ overlay: undefined });

  async function join(): Promise<void> {
    if (chosen === undefined) return;
    setJoining(true);
    const joined = await model.lesson.attempt('join', () => model.bridge.call('device.join', { fleet: chosen.slug }));
    setJoining(false);
    if (joined) {
      model.announcer.announce(`The device joins ${chosen.name}.`);
      close();
    }
  }

  return (
    <Dialog title="Join a fleet" isOpen={isOpen} onClose={close}>
      <p>
        The device <span className="mono">{shorten(lab.waitingDevice?.uuid ?? '')}</span> takes the newest release of the fleet that it
        joins.
      </p>
      <fieldset className="choices">
        <legend className="visually-hidden">Fleet</legend>
        {lab.fleets.map((fleet) => (
          <label key={fleet.id} className="choice">
            <input type="radio" name="fleet" checked={fleet.slug === chosen?.slug} onChange={() => setChoice(fleet.slug)} />
            <span>
              <strong>{fleet.name}</strong> <span className="soft">{fleet.deviceType}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <div className="dialog-actions">
        <Button onClick={close}>Cancel</Button>
        <Button look="primary" disabled={chosen === undefined || isJoining} onClick={() => void join()}>
          {isJoining ? 'Joining…' : `Join ${chosen?.name ?? 'fleet'}`}
        </Button>
      </div>
    </Dialog>
  );
}
