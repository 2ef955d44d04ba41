import type { ConnectionEvent } from '../../../shared/network/connection.ts';
import type { VerdictKind } from '../../../shared/network/request.ts';

export const verdictTitles: Readonly<Record<VerdictKind, string>> = {
  delivered: 'Delivered',
  refused: 'Refused',
  unresolved: 'Not resolved',
  timeout: 'Timed out',
};

export function originText({ from }: ConnectionEvent): string {
  return from.kind === 'service' ? from.name : from.kind === 'laptop' ? 'laptop' : 'host OS';
}

/** `device:80`, `backend:1234`; a name that was only looked up has no port. */
export function destinationText({ to }: ConnectionEvent): string {
  const name = to.kind === 'device' ? 'device' : to.name;
  return to.port === 0 ? name : `${name}:${to.port}`;
}

export function sentenceOf(event: ConnectionEvent): string {
  return `${originText(event)} to ${destinationText(event)}: ${verdictTitles[event.verdict.verdict].toLowerCase()}. ${event.verdict.reason}`;
}

/** For a burst: `12 connections: 10 delivered, 2 refused.` */
export function summaryOf(events: readonly ConnectionEvent[]): string {
  const [only] = events;
  if (only !== undefined && events.length === 1) return sentenceOf(only);
  const counts = Object.entries(verdictTitles)
    .map(([kind, title]) => ({ title: title.toLowerCase(), count: events.filter(({ verdict }) => verdict.verdict === kind).length }))
    .filter(({ count }) => count > 0);
  return `${events.length} connections: ${counts.map(({ title, count }) => `${count} ${title}`).join(', ')}.`;
}
