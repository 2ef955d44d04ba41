import { FleetlabError } from '../../../shared/errors.ts';

/** Where a cloud answers, from its domain or the address of its API. */
export interface CloudAddresses {
  /** What the CLI calls the cloud, and what everything that is not told otherwise is named after. */
  domain: string;
  apiUrl: string;
  builderUrl: string;
  dashboardUrl: string;
  /** Value of BALENARC_PROXY_URL: the CLI's `device ssh` goes to `ssh.<this>`. */
  proxyUrl: string;
  tunnelUrl: string;
  ssh: { host: string; port: number };
}

/** As balena-settings-client 5 has it in its defaults. */
export function balenaCloudAddresses(): CloudAddresses {
  return { ...namedAfter('balena-cloud.com', ''), proxyUrl: 'balena-devices.com', ssh: { host: 'ssh.balena-devices.com', port: 22 } };
}

/**
 * Of an openBalena. A domain has its parts at `api.`, `builder.` and so on; an address whose host begins with `api.` has them beside it, on
 * the same port; any other address has all of them at itself. Throws FleetlabError `invalid-input`.
 */
export function openBalenaAddresses(given: string): CloudAddresses {
  const text = given.trim().replace(/([^/:])\/+$/, '$1');
  if (!text.includes('://')) {
    if (!isDomain(text)) throw invalid(`“${text}” is neither a domain nor an address that begins with https://.`);
    return namedAfter(text.toLowerCase().replace(/^api\./, ''), '');
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw invalid(`“${text}” is not an address.`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isThisMachine(url.hostname)))
    throw invalid('The address must begin with https://: anyone on the way could read your token otherwise.');
  if (url.username !== '' || url.password !== '') throw invalid('The address must not hold a name or a password.');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw invalid('The address must end after its host and port.');
  if (url.hostname.startsWith('api.') && url.protocol === 'https:')
    return namedAfter(url.hostname.slice('api.'.length), url.port === '' ? '' : `:${url.port}`);
  const { origin, hostname } = url;
  return {
    domain: hostname,
    apiUrl: origin,
    builderUrl: origin,
    dashboardUrl: origin,
    // OpenSSH takes the text after the last @ as the host.
    proxyUrl: `cloud@${hostname}`,
    tunnelUrl: hostname,
    ssh: { host: hostname, port: 22 },
  };
}

function namedAfter(domain: string, port: string): CloudAddresses {
  return {
    domain,
    apiUrl: `https://api.${domain}${port}`,
    builderUrl: `https://builder.${domain}${port}`,
    dashboardUrl: `https://dashboard.${domain}${port}`,
    proxyUrl: `devices.${domain}`,
    tunnelUrl: `tunnel.${domain}`,
    ssh: { host: `ssh.devices.${domain}`, port: 22 },
  };
}

function isDomain(text: string): boolean {
  const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
  return new RegExp(`^${label}(?:\\.${label})+$`, 'i').test(text) && !/^[\d.]+$/.test(text);
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function invalid(message: string): FleetlabError {
  return new FleetlabError(
    'invalid-input',
    message,
    'Give a domain such as example.com, or the address of its API, such as https://api.example.com:8443.',
  );
}
