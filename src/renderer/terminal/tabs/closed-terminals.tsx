import type { ReactElement } from 'react';
import { Button } from '../../components/button.tsx';
import { MenuItem, MenuSection } from '../../components/menu.tsx';
import { useModel, useSelect } from '../../state/model-context.tsx';
import { lastFolders } from './last-folders.ts';
import { closedName } from './tab-name.ts';
import { TargetIcon } from './target-icon.tsx';

/** In a menu: the terminals that were closed, the last one first; nothing where there are none. */
export function ReopenItems(): ReactElement | null {
  const { terminals, screen } = useModel();
  const views = useSelect(terminals.store, (state) => state.views);
  const names = useSelect(terminals.store, (state) => state.names);
  const closed = useSelect(terminals.store, (state) => state.closed);
  const isPresenting = useSelect(screen, (state) => state.isPresenting);
  if (closed.length === 0) return null;
  return (
    <MenuSection title="Reopen">
      {closed.map((one) => {
        // A folder's path may have the learner's name in it: not for a projector.
        const folder = isPresenting ? '' : lastFolders(one.cwd);
        return (
          <MenuItem key={one.id} onSelect={() => void terminals.reopen(one.id)}>
            <TargetIcon target={one.target} />
            <span className="menu-item-text terminal-all-item">
              <span>{closedName({ views, names }, one)}</span>
              {folder === '' ? null : <span className="terminal-all-more">{folder}</span>}
            </span>
          </MenuItem>
        );
      })}
    </MenuSection>
  );
}

/** The one that was closed last; nothing where there is none. */
export function ReopenButton(): ReactElement | null {
  const { terminals } = useModel();
  const views = useSelect(terminals.store, (state) => state.views);
  const names = useSelect(terminals.store, (state) => state.names);
  const last = useSelect(terminals.store, (state) => state.closed[0]);
  if (last === undefined) return null;
  return <Button onClick={() => void terminals.reopen(last.id)}>Reopen {closedName({ views, names }, last)}</Button>;
}
