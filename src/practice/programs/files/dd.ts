import type { Program } from '../../process/process.ts';
import { openInput, pathOf } from '../inputs.ts';
import { BrokenPipe, flush, ProcessEnded, write } from '../lines.ts';
import { quote, reasonOf } from '../messages.ts';
import { parseCount } from '../numbers.ts';
import { writeOutput } from '../outputs.ts';

const help = `Usage: dd [OPERAND]...
Copy a file: if=FILE of=FILE bs=BYTES count=N skip=N seek=N conv=notrunc status=none|noxfer|progress
`;

/** Copies blocks, as `dd if=/dev/zero of=file bs=1M count=10`. */
export const dd: Program = async (context) => {
  const name = context.arguments[0] ?? 'dd';
  const say = (text: string): Promise<void> => write(context.stderr, Buffer.from(text), context.ended);
  const fail = async (message: string): Promise<number> => {
    await say(`${name}: ${message}\n`);
    return 1;
  };
  try {
    const operands = new Map<string, string>();
    for (const argument of context.arguments.slice(1)) {
      if (argument === '--help') {
        await write(context.stdout, help, context.ended);
        return 0;
      }
      const at = argument.indexOf('=');
      const key = argument.slice(0, at);
      if (at < 0 || !/^(if|of|bs|ibs|obs|count|skip|seek|conv|status|iflag|oflag)$/.test(key)) {
        await say(`${name}: unrecognized operand ${quote(argument)}\nTry '${name} --help' for more information.\n`);
        return 1;
      }
      operands.set(key, argument.slice(at + 1));
    }
    const numbers: Record<string, number> = {};
    for (const [key, usual] of [
      ['bs', operands.get('ibs') ?? operands.get('obs') ?? '512'],
      ['count', 'all'],
      ['skip', '0'],
      ['seek', '0'],
    ] as const) {
      const text = operands.get(key) ?? usual;
      const value = text === 'all' ? Infinity : parseCount(text);
      if (value === undefined || (key === 'bs' && value === 0)) return await fail(`invalid number: ${quote(text)}`);
      numbers[key] = value;
    }
    const { bs = 512, count = Infinity, skip = 0, seek = 0 } = numbers;
    const input = operands.get('if');
    const output = operands.get('of');
    const conversions = (operands.get('conv') ?? '').split(',').filter((one) => one !== '');
    const unknown = conversions.find((one) => !['notrunc', 'fsync', 'fdatasync', 'noerror'].includes(one));
    if (unknown !== undefined) return await fail(`conv=${unknown} is not supported on the practice device`);
    if (seek > 0 && output === undefined) return await fail('seek= without of= is not supported on the practice device');

    let source: AsyncIterable<Buffer>;
    try {
      source = await openInput(context, input ?? '-');
    } catch (error) {
      return await fail(`failed to open ${quote(input ?? 'standard input')}: ${reasonOf(error)}`);
    }
    const startedAt = context.system.now();
    let [skipped, written] = [0, 0];
    const most = bs * count;
    const parts: Buffer[] = [];
    // Without a count an endless device would fill the memory before the disk, so its reading ends here.
    const atMost = Math.min(most, largestFile);
    for await (const chunk of source) {
      if (atMost === 0) break;
      const rest = chunk.subarray(Math.min(chunk.length, bs * skip - skipped));
      skipped += chunk.length - rest.length;
      const taken = rest.subarray(0, atMost - written);
      written += taken.length;
      if (output === undefined) await write(context.stdout, taken, context.ended);
      else parts.push(Buffer.from(taken));
      if (written >= atMost) break;
    }
    if (output !== undefined) {
      try {
        const path = pathOf(context, output);
        const keeps = seek > 0 || conversions.includes('notrunc');
        const before = keeps ? await context.system.fileSystem.readFile(path).catch(() => Buffer.alloc(0)) : Buffer.alloc(0);
        await writeOutput(
          context,
          output,
          keeps ? overlay(before, Buffer.concat(parts), bs * seek, conversions.includes('notrunc')) : Buffer.concat(parts),
          { append: false },
        );
        if (written >= largestFile && most > largestFile) return await fail(`error writing ${quote(output)}: No space left on device`);
      } catch (error) {
        return await fail(`failed to open ${quote(output)}: ${reasonOf(error)}`);
      }
    }
    await flush(context.stdout, context.ended);
    if (operands.get('status') !== 'none') {
      const blocks = `${String(Math.floor(written / bs))}+${written % bs === 0 ? '0' : '1'}`;
      await say(`${blocks} records in\n${blocks} records out\n`);
      if (operands.get('status') !== 'noxfer')
        await say(`${String(written)} bytes copied, ${String(Math.max(1, context.system.now() - startedAt) / 1000)} s\n`);
    }
    return 0;
  } catch (error) {
    if (error instanceof BrokenPipe) return 141;
    if (error instanceof ProcessEnded) return 1;
    throw error;
  }
};

/** Bytes that one file may get from dd: practice files live on the laptop's disk. */
const largestFile = 256 * 1_048_576;

function overlay(before: Buffer, data: Buffer, offset: number, keepRest: boolean): Buffer {
  const end = offset + data.length;
  const result = Buffer.alloc(keepRest ? Math.max(end, before.length) : end);
  before.copy(result);
  data.copy(result, offset);
  return result;
}
