import type { ServiceView } from '../../shared/domain/device-view.ts';
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
