import { Tabs } from '@base-ui/react/tabs';
import { Laptop, Server, SquareTerminal } from 'lucide-react';
import { useEffect, useRef, type ReactElement } from 'react';
import type { TerminalTarget, TerminalView } from '../../shared/domain/terminal.ts';
import { WithTip } from '../components/icon-button.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';

export function TerminalTab({ view, name }: { view: TerminalView; name: string }): ReactElement {
  const model = useModel();
  const ended = view.state === 'ended';
  const tab = useRef<HTMLElement>(null);
  const isActive = useSelect(model.terminals.store, (state) => state.activeId === view.id);
  const isBeside = useSelect(model.terminals.store, ({ split }) => split?.left === view.id || split?.right === view.id) && !isActive;
  const place = usePlace(view);
  const isElsewhere = useFacts((facts) => facts.environments.chosen) !== view.environment.id;
  useEffect(() => {
    if (isActive) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // The state adds its mark to the tab.
  }, [isActive, view.state]);
  return (
    <WithTip tip={place}>
      <Tabs.Tab
        ref={tab}
        value={view.id}
        data-kind={view.environment.kind}
        className={`terminal-tab ${ended ? 'is-ended' : ''} ${isBeside ? 'is-beside' : ''}`}
        aria-keyshortcuts="Delete"
        onAuxClick={(event) => {
          if (event.button === 1) void model.terminals.askToClose(view.id);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Delete') void model.terminals.askToClose(view.id);
        }}
      >
        <TargetIcon target={view.target} />
        <span className="terminal-tab-name">{name}</span>
        {isElsewhere ? <span className="terminal-tab-elsewhere">in {view.environment.name}</span> : null}
        {view.state === 'running' ? <span className="terminal-tab-running" role="img" aria-label="running" /> : null}
        {ended ? <span className="terminal-tab-ended">ended</span> : null}
      </Tabs.Tab>
    </WithTip>
  );
}

/** Where what is typed there goes, in full. */
function usePlace({ target, environment: own }: TerminalView): string {
  const environment = own.name;
  const isHere = useFacts((facts) => facts.environments.chosen) === own.id;
  const name = useFacts((facts) => facts.lab.device?.name);
  const device = isHere ? name : undefined;
  if (target.kind === 'laptop') return `This laptop; balena commands go to: ${environment}`;
  const on = device === undefined ? environment : `${device}, ${environment}`;
  return target.kind === 'service' ? `Service ${target.service} on ${on}` : `Host OS of ${on}`;
}

function TargetIcon({ target }: { target: TerminalTarget }): ReactElement {
  if (target.kind === 'laptop') return <Laptop aria-hidden />;
  return target.kind === 'host-os' ? <Server aria-hidden /> : <SquareTerminal aria-hidden />;
}
