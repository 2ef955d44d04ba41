import type { Finding } from '../../shared/domain/doctor.ts';

/** The findings as text for a mail to whoever holds the class; the account's name and the folders' places stay out. */
export function reportOf(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ id, name, state, found }) => `${state.padEnd(7)} ${name}${isPrivate(id) && state === 'ok' ? '' : `: ${found}`}`,
  );
  return `${lines.join('\n')}\n`;
}

function isPrivate(id: string): boolean {
  return id === 'account' || id === 'folder';
}
