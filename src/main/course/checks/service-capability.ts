import { listed } from '../../../shared/listed.ts';
import { runningContainer } from './containers.ts';
import { notYet, passed, unknown, type CheckContext, type Verdict } from './verdict.ts';

export function serviceCapability({ service, capabilities }: { service: string; capabilities: string[] }, context: CheckContext): Verdict {
  const found = runningContainer(service, context);
  if ('verdict' in found) return found;
  const { capabilitiesAdded } = found.container;
  if (capabilitiesAdded === undefined) return unknown(`Which capabilities ${service} has is not known.`);
  const added = capabilitiesAdded.map(bare);
  const missing = capabilities.map(bare).filter((name) => !added.includes(name) && !added.includes('ALL'));
  return missing.length === 0
    ? passed(`The container of ${service} has ${listed(capabilities)}.`)
    : notYet(`The container of ${service} has not ${listed(missing)}; added to it is ${listed(added, 'nothing')}.`);
}

function bare(capability: string): string {
  return capability.toUpperCase().replace(/^CAP_/, '');
}
