import { FileSystemError } from '../../filesystem/filesystem.ts';
import { defineProgram } from '../define-program.ts';
import { pathOf } from '../inputs.ts';
import { coreutils, quote, quoteIfNeeded, reasonOf } from '../messages.ts';
import { UsageError } from '../options.ts';
import { canonicalPath } from './canonical-path.ts';

export const readlink = defineProgram(
  {
    usage: 'NAME [OPTION]... FILE...',
    summary: 'Print value of a symbolic link or canonical file name.',
    version: coreutils,
    options: {
      canonicalize: { short: 'f', long: 'canonicalize', help: 'follow every symlink; all but the last name must exist' },
      existing: { short: 'e', long: 'canonicalize-existing', help: 'follow every symlink; all names must exist' },
      missing: { short: 'm', long: 'canonicalize-missing', help: 'follow every symlink, without requirements on existence' },
      noNewline: { short: 'n', long: 'no-newline', help: 'do not output the trailing delimiter' },
      quiet: { short: 'q', long: 'quiet', help: 'suppress error messages (the default)' },
      silent: { short: 's', long: 'silent', help: 'suppress error messages (the default)' },
      verbose: { short: 'v', long: 'verbose', help: 'report error messages' },
      zero: { short: 'z', long: 'zero', help: 'end each output line with NUL, not newline' },
    },
  },
  async ({ context, values, operands, print, complain }) => {
    if (operands.length === 0) throw new UsageError('missing operand');
    const end = values.noNewline && operands.length === 1 ? '' : values.zero ? '\0' : '\n';
    let status = 0;
    for (const name of operands) {
      try {
        if (name === '') throw new FileSystemError('ENOENT', name);
        const existence = values.missing ? 'none' : values.existing ? 'all' : values.canonicalize ? 'all-but-last' : undefined;
        const text =
          existence === undefined
            ? await context.system.fileSystem.readLink(pathOf(context, name))
            : await canonicalPath(context, name, existence);
        await print(text + end);
      } catch (error) {
        const reason = reasonOf(error);
        if (values.verbose) await complain(`${quoteIfNeeded(name)}: ${reason}`);
        status = 1;
      }
    }
    return status;
  },
);

export const realpath = defineProgram(
  {
    usage: 'NAME [OPTION]... FILE...',
    summary: 'Print the resolved absolute file name; all but the last component must exist.',
    version: coreutils,
    unsupported: 'LP',
    options: {
      existing: { short: 'e', long: 'canonicalize-existing', help: 'all components of the path must exist' },
      missing: { short: 'm', long: 'canonicalize-missing', help: 'no path components need exist or be a directory' },
      quiet: { short: 'q', long: 'quiet', help: 'suppress most error messages' },
      noSymlinks: { short: 's', long: 'no-symlinks', help: "don't expand symlinks" },
      zero: { short: 'z', long: 'zero', help: 'end each output line with NUL, not newline' },
    },
  },
  async ({ context, values, operands, print, complain }) => {
    if (operands.length === 0) throw new UsageError('missing operand');
    let status = 0;
    for (const name of operands) {
      try {
        const text = values.noSymlinks
          ? pathOf(context, name)
          : await canonicalPath(context, name, values.missing ? 'none' : values.existing ? 'all' : 'all-but-last');
        await print(text + (values.zero ? '\0' : '\n'));
      } catch (error) {
        const reason = reasonOf(error);
        if (!values.quiet) await complain(`${quoteIfNeeded(name)}: ${reason}`);
        status = 1;
      }
    }
    return status;
  },
);

export const basename = defineProgram(
  {
    usage: 'NAME NAME [SUFFIX]\nNAME OPTION... NAME...',
    summary: 'Print NAME with any leading directory components removed. If specified, also remove a trailing SUFFIX.',
    version: coreutils,
    stopAtOperand: true,
    options: {
      multiple: { short: 'a', long: 'multiple', help: 'support multiple arguments and treat each as a NAME' },
      suffix: { short: 's', long: 'suffix', value: 'SUFFIX', help: 'remove a trailing SUFFIX; implies -a' },
      zero: { short: 'z', long: 'zero', help: 'end each output line with NUL, not newline' },
    },
  },
  async ({ values, operands, print }) => {
    const [first, second, third] = operands;
    if (first === undefined) throw new UsageError('missing operand');
    const multiple = values.multiple || values.suffix !== undefined;
    if (!multiple && third !== undefined) throw new UsageError(`extra operand ${quote(third)}`);
    const suffix = multiple ? (values.suffix ?? '') : (second ?? '');
    for (const name of multiple ? operands : [first]) {
      const trimmed = name.replace(/\/+$/, '');
      const base = trimmed === '' && name !== '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
      const cut = suffix !== '' && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
      await print(cut + (values.zero ? '\0' : '\n'));
    }
    return 0;
  },
);

export const dirname = defineProgram(
  {
    usage: 'NAME [OPTION] NAME...',
    summary: 'Output each NAME with its last non-slash component and trailing slashes removed.',
    version: coreutils,
    options: { zero: { short: 'z', long: 'zero', help: 'end each output line with NUL, not newline' } },
  },
  async ({ values, operands, print }) => {
    if (operands.length === 0) throw new UsageError('missing operand');
    for (const name of operands) {
      const parent = name.replace(/\/+$/, '').replace(/\/*[^/]*$/, '');
      await print((parent === '' ? (name.startsWith('/') ? '/' : '.') : parent) + (values.zero ? '\0' : '\n'));
    }
    return 0;
  },
);
