import type { Step } from '../../../src/shared/course/course.ts';
import { legs, type ProofRecord } from './prove-step.ts';

const nameWidth = 44;
const failedMark = '✗';

/** The table's first line: what stands in its columns, in seconds. */
export function headOfTable(): string {
  return `  ${'step'.padEnd(nameWidth)}${legs.map((leg) => leg.padStart(widthOf(leg))).join('')}\n`;
}

/** A step's line, and below it what was seen where something failed. */
export function rowOf(step: Step, records: readonly ProofRecord[]): string {
  const cells = legs.map((leg) => {
    const record = records.find((one) => one.leg === leg);
    const text = record === undefined ? '' : `${markOf(record)} ${(record.milliseconds / 1_000).toFixed(1)}`;
    return text.padStart(widthOf(leg));
  });
  const name = `${step.number} ${step.title}`;
  const failures = records
    .filter(({ passed, skipped }) => !passed && skipped === undefined)
    .map(({ leg, message }) => `    ${failedMark} ${leg}: ${message}\n`);
  return `  ${(name.length >= nameWidth ? `${name.slice(0, nameWidth - 2)}…` : name).padEnd(nameWidth)}${cells.join('')}\n${failures.join('')}`;
}

/** The ways in which a step's checks were spoilt, a line for each check. */
export function brokenRows({ number }: Step, records: readonly ProofRecord[]): string {
  const broken = records.flatMap((record) => record.broken ?? []);
  const checks = [...new Set(broken.map(({ check }) => check))];
  return checks
    .map((check) => {
      const own = broken.filter((one) => one.check === check);
      const ways = own.map(({ what, passed }) => `${passed ? '' : `${failedMark} `}${what === '' ? 'nothing' : what}`).join(', ');
      const mark = own.every(({ passed }) => passed) ? '✓' : failedMark;
      return `  ${mark} ${number.padEnd(7)}${check.padEnd(18)}${(own[0]?.kind ?? '').padEnd(20)}${ways}\n`;
    })
    .join('');
}

function markOf({ passed, skipped }: ProofRecord): string {
  if (skipped !== undefined) return '–';
  return passed ? '✓' : failedMark;
}

function widthOf(leg: string): number {
  return Math.max(8, leg.length + 2);
}
