import { Fragment, type ReactElement } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { useModel, useSelect } from '../state/model-context.tsx';
import { modKey } from './platform.ts';
import { presenterMap, shortcutMap } from './shortcuts.ts';

export function ShortcutsDialog(): ReactElement {
  const { screen } = useModel();
  const isOpen = useSelect(screen, (state) => state.overlay === 'shortcuts');
  return (
    <Dialog title="Keyboard" isOpen={isOpen} onClose={() => screen.setState({ overlay: undefined })}>
      <dl className="keys">
        {shortcutMap.map((shortcut) => (
          <KeyRow key={shortcut.does} shortcut={shortcut} />
        ))}
      </dl>
      <h3 className="small-title">While presenting</h3>
      <dl className="keys">
        {presenterMap.map((shortcut) => (
          <KeyRow key={shortcut.does} shortcut={shortcut} />
        ))}
      </dl>
      <p className="soft">
        In the editor, Tab indents once you work in the text; Escape and then Tab moves on. In the terminal, every other key goes to the
        shell.
      </p>
    </Dialog>
  );
}

function KeyRow({ shortcut }: { shortcut: (typeof shortcutMap)[number] }): ReactElement {
  return (
    <div className="keys-row">
      <dt>
        {shortcut.keys.map((key, index) => (
          <Fragment key={key}>
            {index === 0 ? null : <span className="keys-plus">+</span>}
            <kbd>{key === 'Mod' ? modKey : key}</kbd>
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
