import { spawn } from 'node:child_process';

/** Opens an address in the machine's browser, without a shell. Resolves with whether a program for it could be started. */
export function openInBrowser(url: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [program, ...arguments_] = browserCommand(url, platform);
  return new Promise((resolve) => {
    const child = spawn(program, arguments_, { stdio: 'ignore', detached: platform !== 'win32', windowsHide: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      // The browser lives on without this program.
      child.unref();
      resolve(true);
    });
  });
}

export function browserCommand(url: string, platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === 'darwin') return ['open', url];
  // `start` is a word of cmd.exe, which would read & and % in an address; this hands it to the same handler.
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}
