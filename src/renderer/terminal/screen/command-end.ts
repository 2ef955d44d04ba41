import type { CommandEnd } from '../../../shared/screen-marks.ts';
import { formatDuration, formatMoment } from '../../format/time.ts';
import { exitWord } from '../../state/announcements.ts';

/** `Exit code 127 (not found) after 0.3 s, began at 14:03:09`; `now` in milliseconds since 1970. */
export function describeEnd({ exitCode, time }: CommandEnd, now: number): string {
  const word = exitWord(exitCode);
  const end = exitCode === 0 ? 'Worked' : `Exit code ${exitCode}${word === undefined ? '' : ` (${word})`}`;
  if (time === undefined) return end;
  const took = `${exitCode === 0 ? 'in' : 'after'} ${formatDuration(time.milliseconds)}`;
  return `${end} ${took}, began at ${formatMoment(time.beganAt, now)}`;
}
