import type { ServiceView } from '../../shared/domain/device-view.ts';
import { formatAgo } from '../format/time.ts';
import type { Activity } from './device-state.ts';

export function serviceMeaning(service: ServiceView): Activity['meaning'] {
  const status = service.status.toLowerCase();
  if (status === 'running') return 'ok';
  if (/download|install|start|stopping|handover|await/.test(status)) return 'busy';
  if (/exited|dead|stopped/.test(status)) return 'attention';
  return 'unknown';
}

/** `word` of something that nobody can see now. */
export function whenLastSeen(word: string): string {
  return word === 'running' ? 'was running' : `${word} when last seen`;
}

/** The API's own word in lower case, with how far a download is. */
export function serviceWord(service: ServiceView): string {
  const word = service.status.toLowerCase();
  return service.downloadProgress === undefined || service.downloadProgress >= 100
    ? word
    : `${word} ${Math.round(service.downloadProgress)} %`;
}

/** Undefined where it runs, and nobody has told since when: its start is older than the log. */
export function startWords({ status }: Pick<ServiceView, 'status'>, startedAt: number | undefined, now: number): string | undefined {
  if (startedAt !== undefined) return `started ${formatAgo(startedAt, now)}`;
  return status.toLowerCase() === 'running' ? undefined : 'not started yet';
}
