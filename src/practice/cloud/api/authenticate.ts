import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ApiError } from '../api-error.ts';
import type { Database, Row } from '../database/model.ts';
import type { Caller } from './route.ts';
import { text } from '../database/values.ts';

/** Who sent the request, by `Authorization: Bearer <token>` or `?apikey=`. Throws ApiError 401. */
export function authenticate(incoming: IncomingMessage, url: URL, token: string, database: Database): Caller {
  const given = /^Bearer (.+)$/i.exec(incoming.headers.authorization ?? '')?.[1]?.trim() ?? url.searchParams.get('apikey');
  if (given === null || given === '') throw new ApiError(401, 'Unauthorized: no token was sent. Run `balena login`.');
  const caller = isSame(given, token) ? callerOf(learnerOf(database), database) : callerOfKey(given, database);
  if (caller === undefined) throw new ApiError(401, 'Unauthorized: the practice cloud does not know this token.');
  return caller;
}

/** The practice cloud's one user. */
export function learnerOf(database: Database): Row {
  const user = database.rows('user')[0];
  if (user === undefined) throw new Error('The practice cloud has no user.');
  return user;
}

export function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function callerOfKey(given: string, database: Database): Caller | undefined {
  const key = database.rows('api_key').find((row) => isSame(given, text(row['key'])));
  if (key === undefined) return undefined;
  const expiry = key['expiry_date'];
  if (typeof expiry === 'string' && Date.parse(expiry) < Date.now()) throw new ApiError(401, 'Unauthorized: this API key has expired.');
  const actor = key['is_of__actor'] ?? null;
  const user = database.findBy('user', { actor });
  if (user !== undefined) return callerOf(user, database);
  if (typeof actor !== 'number') return undefined;
  return { kind: database.findBy('device', { actor }) === undefined ? 'fleet' : 'device', actorId: actor };
}

function callerOf(user: Row, database: Database): Caller | undefined {
  const actor = database.find('actor', user['actor']);
  return actor && { kind: 'user', actorId: actor.id, user };
}
