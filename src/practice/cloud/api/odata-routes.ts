import { ApiError } from '../api-error.ts';
import type { Database } from '../database/model.ts';
import { parseQuery } from '../odata/parse.ts';
import { read } from '../odata/read.ts';
import { create, remove, replace, update } from '../odata/write.ts';
import { mayChange } from './permissions.ts';
import { route } from './route.ts';
import type { ApiRequest, Reply, Route } from './route.ts';

/** Versions of the API whose requests are answered; the shapes are those of 7. */
const path = /^\/(?:v7|resin)(\/.*)$/;

export function odataRoutes(database: Database): Route[] {
  return [route('GET POST PUT PATCH DELETE', path, (request) => answer(request, database))];
}

async function answer(request: ApiRequest, database: Database): Promise<Reply> {
  const { method, caller, url } = request;
  const query = parseQuery(addressOf(url));
  if (method === 'GET') return { status: 200, json: read(query, database) };
  const body = await request.readJson();
  const check = mayChange(caller, database);
  switch (method) {
    case 'POST':
      return { status: 201, json: create(query, body, database, check) };
    case 'PATCH':
      update(query, body, database, check);
      break;
    case 'PUT':
      replace(query, body, database, check);
      break;
    case 'DELETE':
      remove(query, database, check);
      break;
    default:
      throw new ApiError(405, `${method} is not possible for a resource.`);
  }
  return { status: 200, text: '' };
}

/** The address behind the version, still encoded, without the key that a client may send in the query. */
function addressOf(url: URL): string {
  const query = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !part.startsWith('apikey='))
    .join('&');
  const resource = url.pathname.replace(path, '$1');
  return query === '' ? resource : `${resource}?${query}`;
}
