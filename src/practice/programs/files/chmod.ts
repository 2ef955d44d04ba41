import { defineProgram } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { coreutils, quote, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { changeMode } from './mode-change.ts';
import { modeText } from './mode-text.ts';
import { visitOperand } from './walk.ts';

export const chmod = defineProgram(
  {
    usage: 'NAME [OPTION]... MODE[,MODE]... FILE...\nNAME [OPTION]... OCTAL-MODE FILE...\nNAME [OPTION]... --reference=RFILE FILE...',
    summary: "Change the mode of each FILE to MODE. Each MODE is of the form '[ugoa]*([-+=]([rwxXst]*|[ugo]))+|[0-7]+'.",
    version: coreutils,
    options: {
      changes: { short: 'c', long: 'changes', help: 'like verbose but report only when a change is made' },
      silent: { short: 'f', long: 'silent', help: 'suppress most error messages' },
      reference: { long: 'reference', value: 'RFILE', help: "use RFILE's mode instead of MODE values" },
      recursive: { short: 'R', long: 'recursive', help: 'change files and directories recursively' },
      verbose: { short: 'v', long: 'verbose', help: 'output a diagnostic for every file processed' },
    },
    prepare: protectMode,
  },
  async (call) => {
    const { context, values, operands, print } = call;
    const { fileSystem } = context.system;
    let change: (mode: number, isDirectory: boolean) => number;
    let files = operands;
    if (values.reference !== undefined) {
      try {
        const { mode } = await fileSystem.stat(pathOf(context, values.reference));
        change = () => mode;
      } catch (error) {
        await call.complain(`failed to get attributes of ${quote(values.reference)}: ${reasonOf(error)}`);
        return 1;
      }
    } else {
      const [text, ...rest] = operands;
      if (text === undefined) throw new UsageError('missing operand');
      if (changeMode(text, 0, false) === undefined) throw new UsageError(`invalid mode: ${quote(text)}`);
      change = (mode, isDirectory) => changeMode(text, mode, isDirectory) ?? mode;
      files = rest;
      if (rest.length === 0) throw new UsageError(`missing operand after ${quote(text)}`);
    }
    if (files.length === 0) throw new UsageError('missing operand');
    const report = values.silent ? { ...call, complain: () => Promise.resolve() } : call;
    let status = 0;
    for (const operand of files) {
      const whole = await visitOperand(report, operand, values.recursive, async ({ name, path, status: before }) => {
        if (before.kind === 'symlink') return true;
        const mode = change(before.mode, before.kind === 'directory');
        try {
          await fileSystem.changeMode(path, mode);
        } catch (error) {
          await report.complain(`changing permissions of ${quote(name)}: ${reasonOf(error)}`);
          return false;
        }
        const shown = (value: number): string =>
          `${value.toString(8).padStart(4, '0')} (${modeText({ kind: 'file', mode: value }).slice(1)})`;
        if (mode !== before.mode && (values.verbose || values.changes)) {
          await print(`mode of ${quote(name)} changed from ${shown(before.mode)} to ${shown(mode)}\n`);
        } else if (values.verbose) await print(`mode of ${quote(name)} retained as ${shown(mode)}\n`);
        return true;
      });
      if (!whole) status = 1;
    }
    return status;
  },
);

/** `chmod -x file`: a mode that looks like an option. */
function protectMode(given: readonly string[]): string[] {
  const at = given.findIndex((argument) => /^-[rwxXstugo]+(,.*)?$/.test(argument));
  const end = given.indexOf('--');
  if (at < 0 || (end >= 0 && end < at)) return [...given];
  const options = given.slice(0, at).filter((argument) => argument.startsWith('-'));
  const others = [...given.slice(0, at).filter((argument) => !argument.startsWith('-')), ...given.slice(at + 1)];
  return [
    ...options,
    ...others.filter((argument) => argument.startsWith('-')),
    '--',
    given[at] ?? '',
    ...others.filter((argument) => !argument.startsWith('-')),
  ];
}
