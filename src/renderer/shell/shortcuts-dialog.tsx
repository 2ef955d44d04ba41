import { Fragment, type ReactElement } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { useModel, useSelect } from '../state/model-context.tsx';
import { isMac, modKey } from './platform.ts';
import { presenterMap, shortcutMap, terminalMap, type ShortcutRow } from './shortcuts.ts';

export function ShortcutsDialog(): ReactElement {
  const { screen } = useModel();
  const isOpen = useSelect(screen, (state) => state.overlay === 'shortcuts');
  return (
    <Dialog title="Keyboard" isOpen={isOpen} onClose={() => screen.setState({ overlay: undefined })}>
      <KeyRows rows={shortcutMap} />
      <h3 className="small-title">In the terminal</h3>
      <KeyRows rows={terminalMap} />
      <h3 className="small-title">While presenting</h3>
      <KeyRows rows={presenterMap} />
      <p className="soft">
        In the editor, Tab indents once you work in the text; Escape and then Tab moves on. In the terminal, every other key goes to the
        shell.
      </p>
    </Dialog>
  );
}

function KeyRows({ rows }: { rows: readonly ShortcutRow[] }): ReactElement {
  return (
    <dl className="keys">
      {rows
        .filter(({ on }) => on === undefined || (on === 'mac') === isMac)
        .map((shortcut) => (
          <KeyRow key={shortcut.does} shortcut={shortcut} />
        ))}
    </dl>
  );
}

function KeyRow({ shortcut }: { shortcut: ShortcutRow }): ReactElement {
  return (
    <div className="keys-row">
      <dt>
        {shortcut.keys.map((key, index) => (
          <Fragment key={key}>
            {index === 0 ? null : <span className="keys-plus">+</span>}
            <kbd>{keyName(key)}</kbd>
          </Fragment>
        ))}
      </dt>
      <dd>
        {shortcut.does}
        {shortcut.note === undefined ? null : <span className="soft"> ({shortcut.note})</span>}
      </dd>
    </div>
  );
}

function keyName(key: string): string {
  if (key === 'Term') return isMac ? 'Ctrl' : 'Alt';
  return key === 'Mod' ? modKey : key;
}
