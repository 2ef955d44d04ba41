import { Tabs } from '@base-ui/react/tabs';
import { PanelLeft, PanelRight, X } from 'lucide-react';
import type { KeyboardEvent, MouseEvent, ReactElement } from 'react';
import type { TerminalView } from '../../../shared/domain/terminal.ts';
import { WithTip } from '../../components/icon-button.tsx';
import { isMac } from '../../shell/platform.ts';
import { matchTabMove } from '../../shell/shortcuts.ts';
import { useFacts, useModel, useSelect } from '../../state/model-context.tsx';
import { moveTerminalBy } from './move-terminal.ts';
import type { Sessions } from '../screen/sessions.ts';
import { TabMark } from './tab-mark.tsx';
import { endWord, stateWords, usePlace } from './tab-words.ts';
import { TargetIcon } from './target-icon.tsx';

const moveKey = isMac ? 'Meta' : 'Control';

/** While a tab is dragged: this one, or the one before or behind which that would come. */
export type DragPart = 'dragged' | 'before' | 'behind';

export interface TerminalTabProps {
  view: TerminalView;
  name: string;
  sessions: Sessions;
  part: DragPart | undefined;
}

export function TerminalTab({ view, name, sessions, part }: TerminalTabProps): ReactElement {
  const model = useModel();
  const ended = view.state === 'ended';
  const isActive = useSelect(model.terminals.store, (state) => state.activeId === view.id);
  const side = useSelect(model.terminals.store, ({ split }) =>
    split?.left === view.id ? 'left' : split?.right === view.id ? 'right' : undefined,
  );
  const news = useSelect(model.terminals.store, (state) => state.news[view.id]);
  const isElsewhere = useFacts((facts) => facts.environments.chosen) !== view.environment.id;
  const isPresenting = useSelect(model.screen, (state) => state.isPresenting);
  const place = usePlace(view);
  // A folder's path has the learner's name in it: not for a projector.
  const words = [place, isPresenting ? undefined : view.cwd, stateWords(view, news)].filter((word) => word !== undefined && word !== '');

  function handleClick(event: MouseEvent): void {
    if (event.target instanceof Element && event.target.closest('.terminal-tab-close') !== null) {
      void model.terminals.askToClose(view.id);
      return;
    }
    model.terminals.activate(view.id, true);
  }

  function handleKey(event: KeyboardEvent): void {
    const move = matchTabMove(event, isMac);
    if (move !== undefined) {
      event.preventDefault();
      void moveTerminalBy(model, view.id, move);
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { key } = event;
    if (key === 'Delete') void model.terminals.askToClose(view.id, sessions.store.getState()[view.id]?.hasText() ?? false);
    else if (key === 'F2') model.terminals.askForName(view.id);
    else if (key === 'ArrowDown') model.terminals.activate(view.id, true);
    else return;
    event.preventDefault();
  }

  return (
    <WithTip tip={words.join(' · ')}>
      <Tabs.Tab
        value={view.id}
        data-kind={view.environment.kind}
        data-terminal={view.id}
        data-part={part}
        className={`terminal-tab ${ended ? 'is-ended' : ''} ${side !== undefined && !isActive ? 'is-beside' : ''}`}
        aria-keyshortcuts={`Delete F2 ${moveKey}+Shift+ArrowLeft ${moveKey}+Shift+ArrowRight`}
        onClick={(event) => {
          // The cross is no choice of the tab.
          event.preventBaseUIHandler();
          handleClick(event);
        }}
        onDoubleClick={() => model.terminals.askForName(view.id)}
        onAuxClick={(event) => {
          if (event.button === 1) void model.terminals.askToClose(view.id);
        }}
        onKeyDown={handleKey}
      >
        {side === undefined ? <TargetIcon target={view.target} /> : <SideIcon side={side} />}
        <span className="terminal-tab-name">{name}</span>
        {isElsewhere ? <span className="terminal-tab-elsewhere">in {view.environment.name}</span> : null}
        {ended ? <span className="terminal-tab-ended">{endWord(view)}</span> : null}
        <span className="terminal-tab-end">
          <TabMark view={view} news={news} />
          {/* For the mouse; keys have Delete, and the button at the end of the bar. */}
          <span
            className="terminal-tab-close"
            aria-hidden
            onPointerDown={(event) => event.preventDefault()}
            onMouseDown={(event) => event.preventDefault()}
            onDoubleClick={(event) => event.stopPropagation()}
          >
            <X />
          </span>
        </span>
      </Tabs.Tab>
    </WithTip>
  );
}

/** Which half of the split it is in. */
function SideIcon({ side }: { side: 'left' | 'right' }): ReactElement {
  const Icon = side === 'left' ? PanelLeft : PanelRight;
  return (
    <span className="terminal-tab-side" role="img" aria-label={side}>
      <Icon aria-hidden />
    </span>
  );
}
