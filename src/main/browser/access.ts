import { timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Who may talk to the browser host. Any web page and any user of the machine can reach a loopback port, so each request must name this
 * host (a foreign name means DNS rebinding), come from this origin, and bring the secret: first in the address that was printed, then as a cookie.
 */
export interface Access {
  port: number;
  token: string;
}

/** `Host` is one of the two names of this machine with this port. */
export function isOwnHost(access: Access, host: string | undefined): boolean {
  return host === `127.0.0.1:${access.port}` || host === `localhost:${access.port}`;
}

/** `Origin` is absent (typed into the address bar; not allowed for a WebSocket, see `isOwnOrigin`) or this host. */
export function isOwnOriginOrNone(access: Access, headers: IncomingHttpHeaders): boolean {
  return headers.origin === undefined || isOwnOrigin(access, headers);
}

/** `Origin` is this host, by the same name that the request was sent to. */
export function isOwnOrigin(access: Access, headers: IncomingHttpHeaders): boolean {
  return isOwnHost(access, headers.host) && headers.origin === `http://${headers.host ?? ''}`;
}

/** Cookies are shared by all ports of a host, so the name carries the port: two Fleetlabs do not sign each other out. */
export function cookieName(access: Access): string {
  return `fleetlab-${access.port}`;
}

export function cookieHeader(access: Access): string {
  return `${cookieName(access)}=${access.token}; Path=/; HttpOnly; SameSite=Strict`;
}

export function hasCookie(access: Access, headers: IncomingHttpHeaders): boolean {
  return (headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .some((pair) => pair.startsWith(`${cookieName(access)}=`) && isToken(access, pair.slice(cookieName(access).length + 1)));
}

/** Compares in a time that does not depend on where the texts differ. */
export function isToken(access: Access, text: string): boolean {
  return timingSafeEqual(digest(access.token), digest(text));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
