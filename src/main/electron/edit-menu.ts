import { Menu, type BrowserWindow, type ContextMenuParams, type MenuItemConstructorOptions } from 'electron';

/** Copy and paste for the mouse. A browser has this menu of its own; in Electron, a right click does nothing unless told. */
export function offerEditMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, { isEditable, editFlags, selectionText }) => {
    const items = isEditable ? itemsOfField(editFlags) : selectionText.trim() === '' ? [] : [{ role: 'copy' as const }];
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window });
  });
}

/** A terminal is one for this purpose: xterm puts its text field, with what is selected, below the mouse. */
function itemsOfField(can: ContextMenuParams['editFlags']): MenuItemConstructorOptions[] {
  return [
    { role: 'cut', enabled: can.canCut },
    { role: 'copy', enabled: can.canCopy },
    { role: 'paste', enabled: can.canPaste },
    { type: 'separator' },
    { role: 'selectAll', enabled: can.canSelectAll },
  ];
}
