import { protocol, type Session } from 'electron';
import { securityHeaders } from '../page/security-headers.ts';
import type { StaticFiles } from '../page/static-files.ts';

export const pageScheme = 'app';
export const pageOrigin = 'app://fleetlab';
export const pageAddress = `${pageOrigin}/`;

/** To be called before Electron is ready: makes the scheme one with an origin of its own, as https is. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the page's files, and nothing else, at `app://fleetlab/`. */
export function servePage(session: Session, files: StaticFiles): void {
  session.protocol.handle(pageScheme, async (request) => {
    const url = new URL(request.url);
    if (url.host !== 'fleetlab' || request.method !== 'GET') return new Response('', { status: 403, headers: securityHeaders });
    const found = await files.answer(url.pathname, '');
    if (found === undefined) return new Response('', { status: 404, headers: securityHeaders });
    return new Response(new Uint8Array(found.body), { headers: { ...securityHeaders, ...found.headers } });
  });
}
