import { Copy } from 'lucide-react';
import type { ReactElement } from 'react';
import type { DeviceView } from '../../shared/domain/device-view.ts';
import { fleetOfDevice, pinOf } from '../../shared/domain/fleets.ts';
import { IconButton } from '../components/icon-button.tsx';
import { StatusDot } from '../components/status-dot.tsx';
import { shorten } from '../format/short.ts';
import { useFacts, useModel } from '../state/model-context.tsx';
import { activityOf } from './device-state.ts';

export function DeviceCard({ device }: { device: DeviceView }): ReactElement {
  const environment = useFacts((facts) => facts.environment);
  const lab = useFacts((facts) => facts.lab);
  const activity = activityOf(environment, lab);
  const pin = pinOf(lab);
  return (
    <header className="device-card">
      <div className="device-line">
        <h2 className="device-name">{device.name}</h2>
        <span className={`status status-${activity.meaning}`}>
          <StatusDot meaning={activity.meaning} progress={activity.progress} />
          {activity.progress === undefined ? activity.word : 'updating'}
        </span>
        <span className="help-space" />
        {device.osVersion === undefined ? null : <span className="device-os">{device.osVersion}</span>}
      </div>
      <dl className="device-facts">
        <Fact name="Address" value={device.address} isCopied />
        {lab.isWithoutCloud === true ? null : <Fact name="UUID" value={shorten(device.uuid)} copies={device.uuid} isCopied />}
        <Fact name="Fleet" value={fleetOfDevice(lab)?.name ?? device.fleet} />
        <Fact name="Release" value={device.runningCommit === undefined ? undefined : shorten(device.runningCommit)} />
        {pin === undefined ? null : <Fact name={pin.of === 'device' ? 'Pinned to' : 'Fleet pinned to'} value={shorten(pin.commit)} />}
      </dl>
      {device.isOnline || lab.isWithoutCloud === true ? null : (
        <p className="device-offline">
          The device is offline: the cloud has not heard from it. What it ran goes on running there; a push waits until it is back.
        </p>
      )}
    </header>
  );
}

function Fact({
  name,
  value,
  copies,
  isCopied = false,
}: {
  name: string;
  value: string | undefined;
  copies?: string;
  isCopied?: boolean;
}): ReactElement | null {
  const model = useModel();
  if (value === undefined) return null;
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>
        <span className="mono">{value}</span>
        {isCopied ? (
          <IconButton
            label={`Copy ${name === 'UUID' ? 'UUID' : name.toLowerCase()}`}
            className="fact-copy"
            onClick={() => void navigator.clipboard.writeText(copies ?? value).then(() => model.announcer.announce('Copied.'))}
          >
            <Copy aria-hidden />
          </IconButton>
        ) : null}
      </dd>
    </div>
  );
}
