import type { CloudAddresses } from './cloud-addresses.ts';

/** The CLI tells nobody of itself, and asks nobody whether it is too old. */
export const quietCli = {
  BALENARC_NO_SENTRY: '1',
  BALENARC_NO_ANALYTICS: '1',
  // It would ask a package registry.
  BALENARC_UNSUPPORTED: '1',
  NO_UPDATE_NOTIFIER: '1',
} as const;

/**
 * The variables that make the unmodified balena CLI work with a cloud elsewhere, and with nothing else. Each address is named, because one that is not
 * could come from a balenarc.yml in the learner's home or folder (balena-settings-client: files come before variables).
 *
 * `caFile`: the only authority, beside the public ones, by which Node believes certificates.
 */
export function remoteVariables(options: {
  addresses: CloudAddresses;
  dataDirectory: string;
  caFile?: string | undefined;
}): Record<string, string> {
  const { addresses, dataDirectory, caFile } = options;
  const { domain } = addresses;
  return {
    BALENARC_BALENA_URL: domain,
    BALENARC_API_URL: addresses.apiUrl,
    BALENARC_BUILDER_URL: addresses.builderUrl,
    BALENARC_DASHBOARD_URL: addresses.dashboardUrl,
    BALENARC_PROXY_URL: addresses.proxyUrl,
    BALENARC_TUNNEL_URL: addresses.tunnelUrl,
    BALENARC_VPN_URL: `vpn.${domain}`,
    BALENARC_REGISTRY_URL: `registry.${domain}`,
    BALENARC_REGISTRY2_URL: `registry2.${domain}`,
    BALENARC_DELTA_URL: `https://delta.${domain}`,
    BALENARC_DATA_DIRECTORY: dataDirectory,
    ...quietCli,
    ...(caFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: caFile }),
  };
}
