import { Menu, type MenuItemConstructorOptions } from 'electron';

/**
 * The menu of the whole app: macOS takes copy, paste and quit from it; elsewhere the page's own keys are all there is, and there is none.
 * `quit` may ask first, which the system's own item for it (the role `quit`) would not.
 */
export function setApplicationMenu(platform: NodeJS.Platform, quit: () => void): void {
  Menu.setApplicationMenu(platform === 'darwin' ? Menu.buildFromTemplate(menuOfMac(quit)) : null);
}

function menuOfMac(quit: () => void): MenuItemConstructorOptions[] {
  return [
    {
      label: 'Fleetlab',
      submenu: [
        { role: 'about' },
        { type: 'separator' },
        { role: 'services' },
        { type: 'separator' },
        { role: 'hide' },
        { role: 'hideOthers' },
        { role: 'unhide' },
        { type: 'separator' },
        { label: 'Quit Fleetlab', accelerator: 'Command+Q', click: () => quit() },
      ],
    },
    { role: 'editMenu' },
    { role: 'windowMenu' },
  ];
}
