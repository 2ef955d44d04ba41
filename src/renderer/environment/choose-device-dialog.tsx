import { useEffect, useState, type ReactElement } from 'react';
import type { AccountDevice } from '../../shared/domain/device-view.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { StatusDot } from '../components/status-dot.tsx';
import { shorten } from '../format/short.ts';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { toProblem, type Problem } from '../state/problem.ts';
import { FleetNames } from './fleet-names.tsx';
import { TextField } from './text-field.tsx';

/** Which of the account's devices the lessons are about, and which fleets stand for the class's. */
export function ChooseDeviceDialog(): ReactElement {
  const model = useModel();
  const isOpen = useSelect(model.screen, ({ overlay }) => overlay === 'choose-device');
  const close = (): void => model.screen.setState({ overlay: undefined });
  return (
    <Dialog title="Your device and fleets" isOpen={isOpen} onClose={close} size="wide">
      {isOpen ? <Devices onDone={close} /> : null}
    </Dialog>
  );
}

function Devices({ onDone }: { onDone: () => void }): ReactElement {
  const model = useModel();
  const current = useFacts((facts) => facts.environments.device);
  const [devices, setDevices] = useState<readonly AccountDevice[] | Problem>();
  const [search, setSearch] = useState('');
  const [wanted, want] = useState(current);
  const [looks, setLooks] = useState(0);
  const [problem, setProblem] = useState<Problem>();

  useEffect(() => {
    let isOld = false;
    model.bridge.call('device.list', undefined).then(
      (found) => isOld || setDevices(found),
      (error: unknown) => isOld || setDevices(toProblem(error)),
    );
    return () => {
      isOld = true;
    };
  }, [model, looks]);

  function look(): void {
    setDevices(undefined);
    setLooks((count) => count + 1);
  }

  async function use(uuid: string | undefined): Promise<void> {
    try {
      await model.bridge.call('device.choose', uuid === undefined ? {} : { uuid });
      onDone();
    } catch (error) {
      setProblem(toProblem(error));
    }
  }

  if (devices === undefined) return <p role="status">Reading the devices of your account…</p>;
  if ('code' in devices)
    return (
      <ProblemNote problem={devices}>
        <Button onClick={look}>Try again</Button>
      </ProblemNote>
    );
  const shown = devices.filter((device) => fits(device, search));
  return (
    <>
      {devices.length === 0 ? (
        <p>
          Your account has no device yet. Flash one with an image of a fleet of yours, or{' '}
          <Button look="quiet" onClick={look}>
            look again
          </Button>
        </p>
      ) : (
        <>
          <TextField label="Search" autoFocus value={search} onChange={setSearch}>
            {`${shown.length} of ${devices.length} devices, by name, UUID, fleet or type.`}
          </TextField>
          <fieldset className="choices device-choices">
            <legend className="visually-hidden">Device</legend>
            {shown.map((device) => (
              <label key={device.uuid} className="choice">
                <input type="radio" name="device" checked={wanted === device.uuid} onChange={() => want(device.uuid)} />
                <span className="device-choice">
                  <strong>{device.name}</strong>
                  <span className="device-online">
                    <StatusDot meaning={device.isOnline ? 'ok' : 'unknown'} /> {device.isOnline ? 'online' : 'offline'}
                  </span>
                  <span className="soft">
                    <span className="mono">{shorten(device.uuid)}</span> · {device.deviceType} · {device.fleet ?? 'in no fleet'}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
        </>
      )}
      <FleetNames />
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <div className="dialog-actions">
        <Button onClick={onDone}>Cancel</Button>
        <Button look="primary" disabled={wanted === undefined || wanted === current} onClick={() => void use(wanted)}>
          Use this device
        </Button>
      </div>
    </>
  );
}

function fits({ name, uuid, fleet = '', deviceType }: AccountDevice, search: string): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const text = `${name} ${uuid} ${fleet} ${deviceType}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
