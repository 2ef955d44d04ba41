import type { NetworkAttachment } from '../../engine/engine.ts';
import { supervisorPort } from './supervisor-environment.ts';

/**
 * The bridge between services and the Supervisor's API; its addresses are the same on every device (balena-supervisor,
 * src/network.ts and src/lib/constants.ts).
 */
export const supervisorNetwork = { name: 'supervisor0', subnet: '10.114.104.0/25', gateway: '10.114.104.1' } as const;

/** What labels `io.balena.features.*` give a service. */
export interface Features {
  environment: Record<string, string>;
  attachments: NetworkAttachment[];
  /** Features that the service asks for and the practice device does not have. */
  missing: string[];
}

const prefix = 'io.balena.features.';

/** Labels under their former name `io.resin.` are the same (as in the Supervisor). */
export function normalLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  const renamed = Object.entries(labels).map(([name, value]) => [
    name.startsWith('io.resin.') ? name.replaceAll('resin', 'balena') : name,
    value,
  ]);
  return { ...(Object.fromEntries(renamed) as Record<string, string>), ...own(labels) };
}

export function featuresOf(labels: Readonly<Record<string, string>>, options: { isOnHostNetwork: boolean; apiKey: string }): Features {
  const features: Features = { environment: {}, attachments: [], missing: [] };
  for (const [label, value] of Object.entries(labels)) {
    if (!label.startsWith(prefix) || label.startsWith(`${prefix}requires.`) || !isTrue(value)) continue;
    if (label !== `${prefix}supervisor-api`) {
      features.missing.push(label);
      continue;
    }
    const host = options.isOnHostNetwork ? '127.0.0.1' : supervisorNetwork.gateway;
    Object.assign(features.environment, supervisorVariables(host, options.apiKey));
    if (!options.isOnHostNetwork) features.attachments.push({ network: supervisorNetwork.name, aliases: [] });
  }
  return features;
}

/** Where and with which key a service finds the Supervisor's API. */
export function supervisorVariables(host: string, apiKey: string): Record<string, string> {
  const values = {
    SUPERVISOR_API_KEY: apiKey,
    SUPERVISOR_PORT: String(supervisorPort),
    SUPERVISOR_HOST: host,
    SUPERVISOR_ADDRESS: `http://${host}:${supervisorPort}`,
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => [`BALENA_${name}`, `RESIN_${name}`].map((one) => [one, value])),
  );
}

/** As the Supervisor reads a label's value. */
function isTrue(value: string): boolean {
  return ['1', 'true', 'on'].includes(value.toLowerCase());
}

function own(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('io.resin.')));
}
