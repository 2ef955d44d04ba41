import type { Verdict } from '../../../shared/network/request.ts';

type Failure = Exclude<Verdict['verdict'], 'delivered'>;

/**
 * A request that failed although the rules foretold another end: what the device was seen to run is a moment old, or a program that listens does
 * not answer yet. Only what was seen is said, and who would have answered.
 */
export function notAsForetold(verdict: Failure, { reached }: Verdict): Verdict {
  return {
    verdict,
    rule: 'service-not-ready',
    reason: reached === undefined ? `${generally[verdict]}: a service may be changing just now.` : ofService(verdict, reached),
    ...(reached === undefined ? {} : { awaited: reached }),
  };
}

const generally: Readonly<Record<Failure, string>> = {
  refused: 'The connection was refused or closed at once',
  unresolved: 'The name does not resolve',
  timeout: 'Nothing answered in time',
};

function ofService(verdict: Failure, service: string): string {
  if (verdict === 'unresolved') return `The name of ${service} does not resolve just now: the service may not be ready yet.`;
  const what = verdict === 'refused' ? 'refused the connection or closed it at once' : 'did not answer in time';
  return `${service} ${what}: it may not be ready yet.`;
}
