import { createSecureContext, getCACertificates } from 'node:tls';
import type { Agent } from 'undici';
import type { Cloud } from '../environment.ts';

/** What this process believes of the cloud in use, beside what it believes of everyone. */
interface Trust {
  ca: string;
  /** As `https://host:port`. */
  origins: ReadonlySet<string>;
  /** Its connections are made by this one and no other, so they end with it. Undefined until the first is made. */
  agent?: Agent;
}

let trust: Trust | undefined;
let routing: Promise<void> | undefined;

/**
 * From now on this cloud is the one in use: `fetch`, and with it the SDK, which has no option for it, believes the authority of its own for the
 * cloud's addresses alone. What was connected to the one before by its authority ends, also what is kept alive or under way.
 */
export function useCloud(cloud: Cloud | undefined): void {
  const next = trustOf(cloud);
  if (next?.ca === trust?.ca && [...(next?.origins ?? [])].join() === [...(trust?.origins ?? [])].join()) return;
  void trust?.agent?.destroy();
  trust = next;
}

/** To be awaited before a cloud is asked. What it loads takes a seventh of a second and 30 MB, which only a cloud with an authority costs. */
export async function readyToTrust(): Promise<void> {
  if (trust !== undefined) await (routing ??= routeFetch());
}

/** Leads each request of this process's `fetch`, a redirected one too, to the connections that its address may use. */
async function routeFetch(): Promise<void> {
  const { Agent, getGlobalDispatcher, setGlobalDispatcher } = await import('undici');
  const open = ({ ca }: Trust) => new Agent({ connect: { secureContext: createSecureContext({ ca: withAuthority(ca) }) } });
  const route = getGlobalDispatcher().compose((dispatch) => (options, handler) => {
    if (trust?.origins.has(String(options.origin)) !== true) return dispatch(options, handler);
    trust.agent ??= open(trust);
    return trust.agent.dispatch(options, handler);
  });
  setGlobalDispatcher(route);
}

/** What Node believes by itself, the machine's own additions (NODE_EXTRA_CA_CERTS) among it, and one authority more. */
export function withAuthority(ca: string): string[] {
  return [...getCACertificates('default'), ca];
}

function trustOf(cloud: Cloud | undefined): Trust | undefined {
  if (cloud?.ca === undefined) return undefined;
  const { ca, apiUrl, builderUrl, dashboardUrl } = cloud;
  return { ca, origins: new Set([apiUrl, builderUrl, dashboardUrl].map((url) => new URL(url).origin)) };
}
