import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Json, Row } from '../database/model.ts';

/** Who sent a request. */
export interface Caller {
  kind: 'user' | 'fleet' | 'device';
  /** The row of `actor`. */
  actorId: number;
  /** The user whose rights it has; absent for keys of fleets and devices. */
  user?: Row;
}

export interface ApiRequest {
  method: string;
  url: URL;
  /** What the groups of the route's path matched. */
  parameters: readonly string[];
  caller: Caller;
  incoming: IncomingMessage;
  outgoing: ServerResponse;
  /** Reads a JSON body of up to 1 MB; undefined where there is none. Rejects with ApiError. */
  readJson(): Promise<unknown>;
}

/** `streamed`: the handler writes to `outgoing` by itself. */
export type Reply = { status: number; json: Json } | { status: number; text: string } | { status: number; html: string } | 'streamed';

export interface Route {
  methods: readonly string[];
  /** Matched against the whole path. */
  path: RegExp;
  handle(request: ApiRequest): Reply | Promise<Reply>;
}

export function route(methods: string, path: RegExp, handle: Route['handle']): Route {
  return { methods: methods.split(' '), path, handle };
}

/** A route that needs no token. */
export interface PublicRoute {
  methods: readonly string[];
  path: RegExp;
  handle(request: Omit<ApiRequest, 'caller'>): Reply | Promise<Reply>;
}

/** Routes of another part of the practice process, for the token's bearer: everything below `/<prefix>`. */
export interface ExtraRoutes {
  /** E.g. `/practice/v1/`. */
  prefix: string;
  /** `path` is what follows the prefix, percent signs decoded. A FleetlabError that is thrown becomes a 4xx answer. */
  handle(request: { method: string; path: string; query: URLSearchParams; body: unknown; outgoing: ServerResponse }): Promise<Reply>;
}
