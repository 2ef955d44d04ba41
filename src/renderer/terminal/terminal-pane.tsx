import { ArrowDown } from 'lucide-react';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { TerminalView } from '../../shared/domain/terminal.ts';
import { Button } from '../components/button.tsx';
import { useModel, useSelect } from '../state/model-context.tsx';
import { CommandMenu } from './command-menu.tsx';
import type { Sessions } from './screen/sessions.ts';

/** One terminal's screen; `name` is what its tab says. */
export function TerminalPane({ view, name, sessions }: { view: TerminalView; name: string; sessions: Sessions }): ReactElement {
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
  const [isBehind, setBehind] = useState(false);
  useEffect(() => session?.onBehind(setBehind), [session]);
  useEffect(() => {
    // A command begins, typed or sent by the lesson: who had scrolled up to read sees it.
    if (view.state === 'running') session?.scrollToBottom();
  }, [session, view.state]);
  return (
    <div
      className="terminal-panel"
      role="tabpanel"
      aria-label={name}
      tabIndex={-1}
      onFocusCapture={() => {
        if (model.terminals.store.getState().activeId !== view.id) model.terminals.activate(view.id);
      }}
      onKeyDownCapture={(event) => {
        const isInScreen = event.target instanceof Element && event.target.closest('.terminal-screen') !== null;
        if (view.state !== 'ended' || !isInScreen || event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        void model.terminals.restart(view.id);
      }}
    >
      <div className="terminal-host" ref={host} />
      {session === undefined ? null : <CommandMenu view={view} session={session} />}
      {isBehind ? (
        <button
          type="button"
          className="terminal-behind"
          onClick={() => {
            session?.scrollToBottom();
            session?.focus();
          }}
        >
          New output <ArrowDown aria-hidden />
        </button>
      ) : null}
      {view.state === 'ended' ? (
        <div className="terminal-ended" role="status">
          <span>
            {endOf(view)} {view.target.kind === 'laptop' ? 'Enter starts it again.' : 'Enter connects again.'}
          </span>
          <Button onClick={() => void model.terminals.restart(view.id)}>
            {view.target.kind === 'laptop' ? 'Start it again' : 'Connect again'}
          </Button>
          <Button look="quiet" onClick={() => void model.terminals.close(view.id)}>
            Close
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function endOf({ target, exitCode, problem }: TerminalView): string {
  if (problem !== undefined) return `This shell could not be started: ${problem}`;
  const code = exitCode === undefined || exitCode === 0 ? '' : ` with exit code ${exitCode}`;
  switch (target.kind) {
    case 'laptop':
      return `This shell has ended${code}.`;
    case 'service':
      return `The connection to ${target.service} has ended${code}: left, or the service was stopped or replaced.`;
    case 'host-os':
      return `The connection to the host OS has ended${code}.`;
  }
}
