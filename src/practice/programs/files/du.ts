import type { FileStatus } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { joinName } from './destination.ts';
import { allocatedBytes, humanSize } from './sizes.ts';

export const du = defineProgram(
  {
    usage: 'NAME [OPTION]... [FILE]...',
    summary: 'Summarize device usage of the set of FILEs, recursively for directories.',
    version: coreutils,
    unsupported: '0BDHlLPtxX',
    options: {
      all: { short: 'a', long: 'all', help: 'write counts for all files, not just directories' },
      apparent: { long: 'apparent-size', help: 'print apparent sizes rather than device usage' },
      bytes: { short: 'b', long: 'bytes', help: "equivalent to '--apparent-size --block-size=1'" },
      total: { short: 'c', long: 'total', help: 'produce a grand total' },
      depth: { short: 'd', long: 'max-depth', value: 'N', help: 'print the total only N or fewer levels below the argument' },
      human: { short: 'h', long: 'human-readable', help: 'print sizes in human readable format (e.g., 1K 234M 2G)' },
      kilobytes: { short: 'k', help: 'like --block-size=1K' },
      megabytes: { short: 'm', help: 'like --block-size=1M' },
      separate: { short: 'S', long: 'separate-dirs', help: 'for directories do not include size of subdirectories' },
      summarize: { short: 's', long: 'summarize', help: 'display only a total for each argument' },
    },
  },
  async ({ context, values, operands, print, complain }) => {
    const { fileSystem } = context.system;
    if (values.depth !== undefined && !/^\d+$/.test(values.depth)) throw new UsageError(`invalid maximum depth ${quote(values.depth)}`);
    const deepest = values.summarize ? 0 : values.depth === undefined ? Infinity : Number(values.depth);
    const size = (status: FileStatus): number => (values.apparent || values.bytes ? status.size : allocatedBytes(status));
    const shown = (bytes: number): string => {
      if (values.human) return humanSize(bytes);
      return String(Math.ceil(bytes / (values.bytes ? 1 : values.megabytes ? 1_048_576 : 1024)));
    };
    let status = 0;

    async function measure(name: string, path: string, depth: number): Promise<number | undefined> {
      try {
        const found = await fileSystem.lstat(path);
        let bytes = size(found);
        let below = 0;
        if (found.kind === 'directory') {
          for (const child of await fileSystem.list(path)) {
            const childBytes = (await measure(joinName(name, child), joinName(path, child), depth + 1)) ?? 0;
            const isDirectory = (await fileSystem.lstat(joinName(path, child))).kind === 'directory';
            if (values.separate && isDirectory) below += childBytes;
            else bytes += childBytes;
          }
        }
        if (depth <= deepest && (found.kind === 'directory' || values.all || depth === 0)) await print(`${shown(bytes)}\t${name}\n`);
        return bytes + below;
      } catch (error) {
        await complain(`cannot access ${quote(name)}: ${reasonOf(error)}`);
        status = 1;
        return undefined;
      }
    }

    let total = 0;
    for (const name of operands.length === 0 ? ['.'] : operands) total += (await measure(name, pathOf(context, name), 0)) ?? 0;
    if (values.total) await print(`${shown(total)}\ttotal\n`);
    return status;
  },
);
