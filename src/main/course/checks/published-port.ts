import { listed } from '../../../shared/listed.ts';
import { runningContainer } from './containers.ts';
import { notYet, passed, type CheckContext, type Verdict } from './verdict.ts';

/** A service on host networking publishes nothing: its ports are the host's own. */
export function publishedPort(wanted: { service: string; port: number; present: boolean }, context: CheckContext): Verdict {
  const { service, port, present } = wanted;
  const found = runningContainer(service, context);
  if ('verdict' in found) return found;
  const { published, networkMode, exposed } = found.container;
  const ports = [...new Set(published.map(({ hostPort }) => hostPort))];
  const isPublished = ports.includes(port);
  if (isPublished === present) return passed(`${service} ${present ? 'publishes' : 'does not publish'} port ${port}.`);
  if (isPublished) return notYet(`${service} still publishes port ${port}.`);
  if (networkMode === 'host') return notYet(`${service} is on the host's network, where nothing is published.`);
  const have = ports.length === 0 ? 'no port' : `only ${listed(ports.map(String))}`;
  return notYet(`${service} publishes ${have}.${exposed.includes(port) ? ` It exposes ${port}, which opens nothing.` : ''}`);
}

/** Documentation only; what it documents is in the container all the same. */
export function serviceExposes({ service, port }: { service: string; port: number }, context: CheckContext): Verdict {
  const found = runningContainer(service, context);
  if ('verdict' in found) return found;
  const { exposed } = found.container;
  if (exposed.includes(port)) return passed(`${service} exposes port ${port}.`);
  return notYet(`${service} exposes ${exposed.length === 0 ? 'no port' : `only ${listed(exposed.map(String))}`}.`);
}
