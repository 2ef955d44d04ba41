// The CLI says "fetch failed" where nothing answers; for the cloud on this machine it can be said what to do.
import { subscribe } from 'node:diagnostics_channel';

/**
 * @param {string | undefined} api address of the API in use
 * @returns {string | undefined} the sentence for when it does not answer; none for an address outside this machine
 */
export function unreachableSentence(api) {
  if (api === undefined || !URL.canParse(api)) return undefined;
  const { origin, hostname } = new URL(api);
  if (hostname !== '127.0.0.1' && hostname !== 'localhost') return undefined;
  return `Nothing answers at ${origin}, the address of the practice cloud. It answers while Fleetlab runs: see “Environment” in its window. If it has another address now, a new terminal knows it.`;
}

/**
 * When a command fails after its connection to the API was refused, its error output ends with the sentence.
 *
 * @param {string | undefined} api
 */
export function tellWhenUnreachable(api) {
  const sentence = unreachableSentence(api);
  if (api === undefined || sentence === undefined) return;
  const { hostname, port } = new URL(api);
  let wasRefused = false;
  // Published by Node's own fetch: https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md
  subscribe('undici:client:connectError', (message) => {
    const { connectParams, error } = /** @type {{ connectParams: { hostname: string, port: string }, error: { code?: string } }} */ (
      message
    );
    wasRefused ||= error.code === 'ECONNREFUSED' && connectParams.hostname === hostname && connectParams.port === port;
  });
  process.on('exit', (code) => {
    if (code !== 0 && wasRefused) process.stderr.write(`${sentence}\n`);
  });
}
