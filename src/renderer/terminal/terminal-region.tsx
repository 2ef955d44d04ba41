import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { Button } from '../components/button.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { isMac } from '../shell/platform.ts';
import { matchShortcut } from '../shell/shortcuts.ts';
import { noTerminal } from '../state/terminals.ts';
import { ReopenButton } from './tabs/closed-terminals.tsx';
import { tellEndInTitle } from './end-in-title.ts';
import { keepTerminalFocus } from './keep-focus.ts';
import { SearchBar } from './search-bar.tsx';
import { createSessions, type Sessions } from './screen/sessions.ts';
import { terminalName } from './tabs/tab-name.ts';
import { TerminalActions } from './terminal-actions.tsx';
import { TerminalPane } from './terminal-pane.tsx';
import { TerminalQuestions } from './terminal-questions.tsx';
import { TerminalStrip } from './tabs/terminal-strip.tsx';
import { useScreenCommands } from './use-screen-commands.ts';

/** The hands: the machine's own shell, and shells in services and on the device. */
export function TerminalRegion(): ReactElement {
  const model = useModel();
  const [sessions] = useState<Sessions>(() => createSessions(model));
  useEffect(() => sessions.start(), [sessions]);
  const views = useSelect(model.terminals.store, (state) => state.views);
  const activeId = useSelect(model.terminals.store, (state) => state.activeId);
  const problem = useSelect(model.terminals.store, (state) => state.problem);
  // How often the search was asked for; 0 while there is none.
  const [searchTurn, setSearchTurn] = useState(0);
  const [searchText, setSearchText] = useState('');
  const session = useSelect(sessions.store, (state) => (activeId === undefined ? undefined : state[activeId]));
  function search(): void {
    // What is selected is what is looked for; a piece of several lines cannot be found.
    const selected = session?.selection() ?? '';
    if (selected !== '' && !/[\r\n]/.test(selected)) setSearchText(selected);
    setSearchTurn((turn) => turn + 1);
  }
  useScreenCommands(session, search);
  useEffect(() => keepTerminalFocus(model), [model]);
  useEffect(() => tellEndInTitle(model), [model]);
  return (
    <section
      className="terminal-region"
      aria-label="Terminal"
      tabIndex={-1}
      data-region="terminal"
      onKeyDown={(event) => {
        // While presenting, the keys of the window are the presenter's.
        if (matchShortcut(event, { isMac, isInTerminal: true, isInText: false }) !== 'terminal-search') return;
        event.preventDefault();
        search();
      }}
    >
      <Tabs.Root className="terminal-tabs" value={activeId ?? null} onValueChange={(value) => model.terminals.activate(String(value))}>
        <div className="terminal-bar">
          <TerminalStrip sessions={sessions} />
          <TerminalActions session={session} onSearch={search} />
        </div>
        {problem === undefined ? null : (
          <div className="terminal-problem">
            <ProblemNote problem={problem}>
              <Button onClick={() => model.terminals.dismissProblem()}>Dismiss</Button>
            </ProblemNote>
          </div>
        )}
        {searchTurn > 0 && session !== undefined ? (
          <SearchBar
            session={session}
            turn={searchTurn}
            text={searchText}
            onText={setSearchText}
            onClose={() => {
              setSearchTurn(0);
              setSearchText('');
              session.focus();
            }}
          />
        ) : null}
        <Panes sessions={sessions} />
        {views.length === 0 ? <NoTerminal /> : null}
      </Tabs.Root>
      <TerminalQuestions />
    </section>
  );
}

/** The terminal in front, or two side by side. */
function Panes({ sessions }: { sessions: Sessions }): ReactElement | null {
  const model = useModel();
  const views = useSelect(model.terminals.store, (state) => state.views);
  const activeId = useSelect(model.terminals.store, (state) => state.activeId);
  const names = useSelect(model.terminals.store, (state) => state.names);
  const split = useSelect(model.terminals.store, (state) => state.split);
  const pane = (id: string | undefined): ReactElement | null => {
    const view = views.find((candidate) => candidate.id === id);
    if (view === undefined) return null;
    return <TerminalPane key={view.id} view={view} name={terminalName({ views, names }, view.id)} sessions={sessions} />;
  };
  if (split === undefined) return pane(activeId);
  return (
    <Group orientation="horizontal" className="terminal-split">
      <Panel id="left" minSize="20" className={`terminal-half ${split.left === activeId ? 'is-in-use' : ''}`}>
        {pane(split.left)}
      </Panel>
      <Separator className="divider divider-terminals" aria-label="Width of the left terminal" />
      <Panel id="right" minSize="20" className={`terminal-half ${split.right === activeId ? 'is-in-use' : ''}`}>
        {pane(split.right)}
      </Panel>
    </Group>
  );
}

function NoTerminal(): ReactElement {
  const model = useModel();
  const { state, kind, name } = useFacts((facts) => facts.environment);
  const device = kind === 'practice' ? 'the practice device' : name;
  const button = useRef<HTMLButtonElement>(null);
  const takesFocus = useSelect(model.terminals.store, (store) => store.focusId === noTerminal);
  useEffect(() => {
    if (!takesFocus) return;
    button.current?.focus();
    model.terminals.focused();
  }, [model, takesFocus]);
  return (
    <div className="terminal-none">
      <p>
        {state === 'starting'
          ? `A terminal opens as soon as ${device} ${kind === 'practice' ? 'is ready' : 'answers'}.`
          : 'No terminal is open.'}
      </p>
      <div className="terminal-none-actions">
        <Button ref={button} onClick={() => void model.terminals.open({ kind: 'laptop' })}>
          Open a terminal
        </Button>
        <ReopenButton />
      </div>
    </div>
  );
}
