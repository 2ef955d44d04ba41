import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeElectron, FakeWindow } from './support/fake-electron.ts';

const electron = createFakeElectron();
vi.mock('electron', () => electron.module);
const { offerEditMenu } = await import('../../../src/main/electron/edit-menu.ts');

const nothing = { canUndo: false, canRedo: false, canCut: false, canCopy: false, canPaste: false, canDelete: false, canSelectAll: false };

describe('a right click', () => {
  let window: FakeWindow;
  beforeEach(() => {
    window = new FakeWindow({ webPreferences: {} });
    offerEditMenu(window as unknown as BrowserWindow);
    electron.state.popups.length = 0;
  });

  const click = (what: { isEditable: boolean; selectionText: string; editFlags?: Partial<typeof nothing> }) => {
    window.webContents.emit('context-menu', {}, { ...what, editFlags: { ...nothing, ...what.editFlags } });
    return electron.state.popups;
  };

  it('on a field offers what can be done there', () => {
    const [shown, ...more] = click({ isEditable: true, selectionText: '', editFlags: { canPaste: true, canSelectAll: true } });
    expect(more).toEqual([]);
    expect(shown).toEqual({
      template: [
        { role: 'cut', enabled: false },
        { role: 'copy', enabled: false },
        { role: 'paste', enabled: true },
        { type: 'separator' },
        { role: 'selectAll', enabled: true },
      ],
      options: { window },
    });
  });

  it('on selected text offers to copy it, and nothing elsewhere', () => {
    expect(click({ isEditable: false, selectionText: 'a word' })).toEqual([{ template: [{ role: 'copy' }], options: { window } }]);
    electron.state.popups.length = 0;
    expect(click({ isEditable: false, selectionText: '  ' })).toEqual([]);
  });
});
