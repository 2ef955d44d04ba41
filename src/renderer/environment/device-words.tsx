import { Check, CircleX, Clock } from 'lucide-react';
import type { ReactElement } from 'react';
import type { FoundDevice, PortAnswer } from '../../shared/domain/found-device.ts';

const ports: readonly { key: keyof FoundDevice['ports']; name: string; port: number }[] = [
  { key: 'ssh', name: 'SSH', port: 22222 },
  { key: 'supervisor', name: 'Supervisor', port: 48484 },
  { key: 'engine', name: 'Engine', port: 2375 },
];

const words: Readonly<Record<PortAnswer, string>> = {
  open: 'answers',
  refused: 'refuses',
  silent: 'is silent',
  other: 'is something else',
};

/** A machine of the network: who it is, what answers there and what does not, and what to do about it. */
export function DeviceWords({ device }: { device: FoundDevice }): ReactElement {
  const { deviceName, name, address, remarks } = device;
  const about = whereabouts(device);
  return (
    <div className="found-words">
      <strong>{deviceName ?? name ?? address}</strong>
      {about === '' ? null : <span className="soft">{about}</span>}
      <ul className="found-ports" aria-label="What answers">
        {ports.map(({ key, name: port, port: number }) => (
          <li key={key} className={`answer-${device.ports[key]}`}>
            <AnswerIcon answer={device.ports[key]} />
            {port} {words[device.ports[key]]} <span className="visually-hidden">at port {number}</span>
          </li>
        ))}
      </ul>
      {remarks.length === 0 ? (
        <p className="found-ready">Local mode is on: it takes what you push.</p>
      ) : (
        remarks.map((remark) => (
          <p key={remark} className="found-remark">
            {remark}
          </p>
        ))
      )}
    </div>
  );
}

function AnswerIcon({ answer }: { answer: PortAnswer }): ReactElement {
  if (answer === 'open') return <Check aria-hidden />;
  return answer === 'silent' ? <Clock aria-hidden /> : <CircleX aria-hidden />;
}

function whereabouts({ address, name, deviceName, deviceType, supervisorVersion }: FoundDevice): string {
  const supervisor = supervisorVersion === undefined ? undefined : `Supervisor ${supervisorVersion}`;
  const heading = deviceName ?? name ?? address;
  return [address, name, deviceType, supervisor].filter((part) => part !== undefined && part !== heading).join(' · ');
}
