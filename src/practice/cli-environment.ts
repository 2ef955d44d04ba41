/** The bare domain that `balena whoami` shows, and that registry locations are named after. */
export const practiceDomain = 'practice.localhost';

export interface CliEnvironmentInput {
  apiUrl: string;
  builderUrl: string;
  ssh: { host: string; port: number };
  /** Private to this practice environment: token, caches. */
  dataDirectory: string;
}

/** The variables that make the unmodified balena CLI work with the practice cloud, and keep it from asking any other server. */
export function cliEnvironment(input: CliEnvironmentInput): Record<string, string> {
  return {
    BALENARC_API_URL: input.apiUrl,
    BALENARC_BUILDER_URL: input.builderUrl,
    BALENARC_DASHBOARD_URL: input.apiUrl,
    BALENARC_BALENA_URL: practiceDomain,
    // The CLI asks for <username>@ssh.<this>; OpenSSH takes the text after the last @ as the host, so no name is looked up.
    BALENARC_PROXY_URL: `practice@${input.ssh.host}`,
    BALENARC_DATA_DIRECTORY: input.dataDirectory,
    BALENARC_NO_SENTRY: '1',
    BALENARC_NO_ANALYTICS: '1',
    BALENARC_UNSUPPORTED: '1',
    NO_UPDATE_NOTIFIER: '1',
    FLEETLAB_SSH_PORT: String(input.ssh.port),
  };
}
