import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { FleetlabError } from '../../../shared/errors.ts';
import type { Cloud } from '../environment.ts';
import { withAuthority } from './cloud-trust.ts';

export interface AskOptions {
  /** Milliseconds until it counts as unreachable. */
  timeLimit?: number;
  signal?: AbortSignal;
}

/**
 * Whether a balena API answers there. Resolves to the milliseconds that it took. Rejects with FleetlabError: `unreachable` (in words what is in the
 * way), `not-a-cloud` (something else answers), `cancelled`.
 */
export async function askCloud({ apiUrl, ca }: Pick<Cloud, 'apiUrl' | 'ca'>, options: AskOptions = {}): Promise<number> {
  const url = new URL('/ping', apiUrl);
  const startedAt = performance.now();
  const { status, text } = await get(url, ca, options);
  // The API answers `OK` to anyone.
  if (status !== 200 || !/^"?OK"?$/i.test(text.trim()))
    throw status >= 500 || status === 429
      ? new FleetlabError('unreachable', `${url.host} answers that it cannot work now (HTTP ${status}).`, 'Try again in a while.')
      : new FleetlabError('not-a-cloud', `Something answers at ${url.host}, but it is not a balena API.`, 'Look at the address.');
  return performance.now() - startedAt;
}

const longestAnswer = 1000;

function get(url: URL, ca: string | undefined, options: AskOptions): Promise<{ status: number; text: string }> {
  const { timeLimit = 8000, signal } = options;
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const trust = ca === undefined ? {} : { ca: withAuthority(ca) };
    // A connection of its own: one that is kept alive says nothing about the way there now.
    const request = send(url, { ...trust, agent: false, ...(signal === undefined ? {} : { signal }) }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text = (text + chunk).slice(0, longestAnswer);
      });
      response.on('error', fail);
      response.on('end', () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    const timer = setTimeout(() => request.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })), timeLimit);
    function fail(error: NodeJS.ErrnoException): void {
      clearTimeout(timer);
      reject(signal?.aborted === true ? new FleetlabError('cancelled', 'It was cancelled.') : inWords(error, url));
    }
    request.on('error', fail);
    request.end();
  });
}

function inWords(error: NodeJS.ErrnoException, { host, hostname }: URL): FleetlabError {
  const { code = '' } = error;
  const [message, action] = wordsFor(code, host, hostname) ?? [`${host} cannot be reached: ${error.message}.`, 'Is the network there?'];
  return new FleetlabError('unreachable', message, action, { cause: error });
}

function wordsFor(code: string, host: string, hostname: string): [string, string] | undefined {
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return [`No address is known for ${hostname}.`, 'Is the name right, and the network there?'];
    case 'ECONNREFUSED':
      return [`Nothing listens at ${host}.`, 'Is the port right, and the cloud running?'];
    case 'ETIMEDOUT':
      return [`${host} does not answer in time.`, 'Is the network there, or a firewall in the way?'];
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return [`There is no way to ${host}.`, 'Is the network there?'];
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return [`The certificate of ${host} is for another name.`, 'Is the address right?'];
    case 'CERT_HAS_EXPIRED':
      return [`The certificate of ${host} has run out.`, 'Is the clock of this machine right? If so, its owner must renew it.'];
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'CERT_SIGNATURE_FAILURE':
      return [
        `The certificate of ${host} is signed by an authority that this machine does not know.`,
        'If it is your cloud’s own, give the file with its certificate.',
      ];
    default:
      return code.startsWith('ERR_SSL') || code === 'EPROTO'
        ? [`What listens at ${host} does not speak TLS.`, 'Is the port right?']
        : undefined;
  }
}
