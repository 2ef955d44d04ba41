import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BalenaSDK } from 'balena-sdk';
import type { Credentials } from '../../../shared/domain/environment.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import { isUnauthorized, openSdk, patiently, withinLimit } from './sdk.ts';
import type { RunningEnvironment } from '../environment.ts';

/**
 * Signs the environment's CLI in, and with it the SDK: the token lies where the CLI looks for it. The cloud is asked first whether it is good. Rejects
 * with FleetlabError `refused` (the cloud knows no such token, password or code), `code-needed` (it asks for a second factor), `unreachable`. No message holds
 * what was given.
 */
export async function signIn({ cloud, dataDirectory }: RunningEnvironment, given: Credentials): Promise<{ username: string }> {
  if (cloud === undefined) throw new FleetlabError('not-supported', 'A device without a cloud needs no sign-in.');
  const sdk = await openSdk(cloud, false);
  try {
    await authenticate(sdk, given);
    // Once more, now for what the CLI will ask: a token of a device or of a fleet is no sign-in.
    const { username } = await patiently(() => sdk.auth.getUserInfo());
    await keepToken(dataDirectory, await sdk.auth.getToken());
    return { username };
  } catch (error) {
    throw inWords(error, given);
  }
}

/** Nothing of the account is left in the environment's folder. */
export async function signOut(dataDirectory: string): Promise<void> {
  for (const name of ['token', 'cachedUsername']) await rm(join(dataDirectory, name), { force: true });
}

/** Readable by the learner alone. Where the file was there with other rights, they are changed before it holds the token. */
export async function keepToken(dataDirectory: string, token: string): Promise<void> {
  const file = join(dataDirectory, 'token');
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  await rm(join(dataDirectory, 'cachedUsername'), { force: true });
  await rm(file, { force: true });
  await writeFile(file, token, { mode: 0o600 });
  await chmod(file, 0o600);
}

async function authenticate(sdk: BalenaSDK, given: Credentials): Promise<void> {
  if (given.kind === 'token') {
    await sdk.auth.loginWithToken(given.token);
    return;
  }
  // A sign-in that was lost on its way may have counted as an attempt: it is not repeated unasked.
  await withinLimit(sdk.auth.login({ email: given.email, password: given.password }));
  if (await sdk.auth.twoFactor.isPassed()) return;
  if (given.code === undefined) throw new FleetlabError('code-needed', 'Give the code of your second factor as well.');
  await challenge(sdk, given.code);
}

/** The password was taken by then: a refusal is of the code. */
async function challenge(sdk: BalenaSDK, code: string): Promise<void> {
  try {
    await withinLimit(sdk.auth.twoFactor.challenge(code.replaceAll(/\s/g, '')));
  } catch (error) {
    const { statusCode } = error as { statusCode?: unknown };
    if (statusCode !== 400 && statusCode !== 401 && statusCode !== 403) throw error;
    throw refused('The cloud does not take this code.', 'Give the one that your authenticator shows now: it changes every half minute.');
  }
}

function inWords(error: unknown, given: Credentials): FleetlabError {
  if (error instanceof FleetlabError) return error;
  const { code } = error as { code?: unknown };
  if (code === 'BalenaMalformedToken') return refused('This is not a token.', 'Copy it again, whole.');
  if (code === 'BalenaTooManyRequests')
    return refused('The cloud has had too many attempts to sign in.', 'Wait some minutes, then try again.');
  if (code === 'BalenaExpiredToken') return refused('This token has run out.', 'Make a new one in the dashboard.');
  if (isUnauthorized(error) || code === 'BalenaInvalidLoginCredentials' || (error as { statusCode?: unknown }).statusCode === 403)
    return given.kind === 'token'
      ? refused('The cloud does not take this token.', 'Make a new one in the dashboard, or look whether it is for another cloud.')
      : refused(
          'The cloud does not take this e-mail address and password.',
          'Look at both. An account that signs in with GitHub or Google has no password: use a token, or the web.',
        );
  // The error of the SDK holds its request, and with it the secret: only what kind of failure it was goes further.
  const { statusCode, cause } = error as { statusCode?: unknown; cause?: { code?: unknown } };
  const what = typeof statusCode === 'number' ? `HTTP ${statusCode}` : typeof cause?.code === 'string' ? cause.code : 'no answer';
  return new FleetlabError('unreachable', `The cloud could not be asked (${what}).`, 'Try again.');
}

function refused(message: string, action: string): FleetlabError {
  return new FleetlabError('refused', message, action);
}
