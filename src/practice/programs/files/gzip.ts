import { gunzipSync, gzipSync } from 'node:zlib';
import type { Program } from '../../process/process.ts';
import { defineProgram } from '../define-program.ts';
import { openInput, pathOf, statusOf } from '../inputs.ts';
import { readAll, write } from '../lines.ts';
import { reasonOf } from '../messages.ts';
import { outputTerminal } from '../terminal-output.ts';

export const gzip = makeGzip('compress');
export const gunzip = makeGzip('decompress');
export const zcat = makeGzip('show');

function makeGzip(usual: 'compress' | 'decompress' | 'show'): Program {
  return defineProgram(
    {
      usage: 'NAME [OPTION]... [FILE]...',
      summary: 'Compress or uncompress FILEs (by default, compress FILES in-place).',
      version: '1.13',
      unsupported: 'alrS',
      options: {
        best: { short: '9', long: 'best', help: 'compress better' },
        fast: { short: '1', long: 'fast', help: 'compress faster' },
        decompress: { short: 'd', long: 'decompress', help: 'decompress' },
        force: { short: 'f', long: 'force', help: 'force overwrite of output file' },
        keep: { short: 'k', long: 'keep', help: "keep (don't delete) input files" },
        noName: { short: 'n', long: 'no-name', help: '(always so here) do not save the original name' },
        quiet: { short: 'q', long: 'quiet', help: 'suppress all warnings' },
        stdout: { short: 'c', long: 'stdout', help: 'write on standard output, keep original files unchanged' },
        test: { short: 't', long: 'test', help: 'test compressed file integrity' },
        verbose: { short: 'v', long: 'verbose', help: 'verbose mode' },
      },
      prepare: (given) => given.map((argument) => argument.replace(/^-[2-8]$/, '-n')),
    },
    async (call) => {
      const { context, values, operands } = call;
      // gunzip and zcat are gzip by other names, and it speaks with its own.
      const complain = (message: string): Promise<void> =>
        write(context.stderr, Buffer.from(message.replace(/^\n?/, (start) => `${start}gzip: `) + '\n'), context.ended);
      const { fileSystem } = context.system;
      const decompresses = values.decompress || values.test || usual !== 'compress';
      const level = values.best ? 9 : values.fast ? 1 : 6;
      let status = 0;
      const warn = async (message: string): Promise<void> => {
        await complain(message);
        status = 1;
      };
      for (const name of operands.length === 0 ? ['-'] : operands) {
        const shown = name === '-' ? 'stdin' : name;
        const toStdout = values.stdout || usual === 'show' || name === '-';
        if (toStdout && !decompresses && outputTerminal(context) !== undefined && !values.force) {
          await warn('compressed data not written to a terminal. Use -f to force compression.');
          continue;
        }
        let content: Buffer;
        try {
          content = await readAll(await openInput(context, name));
        } catch (error) {
          const reason = reasonOf(error);
          await complain(reason === 'Is a directory' ? `${name} is a directory -- ignored` : `${name}: ${reason}`);
          status = Math.max(status, reason === 'Is a directory' ? 2 : 1);
          continue;
        }
        if (decompresses && !toStdout && !values.test && !/\.t?gz$/.test(name)) {
          await complain(`${name}: unknown suffix -- ignored`);
          status = Math.max(status, 2);
          continue;
        }
        if (!decompresses && !toStdout && name.endsWith('.gz')) {
          await complain(`${name} already has .gz suffix -- unchanged`);
          status = Math.max(status, 2);
          continue;
        }
        let result: Buffer;
        try {
          result = decompresses ? gunzipSync(content) : gzipSync(content, { level });
        } catch (error) {
          if (!(error instanceof Error && 'code' in error)) throw error;
          const isOther = content[0] !== 0x1f || content[1] !== 0x8b;
          await complain(
            isOther
              ? `\n${shown}: not in gzip format`
              : `${shown}: ${error.code === 'Z_BUF_ERROR' ? 'unexpected end of file' : 'invalid compressed data--format violated'}`,
          );
          status = 1;
          continue;
        }
        if (values.test) continue;
        if (toStdout) {
          await write(context.stdout, result, context.ended);
          continue;
        }
        const target = decompresses ? name.replace(/\.tgz$/, '.tar').replace(/\.gz$/, '') : `${name}.gz`;
        if (!values.force && (await statusOf(context, pathOf(context, target))) !== undefined) {
          await complain(`${target} already exists;\tnot overwritten`);
          status = 2;
          continue;
        }
        try {
          const before = await fileSystem.stat(pathOf(context, name));
          await fileSystem.writeFile(pathOf(context, target), result, { mode: before.mode });
          await fileSystem.touch(pathOf(context, target), before.modifiedAt);
          if (!values.keep) await fileSystem.remove(pathOf(context, name));
        } catch (error) {
          await warn(`${target}: ${reasonOf(error)}`);
        }
      }
      return status;
    },
  );
}
