import { Tabs } from '@base-ui/react/tabs';
import { AArrowDown, AArrowUp, ChevronDown, Ear, Laptop, Plus, Search, Server, SquareTerminal, X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { TerminalTarget, TerminalView } from '../../shared/domain/terminal.ts';
import { Button } from '../components/button.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { Menu, MenuItem, MenuNote } from '../components/menu.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { SearchBar } from './search-bar.tsx';
import { tabName } from './tab-name.ts';
import { createSessions, type Sessions } from './sessions.ts';
import type { TerminalSession } from './session.ts';

/** The hands: the machine's own shell, and shells in services and on the device. */
export function TerminalRegion(): ReactElement {
  const model = useModel();
  const [sessions] = useState<Sessions>(() => createSessions(model));
  useEffect(() => sessions.start(), [sessions]);
  const views = useSelect(model.terminals.store, (state) => state.views);
  const activeId = useSelect(model.terminals.store, (state) => state.activeId);
  const problem = useSelect(model.terminals.store, (state) => state.problem);
  const [isSearching, setSearching] = useState(false);
  const session = useSelect(sessions.store, (state) => (activeId === undefined ? undefined : state[activeId]));
  return (
    <section
      className="terminal-region"
      aria-label="Terminal"
      tabIndex={-1}
      data-region="terminal"
      onKeyDown={(event) => {
        if (event.ctrlKey && event.shiftKey && event.code === 'KeyF') {
          event.preventDefault();
          setSearching(true);
        }
      }}
    >
      <Tabs.Root className="terminal-tabs" value={activeId ?? null} onValueChange={(value) => model.terminals.activate(String(value))}>
        <div className="terminal-bar">
          <Tabs.List className="terminal-list" aria-label="Terminals" activateOnFocus>
            {views.map((view, index) => (
              <TerminalTab key={view.id} view={view} name={tabName(views, index)} />
            ))}
          </Tabs.List>
          <TerminalActions session={session} onSearch={() => setSearching(true)} />
        </div>
        {problem === undefined ? null : (
          <div className="terminal-problem">
            <ProblemNote problem={problem}>
              <Button onClick={() => model.terminals.dismissProblem()}>Dismiss</Button>
            </ProblemNote>
          </div>
        )}
        {isSearching && session !== undefined ? (
          <SearchBar
            session={session}
            onClose={() => {
              setSearching(false);
              session.focus();
            }}
          />
        ) : null}
        {views.map((view) => (
          <Tabs.Panel key={view.id} value={view.id} className="terminal-panel" tabIndex={-1}>
            <TerminalHost view={view} sessions={sessions} />
          </Tabs.Panel>
        ))}
        {views.length === 0 ? <NoTerminal /> : null}
      </Tabs.Root>
    </section>
  );
}

function TerminalTab({ view, name }: { view: TerminalView; name: string }): ReactElement {
  const model = useModel();
  const ended = view.state === 'ended';
  const tab = useRef<HTMLElement>(null);
  const isActive = useSelect(model.terminals.store, (state) => state.activeId === view.id);
  useEffect(() => {
    if (isActive) tab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // The state adds its mark to the tab.
  }, [isActive, view.state]);
  return (
    <Tabs.Tab
      ref={tab}
      value={view.id}
      className={`terminal-tab ${ended ? 'is-ended' : ''}`}
      aria-keyshortcuts="Delete"
      onAuxClick={(event) => {
        if (event.button === 1) void model.terminals.close(view.id);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Delete') void model.terminals.close(view.id);
      }}
    >
      <TargetIcon target={view.target} />
      <span className="terminal-tab-name">{name}</span>
      {view.state === 'running' ? <span className="terminal-tab-running" role="img" aria-label="running" /> : null}
      {ended ? <span className="terminal-tab-ended">ended</span> : null}
    </Tabs.Tab>
  );
}

function TargetIcon({ target }: { target: TerminalTarget }): ReactElement {
  if (target.kind === 'laptop') return <Laptop aria-hidden />;
  return target.kind === 'host-os' ? <Server aria-hidden /> : <SquareTerminal aria-hidden />;
}

function TerminalActions({ session, onSearch }: { session: TerminalSession | undefined; onSearch: () => void }): ReactElement {
  const model = useModel();
  const activeId = useSelect(model.terminals.store, (state) => state.activeId);
  const size = useSelect(model.layout.store, (state) => state.terminalFontSize);
  const readsAloud = useSelect(model.layout.store, (state) => state.terminalScreenReader ?? false);
  const services = useFacts((facts) => facts.lab.device)?.services ?? [];
  const isOnline = useFacts((facts) => facts.lab.device?.isOnline === true);
  return (
    <div className="terminal-actions">
      <IconButton label="New terminal" onClick={() => void model.terminals.open({ kind: 'laptop' })}>
        <Plus aria-hidden />
      </IconButton>
      <Menu
        trigger={
          <button type="button" className="icon-button icon-button-narrow" aria-label="Open a terminal in…">
            <ChevronDown aria-hidden />
          </button>
        }
      >
        <MenuItem onSelect={() => void model.terminals.open({ kind: 'laptop' })}>
          <Laptop aria-hidden /> This laptop
        </MenuItem>
        {isOnline ? (
          <>
            {services.map((service) => (
              <MenuItem key={service.name} onSelect={() => void model.terminals.open({ kind: 'service', service: service.name })}>
                <SquareTerminal aria-hidden /> Service {service.name}
              </MenuItem>
            ))}
            <MenuItem onSelect={() => void model.terminals.open({ kind: 'host-os' })}>
              <Server aria-hidden /> The device’s host OS
            </MenuItem>
          </>
        ) : (
          <MenuNote>Services and the host OS appear here once the device is online.</MenuNote>
        )}
      </Menu>
      <span className="help-space" />
      <IconButton label="Search in the terminal" tip="Search (Ctrl+Shift+F)" disabled={session === undefined} onClick={onSearch}>
        <Search aria-hidden />
      </IconButton>
      <IconButton label="Smaller text" disabled={size <= 9} onClick={() => model.layout.change({ terminalFontSize: size - 1 })}>
        <AArrowDown aria-hidden />
      </IconButton>
      <IconButton label="Larger text" disabled={size >= 32} onClick={() => model.layout.change({ terminalFontSize: size + 1 })}>
        <AArrowUp aria-hidden />
      </IconButton>
      <IconButton
        label="Screen reader mode of the terminal"
        aria-pressed={readsAloud}
        onClick={() => model.layout.change({ terminalScreenReader: !readsAloud })}
      >
        <Ear aria-hidden />
      </IconButton>
      <IconButton
        label="Close terminal"
        disabled={activeId === undefined}
        onClick={() => activeId !== undefined && void model.terminals.close(activeId)}
      >
        <X aria-hidden />
      </IconButton>
    </div>
  );
}

function TerminalHost({ view, sessions }: { view: TerminalView; sessions: Sessions }): ReactElement {
  const model = useModel();
  const host = useRef<HTMLDivElement>(null);
  const session = useSelect(sessions.store, (state) => state[view.id]);
  const takesFocus = useSelect(model.terminals.store, (state) => state.focusId === view.id);
  useEffect(() => {
    const place = host.current;
    if (place === null || session === undefined) return undefined;
    session.mount(place);
    const observer = new ResizeObserver(() => session.fit());
    observer.observe(place);
    return () => {
      observer.disconnect();
      session.unmount();
    };
  }, [session, model, view.id]);
  useEffect(() => {
    if (!takesFocus || session === undefined) return;
    session.focus();
    model.terminals.focused();
  }, [session, model, takesFocus]);
  useEffect(() => {
    // A command begins, typed or sent by the lesson: who had scrolled up to read sees it.
    if (view.state === 'running') session?.scrollToBottom();
  }, [session, view.state]);
  return (
    <>
      <div className="terminal-host" ref={host} />
      {view.state === 'ended' ? (
        <div className="terminal-ended" role="status">
          <span>This shell has ended{view.exitCode === undefined || view.exitCode === 0 ? '' : ` with exit code ${view.exitCode}`}.</span>
          <Button onClick={() => void model.terminals.open(view.target)}>Open another</Button>
          <Button look="quiet" onClick={() => void model.terminals.close(view.id)}>
            Close
          </Button>
        </div>
      ) : null}
    </>
  );
}

function NoTerminal(): ReactElement {
  const model = useModel();
  const state = useFacts((facts) => facts.environment.state);
  return (
    <div className="terminal-none">
      <p>{state === 'starting' ? 'A terminal opens as soon as the practice device is ready.' : 'No terminal is open.'}</p>
      <Button onClick={() => void model.terminals.open({ kind: 'laptop' })}>Open a terminal</Button>
    </div>
  );
}
