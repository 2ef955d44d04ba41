import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { returnFocus } from '../components/return-focus.ts';
import { useModel, useSelect } from '../state/model-context.tsx';
import { paletteItems, type PaletteItem } from './palette-items.ts';
import { search } from './palette-search.ts';

/** Search and commands: one field, one list, by the ARIA combobox pattern. */
export function Palette(): ReactElement {
  const { screen } = useModel();
  const isOpen = useSelect(screen, (state) => state.overlay === 'palette');
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && screen.setState({ overlay: undefined })}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="palette" aria-label="Search and commands" finalFocus={returnFocus()}>
          <PaletteContent />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteContent(): ReactElement {
  const model = useModel();
  const [items] = useState(() => paletteItems(model));
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = inGroups(search(items, query));
  const flat = found.flatMap((group) => group.items);
  const active = flat[index];

  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [index]);

  function perform(item: PaletteItem | undefined): void {
    if (item === undefined) return;
    model.screen.setState({ overlay: undefined });
    item.perform();
  }

  function handleKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') setIndex((index + 1) % Math.max(1, flat.length));
    else if (event.key === 'ArrowUp') setIndex((index + flat.length - 1) % Math.max(1, flat.length));
    else if (event.key === 'Enter') perform(active);
    else return;
    event.preventDefault();
  }

  return (
    <>
      <div className="palette-field">
        <Search aria-hidden />
        <input
          role="combobox"
          aria-label="Search and commands"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={active === undefined ? undefined : `palette-${active.id}`}
          aria-autocomplete="list"
          placeholder="Search steps, files and commands"
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setIndex(0);
          }}
          onKeyDown={handleKey}
        />
        <kbd>Esc</kbd>
      </div>
      <div className="palette-list" id="palette-list" role="listbox" aria-label="Results" ref={list}>
        {found.map((group) => (
          <div key={group.name} role="group" aria-label={group.name}>
            <div className="palette-group" aria-hidden>
              {group.name}
            </div>
            {group.items.map((item) => (
              <div
                key={item.id}
                id={`palette-${item.id}`}
                role="option"
                aria-selected={item === active}
                className="palette-item"
                onClick={() => perform(item)}
                onPointerMove={() => setIndex(flat.indexOf(item))}
              >
                <span className={item.group === 'Files' || item.group.startsWith('Commands') ? 'mono palette-title' : 'palette-title'}>
                  {item.title}
                </span>
                {item.keys === undefined ? null : <span className="palette-keys">{item.keys}</span>}
              </div>
            ))}
          </div>
        ))}
      </div>
      {flat.length === 0 ? <p className="palette-none">Nothing found for “{query}”.</p> : null}
    </>
  );
}

function inGroups(items: readonly PaletteItem[]): { name: string; items: PaletteItem[] }[] {
  const names = [...new Set(items.map((item) => item.group))];
  return names.map((name) => ({ name, items: items.filter((item) => item.group === name) }));
}
