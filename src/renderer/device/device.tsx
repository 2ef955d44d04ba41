import { TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import { useFacts } from '../state/model-context.tsx';
import { DeviceCard } from './device-card.tsx';
import { DeviceEmpty } from './device-empty.tsx';
import { deviceStateOf } from './device-state.ts';
import { FleetRail } from './fleet-rail.tsx';
import { JoinDialog } from './join-dialog.tsx';
import { LogView } from './log-view.tsx';
import { OldContainerCard } from './old-container-card.tsx';
import { hasRunService, oldContainers } from './old-containers.ts';
import { ServiceCard } from './service-card.tsx';
import { knownServices } from './service-colours.ts';
import { WaitingDevice } from './waiting-device.tsx';

/** The eyes: what the device and its fleet are doing now. */
export function Device(): ReactElement {
  const environment = useFacts((facts) => facts.environment);
  const lab = useFacts((facts) => facts.lab);
  const engine = useFacts((facts) => facts.engine);
  const events = useFacts((facts) => facts.containerEvents);
  const state = deviceStateOf(environment, lab);
  const services = knownServices(lab);
  const isAlone = lab.isWithoutCloud === true;
  // Without a cloud there is no list that a container could be missing from.
  const old = lab.device === undefined || isAlone ? [] : oldContainers({ device: lab.device, engine, logs: lab.logs });
  const hasLab = state === 'ready' || state === 'offline' || state === 'waiting' || state === 'no-device';
  return (
    <section className="device" aria-label="Device" tabIndex={-1} data-state={state}>
      {lab.problem !== undefined && hasLab ? (
        <div className="device-banner note note-attention" role="status">
          <TriangleAlert aria-hidden className="note-icon" />
          <p className="note-text">
            {lab.problem} <span className="soft">What you see is the last that was known.</span>
          </p>
        </div>
      ) : null}
      {hasLab ? (
        <div className={`device-columns ${isAlone ? 'is-alone' : ''}`}>
          <div className="device-main">
            {lab.device === undefined ? (
              <WaitingDevice waiting={lab.waitingDevice} />
            ) : (
              <>
                <DeviceCard device={lab.device} />
                <div className="service-list">
                  {lab.device.services.map((service) => (
                    <ServiceCard
                      key={service.name}
                      service={service}
                      logs={lab.logs}
                      services={services}
                      isOnline={lab.device?.isOnline === true}
                    />
                  ))}
                  {old.map((container) => (
                    <OldContainerCard key={container.service} container={container} services={services} />
                  ))}
                  {lab.device.services.length === 0 && old.length === 0 ? (
                    <NoService
                      pushTo={isAlone ? lab.device.address : undefined}
                      hasRun={hasRunService(events, { engine, logs: lab.logs })}
                    />
                  ) : null}
                </div>
                <LogView logs={lab.logs} services={services} />
              </>
            )}
          </div>
          {isAlone ? null : <FleetRail lab={lab} />}
        </div>
      ) : (
        <DeviceEmpty state={state} problem={environment.problem ?? lab.problem} />
      )}
      <JoinDialog lab={lab} />
    </section>
  );
}

/** `pushTo`: the device has no cloud, so what is pushed goes to its address. */
function NoService({ pushTo, hasRun }: { pushTo: string | undefined; hasRun: boolean }): ReactElement {
  return (
    <div className="service-none">
      <p>
        <strong>{hasRun ? 'No service runs.' : 'No service runs yet.'}</strong>{' '}
        {pushTo === undefined ? (
          <span className="soft">The device takes the fleet’s next release by itself: push one.</span>
        ) : (
          <span className="soft">
            Push a folder to the device itself: <code>balena push {pushTo}</code>
          </span>
        )}
      </p>
    </div>
  );
}
