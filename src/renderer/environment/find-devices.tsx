import { LoaderCircle } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { FoundDevice } from '../../shared/domain/found-device.ts';
import { Button } from '../components/button.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useModel } from '../state/model-context.tsx';
import { toProblem, type Problem } from '../state/problem.ts';
import { DeviceWords } from './device-words.tsx';

export interface FoundDevicesProps {
  /** What stands in the address field. */
  address: string;
  /** The learner takes this one. */
  onChoose: (device: FoundDevice) => void;
}

/** The devices of the local network, as they answer. */
export function FoundDevices({ address, onChoose }: FoundDevicesProps): ReactElement {
  const model = useModel();
  const [devices, setDevices] = useState<readonly FoundDevice[]>([]);
  const [isLooking, setLooking] = useState(true);
  const [problem, setProblem] = useState<string>();
  const [looks, setLooks] = useState(0);
  const typed = address.trim();
  const isTyped = (device: FoundDevice): boolean => typed === device.address || typed === device.name;

  useEffect(() => {
    let isOld = false;
    const end = (words: string | undefined): void => {
      if (isOld) return;
      setProblem(words);
      setLooking(false);
    };
    const stop = model.bridge.on('device.found', (device) => setDevices((known) => withDevice(known, device)));
    model.bridge.call('device.find', undefined).then(
      (search) => end(search.problem),
      (error: unknown) => end(toProblem(error).message),
    );
    return () => {
      isOld = true;
      stop();
      void model.bridge.call('device.stopFind', undefined).catch(() => undefined);
    };
  }, [model, looks]);

  function look(): void {
    if (isLooking) return;
    setLooking(true);
    setProblem(undefined);
    setLooks((count) => count + 1);
  }

  return (
    <section className="found-devices" aria-label="Devices on this network">
      <div className="found-head">
        <h3>On this network</h3>
        {/* One button for both: the focus of whoever pressed it stays. */}
        <Button look="quiet" aria-disabled={isLooking ? true : undefined} onClick={look}>
          {isLooking ? (
            <>
              <LoaderCircle aria-hidden className="turning" /> Looking for devices…
            </>
          ) : (
            'Look again'
          )}
        </Button>
        <span role="status" className="visually-hidden">
          {isLooking ? '' : devices.length === 1 ? '1 device found.' : `${devices.length} devices found.`}
        </span>
      </div>
      {problem === undefined ? null : <p className="soft">{problem}</p>}
      {devices.length === 0 && !isLooking && problem === undefined ? (
        <p className="soft">
          No device announces itself. Some networks keep such announcements out: type the address that the dashboard or the router shows.
        </p>
      ) : null}
      {devices.length === 0 ? null : (
        <ul className="found-list">
          {devices.map((device) => (
            <li key={device.address} className="found-device">
              <DeviceWords device={device} />
              <Button
                aria-label={`Use ${device.deviceName ?? device.name ?? device.address}`}
                aria-pressed={isTyped(device)}
                onClick={() => onChoose(device)}
              >
                {isTyped(device) ? 'Chosen' : 'Use'}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What answers at the address of the field, when the learner wants to know. */
export function ProbeAddress({ address }: { address: string }): ReactElement {
  const model = useModel();
  const [found, setFound] = useState<FoundDevice | Problem | 'asking'>();
  const answer = useRef<HTMLDivElement>(null);

  // The form is longer than a small window: the answer is what was asked for.
  useEffect(() => {
    // Newer browsers return a promise, which an effect must not return.
    answer.current?.scrollIntoView({ block: 'nearest' });
  }, [found]);

  async function ask(): Promise<void> {
    setFound('asking');
    setFound(await model.bridge.call('device.probe', { address }).catch(toProblem));
  }

  return (
    <div className="probe" aria-live="polite">
      <Button aria-disabled={found === 'asking' ? true : undefined} onClick={() => (found === 'asking' ? undefined : void ask())}>
        {found === 'asking' ? 'Asking…' : 'See what answers there'}
      </Button>
      {found === undefined || found === 'asking' ? null : (
        <div ref={answer} className="probe-answer">
          {'code' in found ? (
            <ProblemNote problem={found} />
          ) : (
            <div className="found-device">
              <DeviceWords device={found} />
            </div>
          )}
        </div>
      )}
    </div>
  );
}

/** The newest answer of each, in the order in which they were found. */
function withDevice(known: readonly FoundDevice[], device: FoundDevice): FoundDevice[] {
  return known.some(({ address }) => address === device.address)
    ? known.map((other) => (other.address === device.address ? device : other))
    : [...known, device];
}
