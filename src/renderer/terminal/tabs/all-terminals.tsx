import { List } from 'lucide-react';
import type { ReactElement } from 'react';
import { Menu, MenuItem } from '../../components/menu.tsx';
import { useModel, useSelect } from '../../state/model-context.tsx';
import { lastFolders } from './last-folders.ts';
import { terminalName } from './tab-name.ts';
import { stateWords } from './tab-words.ts';
import { TargetIcon } from './target-icon.tsx';

/** Every terminal by name, with its folder and what it does. */
export function AllTerminals(): ReactElement {
  const model = useModel();
  const views = useSelect(model.terminals.store, (state) => state.views);
  const names = useSelect(model.terminals.store, (state) => state.names);
  const news = useSelect(model.terminals.store, (state) => state.news);
  const activeId = useSelect(model.terminals.store, (state) => state.activeId);
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="icon-button terminal-all" aria-label={`All ${views.length} terminals`}>
          <List aria-hidden />
        </button>
      }
    >
      <div className="terminal-all-list">
        {views.map((view) => (
          <MenuItem key={view.id} onSelect={() => model.terminals.activate(view.id, true)}>
            <TargetIcon target={view.target} />
            <span className="menu-item-text terminal-all-item">
              <span className={view.id === activeId ? 'terminal-all-name is-active' : 'terminal-all-name'}>
                {terminalName({ views, names }, view.id)}
              </span>
              <span className="terminal-all-more">
                {[view.id === activeId ? 'in front' : '', lastFolders(view.cwd), stateWords(view, news[view.id])]
                  .filter((word) => word !== '')
                  .join(' · ')}
              </span>
            </span>
          </MenuItem>
        ))}
      </div>
    </Menu>
  );
}
