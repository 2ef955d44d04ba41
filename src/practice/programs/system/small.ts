import { defineProgram } from '../define-program.ts';
import { write } from '../lines.ts';
import { coreutils, quote } from '../messages.ts';
import { UsageError } from '../options.ts';
import { inputTerminal, outputTerminal } from '../terminal-output.ts';

export const sync = defineProgram(
  {
    usage: 'NAME [OPTION] [FILE]...',
    summary: 'Synchronize cached writes to persistent storage. The practice device writes at once, so there is nothing to wait for.',
    version: coreutils,
    options: {
      data: { short: 'd', long: 'data', help: 'sync only file data' },
      fileSystem: { short: 'f', long: 'file-system', help: 'sync the file systems that contain the files' },
    },
  },
  () => Promise.resolve(0),
);

export const tty = defineProgram(
  {
    usage: 'NAME [OPTION]...',
    summary: 'Print the file name of the terminal connected to standard input.',
    version: coreutils,
    usageStatus: 2,
    options: { silent: { short: 's', long: 'silent', help: 'print nothing, only return an exit status' } },
  },
  async ({ context, values, print }) => {
    const isTerminal = inputTerminal(context) !== undefined;
    if (!values.silent) await print(isTerminal ? '/dev/pts/0\n' : 'not a tty\n');
    return isTerminal ? 0 : 1;
  },
);

export const clear = defineProgram(
  { usage: 'NAME', summary: 'Clear the terminal screen.', options: { keep: { short: 'x', help: 'do not try to clear scrollback' } } },
  async ({ values, print }) => {
    await print(`\u001b[H\u001b[2J${values.keep ? '' : '\u001b[3J'}`);
    return 0;
  },
);

/** Escape sequences of an xterm, by terminfo's names (terminfo(5)). */
const capabilities: Record<string, (values: readonly number[]) => string> = {
  bel: () => '\u0007',
  blink: () => '\u001b[5m',
  bold: () => '\u001b[1m',
  civis: () => '\u001b[?25l',
  clear: () => '\u001b[H\u001b[2J\u001b[3J',
  cnorm: () => '\u001b[?12l\u001b[?25h',
  cup: ([row = 0, column = 0]) => `\u001b[${String(row + 1)};${String(column + 1)}H`,
  dim: () => '\u001b[2m',
  ed: () => '\u001b[J',
  el: () => '\u001b[K',
  home: () => '\u001b[H',
  op: () => '\u001b[39;49m',
  rev: () => '\u001b[7m',
  rmcup: () => '\u001b[?1049l',
  rmso: () => '\u001b[27m',
  rmul: () => '\u001b[24m',
  setab: ([color = 0]) => `\u001b[${String(color < 8 ? 40 + color : 92 + color)}m`,
  setaf: ([color = 0]) => `\u001b[${String(color < 8 ? 30 + color : 82 + color)}m`,
  sgr0: () => '\u001b(B\u001b[m',
  smcup: () => '\u001b[?1049h',
  smso: () => '\u001b[7m',
  smul: () => '\u001b[4m',
};

export const tput = defineProgram(
  {
    usage: 'NAME [-T TYPE] CAPNAME [PARAMETERS]',
    summary: 'Print a terminal capability.',
    options: { type: { short: 'T', value: 'TYPE', help: 'type of terminal' } },
    usageStatus: 2,
  },
  async ({ context, values, operands, print, complain }) => {
    const [name, ...parameters] = operands;
    if (name === undefined) throw new UsageError('missing operand');
    const type = values.type ?? context.environment.get('TERM');
    if (type === undefined || type === '') {
      await complain('No value for $TERM and no -T specified');
      return 2;
    }
    const terminal = outputTerminal(context) ?? context.terminal;
    if (name === 'cols' || name === 'lines') {
      await print(`${String((name === 'cols' ? terminal?.columns : terminal?.rows) ?? (name === 'cols' ? 80 : 24))}\n`);
      return 0;
    }
    if (name === 'colors') {
      await print(type.includes('256color') ? '256\n' : '8\n');
      return 0;
    }
    const capability = capabilities[name === 'reset' ? 'sgr0' : name];
    if (capability === undefined) {
      await complain(`unknown terminfo capability '${name}'`);
      return 4;
    }
    await print(capability(parameters.map(Number)));
    return 0;
  },
);

export const stty = defineProgram(
  {
    usage: 'NAME [-a]\nNAME size | sane | raw | cooked | -echo | echo',
    summary: 'Print or change terminal characteristics.',
    version: coreutils,
    options: { all: { short: 'a', long: 'all', help: 'print all current settings in human-readable form' } },
    // `-echo` and its like are settings, not options.
    prepare: (given) => (given.some((argument) => /^-[a-z]{2,}/.test(argument)) ? ['--', ...given] : given),
  },
  async ({ context, values, operands, print, complain }) => {
    const terminal = inputTerminal(context);
    if (terminal === undefined) {
      await complain("'standard input': Inappropriate ioctl for device");
      return 1;
    }
    for (const setting of operands) {
      if (setting === 'size') await print(`${String(terminal.rows)} ${String(terminal.columns)}\n`);
      else if (setting === 'raw' || setting === '-icanon' || setting === 'cbreak') terminal.mode = 'raw';
      else if (setting === 'sane' || setting === 'cooked' || setting === '-raw' || setting === 'icanon') terminal.mode = 'cooked';
      else {
        const isKnown = /^-?(echo|echoe|echok|isig|ixon|ixany|opost|onlcr|icrnl|iexten|cooked)$/.test(setting);
        if (!isKnown) throw new UsageError(`invalid argument ${quote(setting)}`);
        await complain(`${quote(setting)} is not supported on the practice device`);
        return 1;
      }
    }
    if (operands.length === 0) {
      const mode = terminal.mode === 'raw' ? '-icanon -echo' : 'icanon echo';
      await print(
        `speed 38400 baud;${values.all ? ` rows ${String(terminal.rows)}; columns ${String(terminal.columns)};` : ''} line = 0;\n${values.all ? `intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; susp = ^Z;\n${mode} isig\n` : ''}`,
      );
    }
    return 0;
  },
);

export const yes = defineProgram(
  { usage: 'NAME [STRING]...', summary: "Repeatedly output a line with all specified STRING(s), or 'y'.", version: coreutils, options: {} },
  async ({ context, operands }) => {
    const line = Buffer.from(`${operands.length === 0 ? 'y' : operands.join(' ')}\n`);
    const block = Buffer.concat(Array.from({ length: Math.max(1, Math.floor(4096 / line.length)) }, () => line));
    for (;;) await write(context.stdout, block, context.ended);
  },
);

export const dmesg = defineProgram(
  {
    usage: 'NAME [options]',
    summary: 'Display the kernel messages. The practice device has no kernel of its own.',
    version: 'from util-linux 2.41',
    options: {},
    unsupported: 'CcDdEeFfHhJKklLnPprSsTtuVWwxa',
  },
  async ({ complain }) => {
    await complain('read kernel buffer failed: Operation not permitted');
    return 1;
  },
);
