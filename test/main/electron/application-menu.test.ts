import type { MenuItemConstructorOptions } from 'electron';
import { expect, it, vi } from 'vitest';
import { createFakeElectron } from './support/fake-electron.ts';

const fake = createFakeElectron();
vi.doMock('electron', () => fake.module);
const { setApplicationMenu } = await import('../../../src/main/electron/application-menu.ts');

const template = () => (fake.state.menu as { template: MenuItemConstructorOptions[] }).template;

it('has what macOS takes from a menu, and its Quit asks first', () => {
  const quit = vi.fn();
  setApplicationMenu('darwin', quit);
  const [own, ...others] = template();
  expect(others.map(({ role }) => role)).toEqual(['editMenu', 'windowMenu']);
  const items = own?.submenu as MenuItemConstructorOptions[];
  expect(items.map(({ role }) => role)).not.toContain('quit');
  const item = items.find(({ accelerator }) => accelerator === 'Command+Q');
  (item?.click as () => void)();
  expect(quit).toHaveBeenCalledOnce();
});

it('is none elsewhere', () => {
  for (const platform of ['linux', 'win32'] as const) {
    setApplicationMenu(platform, vi.fn());
    expect(fake.state.menu).toBeNull();
  }
});
