import { FleetlabError } from '../shared/errors.ts';
import { allowedLink } from '../shared/external-links.ts';

/** Opens an address where it may be opened; `open` rejects, or resolves with false, where no browser could be. Rejects with FleetlabError. */
export async function openLink(url: string, open: (address: string) => Promise<unknown>): Promise<void> {
  const address = allowedLink(url);
  const refusal = (cause?: unknown) =>
    new FleetlabError('no-browser', `No browser could be opened for ${address}.`, 'Copy the address into a browser.', { cause });
  const isOpened = await open(address).catch((error: unknown) => {
    throw refusal(error);
  });
  if (isOpened === false) throw refusal();
}
