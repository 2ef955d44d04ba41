import type { ProgramContext } from '../../process/process.ts';
import { write } from '../lines.ts';
import type { NpmOptions } from './npm-options.ts';
import { NpmError, say } from './npm-output.ts';

/** `npm cache`: npm of the practice device fetches nothing, so its cache is always empty. */
export async function cache(context: ProgramContext, { isForced }: NpmOptions, words: readonly string[]): Promise<number> {
  const [action = ''] = words;
  if (action === 'verify') {
    await say(context, 'Cache verified and compressed (~/.npm/_cacache)\nContent verified: 0 (0 bytes)\nIndex entries: 0\n');
    return 0;
  }
  if (!['clean', 'clear', 'rm'].includes(action))
    throw new NpmError([`npm cache is limited to \`clean --force\` and \`verify\` on the practice device, whose cache is empty`]);
  if (!isForced)
    throw new NpmError([
      'As of npm@5, the npm cache self-heals from corruption issues',
      'by treating integrity mismatches as cache misses.  As a result,',
      'data extracted from the cache is guaranteed to be valid.  If you',
      'want to make sure everything is consistent, use `npm cache verify`',
      'instead.  Deleting the cache can only make npm go slower, and is',
      'not likely to correct any problems you may be encountering!',
      '',
      "If you're sure you want to delete the entire cache, rerun this command with --force.",
    ]);
  await write(context.stderr, Buffer.from('npm warn using --force Recommended protections disabled.\n'), context.ended);
  return 0;
}
