import type { AuthHandlerMiddleware, AuthenticationType, Client, ServerHostKeyAlgorithm } from 'ssh2';
import { FleetlabError } from '../../../shared/errors.ts';
import type { HostKeys } from './host-key.ts';
import { keyType } from './known-hosts.ts';
import type { SshTarget } from './ssh-target.ts';
import { findIdentities, type Identities } from './ssh-identities.ts';

/** Milliseconds until a device that says nothing counts as not there. */
const connectLimit = 10_000;

/**
 * A connection that is signed in. Rejects with FleetlabError `unreachable`, `ssh-refused`, `host-key-unknown`, `host-key-changed`, or `cancelled`
 * where the device was left before it showed a key that is not trusted.
 */
export async function connect(target: SshTarget, hostKeys: HostKeys, presence = hostKeys.presence()): Promise<Client> {
  // Loaded when the first device is there: not before the first page is served.
  const { default: ssh2 } = await import('ssh2');
  const [identities, trusted] = await Promise.all([findIdentities(target.folder), hostKeys.trusted(target)]);
  const client = new ssh2.Client();
  return new Promise((resolve, reject) => {
    let refusal: FleetlabError | undefined;
    const fail = (error: Error) => {
      reject(refusal ?? (isSignInError(error) ? notLetIn(target, identities) : unreachable(error)));
      client.destroy();
    };
    // One failure may be told several times; nobody listening for the second would end the program.
    client.on('error', fail);
    client.once('close', () => fail(new Error('the connection was closed')));
    client.once('ready', () => resolve(client));
    client.connect({
      host: target.host,
      port: target.port,
      username: target.username,
      readyTimeout: connectLimit,
      // A cable that was pulled is noticed within some seconds, and what waits for an answer is told so.
      keepaliveInterval: 4000,
      keepaliveCountMax: 2,
      // The device may have keys of several types: the one that is asked for is the one that was trusted, as `ssh` does it.
      algorithms: { serverHostKey: { prepend: trusted.flatMap(algorithmsOf), append: [], remove: [] } },
      ...(target.folder === undefined ? {} : { authHandler: signInWith(target.username, identities) }),
      hostVerifier: (key: Buffer, verify: (isTrusted: boolean) => void) => {
        hostKeys.check(target, key, presence).then(
          () => verify(true),
          (error: unknown) => {
            refusal =
              error instanceof FleetlabError
                ? error
                : new FleetlabError('host-key-unknown', 'The file of trusted SSH keys cannot be read.', undefined, { cause: error });
            verify(false);
          },
        );
      },
    });
  });
}

/**
 * Makes a connection only to see whether the device shows a trusted key, and then lets this computer in; a person is asked where the key is not
 * trusted yet. Rejects as `connect` does.
 */
export async function expectTrustedKey(target: SshTarget, hostKeys: HostKeys): Promise<void> {
  const presence = hostKeys.presence();
  try {
    (await connect(target, hostKeys, presence)).end();
  } catch (error) {
    if (!(error instanceof FleetlabError) || !error.code.startsWith('host-key-')) throw error;
    await hostKeys.ask(target);
    // The first connection ended at the host key, before it could sign in.
    (await connect(target, hostKeys, presence)).end();
  }
}

export function unreachable(error: Error): FleetlabError {
  return new FleetlabError(
    'unreachable',
    `The device cannot be reached over SSH: ${error.message}.`,
    'Look at the device, then try again.',
    {
      cause: error,
    },
  );
}

/** Without a key at first: a development image of balenaOS lets `root` in so. */
function signInWith(username: string, { agent, keys }: Identities): AuthHandlerMiddleware {
  const ways: object[] = [
    { type: 'none', username },
    ...(agent === undefined ? [] : [{ type: 'agent', username, agent }]),
    ...keys.flatMap(({ privateKey }) => (privateKey === undefined ? [] : [{ type: 'publickey', username, key: privateKey }])),
  ];
  return (_left, _partial, next) => {
    const way = ways.shift();
    // The types know neither the objects that the documentation describes nor `false`, which ends it.
    next((way ?? false) as unknown as AuthenticationType);
  };
}

/** An RSA key signs with newer digests than its own name says (RFC 8332). */
function algorithmsOf(key: Buffer): ServerHostKeyAlgorithm[] {
  const type = keyType(key);
  return (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', type] : [type]) as ServerHostKeyAlgorithm[];
}

function isSignInError(error: Error & { level?: unknown }): boolean {
  return error.level === 'client-authentication';
}

function notLetIn({ host, folder }: SshTarget, { agent, keys }: Identities): FleetlabError {
  const offered = [
    ...(agent === undefined ? [] : ['those of your SSH agent']),
    ...keys.filter(({ privateKey }) => privateKey !== undefined).map(({ path }) => path),
  ];
  return new FleetlabError(
    'ssh-refused',
    offered.length === 0 ? `${host} lets nobody in without an SSH key.` : `${host} knows none of this computer’s SSH keys.`,
    folder === undefined
      ? undefined
      : 'Give the device your public key: “Your keys…” in the menu of environments shows it, and where it goes. Development images of balenaOS ask for none.',
  );
}
