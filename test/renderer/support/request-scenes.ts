import { FleetlabError } from '../../../src/shared/errors.ts';
import { networkScenes } from './network-scenes.ts';
import type { Scene } from './scenes.ts';

/** The tab Requests in the situations of the Network view's scenes. */
function requestScene(name: string, then?: Scene['then']): Scene {
  const scene = networkScenes[name];
  if (scene === undefined) throw new Error(`There is no scene ${name}.`);
  return {
    state(now) {
      const state = scene.state(now);
      return { ...state, start: { ...state.start, layout: { ...state.start.layout, workbenchTab: 'requests' } } };
    },
    then: async (bridge, model, now) => {
      await until(() => document.querySelector('.requests, .empty') !== null);
      await then?.(bridge, model, now);
    },
  };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => requestAnimationFrame(resolve));
}

async function send(): Promise<void> {
  document.querySelector<HTMLButtonElement>('.ask button[type=submit]')?.click();
  await until(() => document.querySelectorAll('.ask-line, .ask .note, .ask .turning').length > 1);
}

export const requestScenes: Readonly<Record<string, Scene>> = {
  requests: requestScene('network-both-bridged'),
  'requests-none': requestScene('network-host-only'),
  'requests-unobserved': requestScene('network-unobserved'),
  'requests-signed-out': requestScene('network-signed-out'),
  'requests-asked': requestScene('network-timeout', send),
  'requests-asking': requestScene('network-both-bridged', async (bridge) => {
    bridge.answer('network.ask', () => new Promise(() => undefined));
    document.querySelector<HTMLButtonElement>('.ask button[type=submit]')?.click();
    await until(() => document.querySelector('.ask .turning') !== null);
  }),
  'requests-differs': requestScene('network-both-bridged', async (bridge) => {
    bridge.answer('network.ask', () => ({
      prediction: { verdict: 'delivered', rule: 'published-port', reason: 'frontend publishes 80 to its port 80, on which it listens.' },
      answer: { verdict: 'refused', milliseconds: 4, reason: 'The connection was refused or closed at once.' },
    }));
    await send();
  }),
  'requests-failed': requestScene('network-both-bridged', async (bridge) => {
    bridge.answer('network.ask', () =>
      Promise.reject(new FleetlabError('unreachable', 'The device cannot be reached over SSH.', 'Look at the device, then try again.')),
    );
    await send();
  }),
};
