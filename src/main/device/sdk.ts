import type { BalenaSDK } from 'balena-sdk';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FleetlabError } from '../../shared/errors.ts';
import type { Cloud } from '../balena/environment.ts';

/** The SDK of one environment as signed in (or not) at one moment. */
export interface SignedInSdk {
  sdk: BalenaSDK;
  /** Undefined while nobody is signed in. */
  token: string | undefined;
}

/** Milliseconds that one request may take before the environment counts as unreachable. */
const requestLimit = 8000;

/**
 * Gives the SDK for the environment's present token. SDK and CLI share the token's file, so a sign-in or sign-out in a terminal is seen here
 * with the next call; the SDK keeps what it knows of an account, so each token gets an SDK of its own.
 */
export function createSdkSource(): (cloud: Cloud, dataDirectory: string) => Promise<SignedInSdk> {
  let last: (SignedInSdk & { cloud: Cloud }) | undefined;
  return async (cloud, dataDirectory) => {
    const token = await readToken(dataDirectory);
    if (last?.cloud === cloud && last.token === token) return last;
    // Loading it takes a third of a second and 20 MB: not before the first page is served.
    const { getSdk } = (await import('balena-sdk')).default;
    const { apiUrl, builderUrl, dashboardUrl } = cloud;
    last = { cloud, token, sdk: getSdk({ apiUrl, builderUrl, dashboardUrl, dataDirectory }) };
    return last;
  };
}

/** The answer, or FleetlabError `unreachable` after the time limit. */
export async function withinLimit<Answer>(request: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FleetlabError('unreachable', 'no answer in time')), requestLimit);
  });
  // The slower of the two may fail later, when nobody listens any more.
  request.catch(() => undefined);
  try {
    return await Promise.race([request, limit]);
  } finally {
    clearTimeout(timer);
  }
}

export function isUnauthorized(error: unknown): boolean {
  return (
    hasCode(error, 'BalenaNotLoggedIn') || hasCode(error, 'BalenaExpiredToken') || (error as { statusCode?: unknown }).statusCode === 401
  );
}

export function isUnknownDevice(error: unknown): boolean {
  return hasCode(error, 'BalenaDeviceNotFound');
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && (error as { code?: unknown }).code === code;
}

async function readToken(dataDirectory: string): Promise<string | undefined> {
  try {
    const text = (await readFile(join(dataDirectory, 'token'), 'utf8')).trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}
