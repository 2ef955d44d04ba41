import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useState, type ReactElement } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { Button } from '../components/button.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { SearchBar } from './search-bar.tsx';
import { createSessions, type Sessions } from './sessions.ts';
import { tabName } from './tab-name.ts';
import { TerminalActions } from './terminal-actions.tsx';
import { TerminalPane } from './terminal-pane.tsx';
import { TerminalQuestions } from './terminal-questions.tsx';
import { TerminalTab } from './terminal-tab.tsx';

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
  const split = useSelect(model.terminals.store, (state) => state.split);
  const pane = (id: string | undefined): ReactElement | null => {
    const index = views.findIndex((view) => view.id === id);
    const view = views[index];
    return view === undefined ? null : <TerminalPane key={view.id} view={view} name={tabName(views, index)} sessions={sessions} />;
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
  return (
    <div className="terminal-none">
      <p>
        {state === 'starting'
          ? `A terminal opens as soon as ${device} ${kind === 'practice' ? 'is ready' : 'answers'}.`
          : 'No terminal is open.'}
      </p>
      <Button onClick={() => void model.terminals.open({ kind: 'laptop' })}>Open a terminal</Button>
    </div>
  );
}
