import { Tabs } from '@base-ui/react/tabs';
import { useRef, type ReactElement } from 'react';
import { movedBefore } from '../../../shared/terminal-order.ts';
import { useModel, useSelect } from '../../state/model-context.tsx';
import { AllTerminals } from './all-terminals.tsx';
import { moveTerminal } from './move-terminal.ts';
import type { Sessions } from '../screen/sessions.ts';
import { terminalName } from './tab-name.ts';
import { RenameField } from './rename-field.tsx';
import { TerminalTab, type DragPart } from './terminal-tab.tsx';
import { useTabDrag, type TabDrag } from './use-tab-drag.ts';
import { useTabStrip } from './use-tab-strip.ts';

/** The tabs, and the list of all of them where not all are in view. */
export function TerminalStrip({ sessions }: { sessions: Sessions }): ReactElement {
  const model = useModel();
  const list = useRef<HTMLDivElement>(null);
  const views = useSelect(model.terminals.store, (state) => state.views);
  const names = useSelect(model.terminals.store, (state) => state.names);
  const activeId = useSelect(model.terminals.store, (state) => state.activeId);
  const renamingId = useSelect(model.terminals.store, (state) => state.renamingId);
  const { before, after } = useTabStrip(list, activeId, ids(views).join(' '));
  const drag = useTabDrag(list, ({ id, before: place }) => {
    if (!views.some((view) => view.id === id)) return;
    // As after a click, the keys are the terminal's.
    model.terminals.activate(id, true);
    void moveTerminal(model, id, place);
  });
  return (
    <>
      <Tabs.List
        ref={list}
        className={`terminal-list ${before ? 'has-more-before' : ''} ${after ? 'has-more-after' : ''}`}
        aria-label="Terminals"
        activateOnFocus
      >
        {views.map((view, index) => (
          <TerminalTab
            key={view.id}
            view={view}
            name={terminalName({ views, names }, view.id)}
            sessions={sessions}
            part={drag === undefined ? undefined : partOf(drag, views, index)}
          />
        ))}
      </Tabs.List>
      {before || after ? <AllTerminals /> : null}
      {renamingId === undefined ? null : (
        <RenameField key={renamingId} id={renamingId} name={terminalName({ views, names }, renamingId)} list={list} />
      )}
    </>
  );
}

/** What a tab has to do with one that is dragged: it is that one, or the one beside which it would come; nothing where it would stay. */
function partOf({ id, before }: TabDrag, views: readonly { id: string }[], index: number): DragPart | undefined {
  const own = views[index]?.id;
  if (own === id) return 'dragged';
  const isOther = movedBefore(ids(views), id, before).join(' ') !== ids(views).join(' ');
  if (!isOther) return undefined;
  if (own === before) return 'before';
  return before === undefined && index === views.length - 1 ? 'behind' : undefined;
}

function ids(views: readonly { id: string }[]): string[] {
  return views.map((view) => view.id);
}
