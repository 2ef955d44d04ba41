import { FileSystemError } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import { pathOf, statusOf } from '../inputs.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { joinName } from './destination.ts';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export const mktemp = defineProgram(
  {
    usage: 'NAME [OPTION]... [TEMPLATE]',
    summary: "Create a temporary file or directory, safely, and print its name. TEMPLATE must contain at least 3 consecutive 'X's.",
    version: coreutils,
    options: {
      directory: { short: 'd', long: 'directory', help: 'create a directory, not a file' },
      dryRun: { short: 'u', long: 'dry-run', help: 'do not create anything; merely print a name' },
      quiet: { short: 'q', long: 'quiet', help: 'suppress diagnostics about file/dir-creation failure' },
      suffix: { long: 'suffix', value: 'SUFF', help: 'append SUFF to TEMPLATE' },
      inDirectory: {
        short: 'p',
        long: 'tmpdir',
        value: 'DIR',
        optional: true,
        help: 'interpret TEMPLATE relative to DIR, $TMPDIR or /tmp',
      },
      inTemporary: { short: 't', help: 'interpret TEMPLATE as a single name, relative to $TMPDIR, DIR or /tmp' },
    },
    // -p needs a value, --tmpdir does not.
    prepare: (given) =>
      given.flatMap((argument, index) =>
        given[index - 1] === '-p' ? [] : argument === '-p' ? [`-p${given[index + 1] ?? ''}`] : [argument],
      ),
  },
  async ({ context, values, operands, print, complain }) => {
    const { fileSystem } = context.system;
    const [template = 'tmp.XXXXXXXXXX', extra] = operands;
    if (extra !== undefined) throw new UsageError('too many templates');
    const match = /^(.*?)(X{3,})([^X/]*)$/.exec(template);
    if (match === null) throw new UsageError(`too few X's in template ${quote(template)}`, false);
    const [, start = '', places = '', end = ''] = match;
    if (values.suffix !== undefined && end !== '') throw new UsageError(`with --suffix, template ${quote(template)} must end in X`, false);
    const temporary = context.environment.get('TMPDIR') ?? '/tmp';
    const usesDirectory = operands.length === 0 || values.inDirectory !== undefined || values.inTemporary;
    const directory = values.inDirectory === undefined || values.inDirectory === '' ? temporary : values.inDirectory;
    for (let attempt = 0; ; attempt += 1) {
      const name = start + randomText(places.length) + end + (values.suffix ?? '');
      const shown = usesDirectory ? joinName(directory, name) : name;
      const path = pathOf(context, shown);
      try {
        if ((await statusOf(context, path, false)) !== undefined) throw new FileSystemError('EEXIST', path);
        if (!values.dryRun) {
          if (values.directory) await fileSystem.makeDirectory(path, { mode: 0o700 });
          else await fileSystem.writeFile(path, '', { mode: 0o600 });
        }
        await print(`${shown}\n`);
        return 0;
      } catch (error) {
        if (error instanceof FileSystemError && error.code === 'EEXIST' && attempt < 100) continue;
        const reason = reasonOf(error);
        const shownTemplate = usesDirectory ? joinName(directory, template) : template;
        if (!values.quiet)
          await complain(`failed to create ${values.directory ? 'directory' : 'file'} via template ${quote(shownTemplate)}: ${reason}`);
        return 1;
      }
    }
  },
);

function randomText(length: number): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(length)), (value) => letters.charAt(value % letters.length)).join('');
}
