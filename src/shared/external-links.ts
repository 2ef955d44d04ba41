import { FleetlabError } from './errors.ts';

/** Sites that lessons link to. Anything else stays where it is: a link is text from a course or a build log. */
const sites = ['balena.io', 'balena-cloud.com', 'docker.com', 'github.com', 'nodejs.org'];

/** The address, where it may be opened in the machine's browser. Throws FleetlabError `not-allowed`. */
export function allowedLink(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAllowed =
    url?.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    url.port === '' &&
    sites.some((site) => url.hostname === site || url.hostname.endsWith(`.${site}`));
  if (!isAllowed)
    throw new FleetlabError('not-allowed', 'Fleetlab does not open this address.', 'Copy it into your browser if you trust it.');
  return url.href;
}
