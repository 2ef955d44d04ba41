import { Popover } from '@base-ui/react/popover';
import { ChevronDown } from 'lucide-react';
import { useRef, useState, type ReactElement } from 'react';
import { StatusDot } from '../components/status-dot.tsx';
import { activityOf } from '../device/device-state.ts';
import { EnvironmentFacts } from '../environment/environment-facts.tsx';
import { EnvironmentList } from '../environment/environment-list.tsx';
import { KindIcon, titleOf } from '../environment/kinds.tsx';
import { useFacts } from '../state/model-context.tsx';

/**
 * Where commands go, which device answers, and what it is doing: its dot fills while a release comes to it. It opens the list of environments, the
 * one place to switch.
 */
export function EnvironmentPill(): ReactElement {
  const environment = useFacts((facts) => facts.environment);
  const lab = useFacts((facts) => facts.lab);
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const activity = activityOf(environment, lab);
  const isQuiet = activity.meaning === 'ok' || activity.meaning === 'unknown';
  const device = lab.device?.name;
  const name = titleOf(environment);
  const leave = (): void => setOpen(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        className="pill"
        data-kind={environment.kind}
        aria-label={`Environment: ${name}${device === undefined ? '' : `, ${device}`}, ${activity.word}`}
      >
        <KindIcon kind={environment.kind} />
        <span className="pill-name">{name}</span>
        <StatusDot meaning={activity.meaning} progress={activity.progress} />
        {device === undefined ? null : <span className="pill-device">{device}</span>}
        {isQuiet ? null : <span className={`pill-word status-${activity.meaning}`}>{activity.word}</span>}
        <ChevronDown aria-hidden className="pill-arrow" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner
          sideOffset={8}
          align="end"
          // It may be longer than a small window: it scrolls under the pill, and goes nowhere else.
          collisionAvoidance={{ side: 'none', fallbackAxisSide: 'none' }}
          className="layer-menu"
        >
          <Popover.Popup
            ref={menu}
            className="menu popover"
            aria-label="Environment"
            // On the one in use: Enter changes nothing by accident.
            initialFocus={() => menu.current?.querySelector<HTMLElement>('[aria-current]') ?? true}
          >
            <Popover.Title className="popover-title">Where commands go</Popover.Title>
            <EnvironmentList onLeave={leave} />
            <EnvironmentFacts onLeave={leave} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
