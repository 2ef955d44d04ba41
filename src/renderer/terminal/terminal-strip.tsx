import { Tabs } from '@base-ui/react/tabs';
import { useRef, type ReactElement } from 'react';
import { useModel, useSelect } from '../state/model-context.tsx';
import { AllTerminals } from './all-terminals.tsx';
import type { Sessions } from './sessions.ts';
import { terminalName } from './tab-name.ts';
import { RenameField } from './rename-field.tsx';
import { TerminalTab } from './terminal-tab.tsx';
import { useTabStrip } from './use-tab-strip.ts';

/** The tabs, and the list of all of them where not all are in view. */
export function TerminalStrip({ sessions }: { sessions: Sessions }): ReactElement {
  const model = useModel();
  const list = useRef<HTMLDivElement>(null);
  const views = useSelect(model.terminals.store, (state) => state.views);
  const names = useSelect(model.terminals.store, (state) => state.names);
  const activeId = useSelect(model.terminals.store, (state) => state.activeId);
  const renamingId = useSelect(model.terminals.store, (state) => state.renamingId);
  const { before, after } = useTabStrip(list, activeId, views.length);
  return (
    <>
      <Tabs.List
        ref={list}
        className={`terminal-list ${before ? 'has-more-before' : ''} ${after ? 'has-more-after' : ''}`}
        aria-label="Terminals"
        activateOnFocus
      >
        {views.map((view) => (
          <TerminalTab key={view.id} view={view} name={terminalName({ views, names }, view.id)} sessions={sessions} />
        ))}
      </Tabs.List>
      {before || after ? <AllTerminals /> : null}
      {renamingId === undefined ? null : (
        <RenameField key={renamingId} id={renamingId} name={terminalName({ views, names }, renamingId)} list={list} />
      )}
    </>
  );
}
