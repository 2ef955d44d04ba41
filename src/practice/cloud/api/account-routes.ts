import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ApiError, badRequest } from '../api-error.ts';
import type { Database, Row } from '../database/model.ts';
import { isSame, learnerOf } from './authenticate.ts';
import { hasAccess } from './permissions.ts';
import { route } from './route.ts';
import type { ApiRequest, Caller, PublicRoute, Reply, Route } from './route.ts';
import { text } from '../database/values.ts';

/** Signing in, who one is, and keys. */
export function publicAccountRoutes(token: string, database: Database): PublicRoute[] {
  return [{ methods: ['POST'], path: /^\/login_$/, handle: (request) => login(request, token, database) }];
}

export function accountRoutes(database: Database): Route[] {
  return [
    route('GET', /^\/actor\/v1\/whoami$/, ({ caller }) => ({ status: 200, json: whoami(caller, database) })),
    route('POST', /^\/api-key\/user\/full$/, async (request) => ({
      status: 200,
      json: createKey(request.caller.actorId, 'named-user-api-key', await request.readJson(), database),
    })),
    route('POST', /^\/api-key\/v2\/?$/, async (request) => ({ status: 200, json: await createRoleKey(request, database) })),
    route('POST', /^\/api-key\/device\/(\d+)\/device-key$/, (request) => {
      const device = database.find('device', Number(request.parameters[0]));
      if (device === undefined || typeof device['actor'] !== 'number') throw new ApiError(404, 'Device not found.');
      return { status: 200, json: createKey(device['actor'], 'device-api-key', {}, database) };
    }),
  ];
}

/** Makes a key for an actor. Returns the key, which is never shown again. */
export function createKey(actorId: number, role: string, options: unknown, database: Database, key = randomKey()): string {
  const { name, description, expiryDate } = keyOptions.parse(options ?? {});
  database.insert('api_key', {
    is_of__actor: actorId,
    key,
    role,
    name: name ?? null,
    description: description ?? null,
    expiry_date: expiryDate ?? null,
  });
  return key;
}

/** 32 letters and digits, the form of balena's keys. */
export function randomKey(): string {
  return randomBytes(48)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 32);
}

const keyOptions = z.object({
  name: z.string().nullish(),
  description: z.string().nullish(),
  expiryDate: z
    .string()
    .nullish()
    .refine((text) => text === null || text === undefined || !Number.isNaN(Date.parse(text)), 'The expiry date is not a date.'),
});

/**
 * The learner has no password of their own: the token that Fleetlab shows is the password too, so that no fixed one
 * would let another user of this machine in.
 */
async function login(request: Omit<ApiRequest, 'caller'>, token: string, database: Database): Promise<Reply> {
  const credentials = z.object({ username: z.string(), password: z.string() }).safeParse(await request.readJson());
  if (!credentials.success) throw badRequest('A login needs a username and a password.');
  const { username, password } = credentials.data;
  const user = learnerOf(database);
  const isKnown = username === user['email'] || username === user['username'];
  if (!isKnown || !isSame(password, token)) throw new ApiError(401, 'Unauthorized');
  return { status: 200, text: token };
}

function whoami(caller: Caller, database: Database): { [name: string]: string | number } {
  if (caller.user !== undefined) {
    const { id, username, email } = caller.user;
    return { id: caller.actorId, actorType: 'user', actorTypeId: id, username: text(username), email: text(email) };
  }
  const device = database.findBy('device', { actor: caller.actorId });
  if (device !== undefined) return { id: caller.actorId, actorType: 'device', actorTypeId: device.id, uuid: text(device['uuid']) };
  const fleet = database.findBy('application', { actor: caller.actorId });
  return { id: caller.actorId, actorType: 'application', actorTypeId: fleet?.id ?? 0, slug: text(fleet?.['slug']) };
}

async function createRoleKey(request: ApiRequest, database: Database): Promise<string> {
  const shape = z.object({ actorType: z.string(), actorTypeId: z.number(), roles: z.array(z.string()) });
  const body = await request.readJson();
  const wanted = shape.safeParse(body);
  if (!wanted.success) throw badRequest('A key needs actorType, actorTypeId and roles.');
  const { actorType, actorTypeId, roles } = wanted.data;
  const owner: Row | undefined = actorType === 'application' || actorType === 'device' ? database.find(actorType, actorTypeId) : undefined;
  const fleet = actorType === 'device' ? database.find('application', owner?.['belongs_to__application']) : owner;
  if (owner === undefined || fleet === undefined || !hasAccess(request.caller, fleet, database) || typeof owner['actor'] !== 'number')
    throw new ApiError(404, `There is no ${actorType} ${actorTypeId} of yours.`);
  return createKey(owner['actor'], roles[0] ?? 'provisioning-api-key', body, database);
}
