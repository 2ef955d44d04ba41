import { parseDuration } from '../../../shared/compose/duration.ts';
import type { Healthcheck } from '../engine.ts';
import { Problem, takeFlags } from './flags.ts';
import { parseStringArray } from './words.ts';

/** Reads what follows HEALTHCHECK. Throws Problem in the words of Docker's parser. */
export function readHealthcheck(text: string): Healthcheck {
  const flags = takeFlags(text, ['interval', 'timeout', 'start-period', 'start-interval', 'retries']);
  if (flags.get('start-interval') !== undefined) throw new Problem('HEALTHCHECK --start-interval is not supported on the practice device');
  const [, type = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(flags.rest) ?? [];
  if (type === '') throw new Problem('HEALTHCHECK requires at least one argument');
  if (type.toUpperCase() === 'NONE') {
    if (rest !== '') throw new Problem('HEALTHCHECK NONE takes no arguments');
    return { test: ['NONE'] };
  }
  if (type.toUpperCase() !== 'CMD') throw new Problem(`Unknown type ${JSON.stringify(type.toUpperCase())} in HEALTHCHECK (try CMD)`);
  const words = parseStringArray(rest);
  if (rest === '' || words?.length === 0) throw new Problem('Missing command after HEALTHCHECK CMD');
  const times = {
    interval: readTime('interval', flags.get('interval')),
    timeout: readTime('timeout', flags.get('timeout')),
    startPeriod: readTime('start-period', flags.get('start-period')),
    retries: readRetries(flags.get('retries')),
  };
  return {
    test: words === undefined ? ['CMD-SHELL', rest] : ['CMD', ...words],
    ...Object.fromEntries(Object.entries(times).filter(([, value]) => value !== undefined)),
  };
}

/** Milliseconds; 0 is the engine's default, as if it was not said. */
function readTime(flag: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '0') return undefined;
  const milliseconds = parseDuration(text);
  if (milliseconds === undefined) throw new Problem(`time: invalid duration ${JSON.stringify(text)}`);
  if (milliseconds > 0 && milliseconds < 1) throw new Problem(`Interval ${JSON.stringify(flag)} cannot be less than 1ms`);
  return milliseconds === 0 ? undefined : milliseconds;
}

function readRetries(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^-?\d+$/.test(text)) throw new Problem(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  if (Number(text) < 1) throw new Problem(`--retries must be at least 1 (not ${text})`);
  return Number(text);
}
