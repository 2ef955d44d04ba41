import type { Writable } from 'node:stream';

/** `/dev/console` of the machine that systemd boots: status lines with their marks, and what units print there. */
export interface Console {
  /** One status line; `unit` is the part of the text that names the unit and is shown bold. */
  status(mark: Mark, text: string, unit?: string): void;
  /** What follows a status line of a failure. */
  hint(text: string): void;
  /** A line as it is; `emphasis` for warnings and errors. */
  line(text: string, emphasis?: 'error' | 'warning' | 'notice'): void;
  welcome(system: string): void;
  /** Bytes that a unit wrote to its terminal. */
  write(data: Buffer): Promise<void>;
  /** `--show-status=no` keeps the status lines away. */
  showsStatus: boolean;
  /** Between the end of the boot and the shutdown nothing is said of jobs. */
  isBusy: boolean;
}

export type Mark = 'OK' | 'FAILED' | 'DEPEND' | 'TIME' | 'SKIP' | 'INFO' | 'fatal' | 'begin';

const marks: Readonly<Record<Exclude<Mark, 'begin'>, readonly [text: string, color: string]>> = {
  OK: ['  OK  ', '0;32'],
  FAILED: ['FAILED', '0;1;31'],
  DEPEND: ['DEPEND', '0;1;38:5:185'],
  TIME: [' TIME ', '0;1;31'],
  SKIP: [' SKIP ', '0;1;31'],
  fatal: ['!!!!!!', '0;1;31'],
  INFO: [' INFO ', '0;1;39'],
};
const emphases = { error: '0;1;31', warning: '0;1;38:5:185', notice: '0;1;39' } as const;

/** Columns of a console that says no size. */
const columns = 80;

/**
 * The console on PID 1's output. As systemd itself, it uses colours, and shortens status lines in the middle to the
 * terminal's width, where TERM names a terminal that is not `dumb`.
 */
export function createConsole(output: Writable, environment: ReadonlyMap<string, string>): Console {
  const term = environment.get('TERM');
  const isColoured = term !== undefined && term !== 'dumb' && !environment.has('NO_COLOR') && environment.get('SYSTEMD_COLORS') !== '0';
  const paint = (color: string, text: string): string => (isColoured ? `\u001b[${color}m${text}\u001b[0m` : text);
  output.on('error', () => undefined);
  const print = (text: string): void => {
    if (output.writable) output.write(text);
  };
  const result: Console = {
    showsStatus: true,
    isBusy: true,
    status(mark, text, unit) {
      if (!result.showsStatus || !result.isBusy) return;
      const [word, color] = mark === 'begin' ? ['', ''] : marks[mark];
      const start = mark === 'begin' ? '         ' : `[${paint(color, word)}] `;
      print(`${start}${isColoured ? shorten(text, unit, (part) => paint('0;1;39', part)) : text}\n`);
    },
    hint(text) {
      if (result.showsStatus && result.isBusy) print(`${text}\n`);
    },
    line: (text, emphasis) => print(`${emphasis === undefined ? text : paint(emphases[emphasis], text)}\n`),
    welcome(system) {
      if (!result.showsStatus) return;
      print(`\n${paint('0;1;39', 'Welcome to ')}${paint('1', system)}${paint('0;1;39', '!')}\n\n`);
    },
    write: (data) =>
      new Promise((resolve) => {
        if (output.writable) output.write(data, () => resolve());
        else resolve();
      }),
  };
  return result;
}

/** Cuts the middle out of a line that is wider than the console, and highlights what is left of the unit's name. */
function shorten(text: string, unit: string | undefined, highlight: (part: string) => string): string {
  const width = columns - 10;
  const at = unit === undefined ? -1 : text.indexOf(unit);
  const end = at + (unit?.length ?? 0);
  if (text.length <= width) return at < 0 ? text : text.slice(0, at) + highlight(text.slice(at, end)) + text.slice(end);
  const before = Math.floor((width - 1) / 2);
  const after = text.length - (width - 1 - before);
  if (at < 0) return `${text.slice(0, before)}…${text.slice(after)}`;
  const shown = end <= before ? text.slice(at, end) : `${text.slice(at, before)}…`;
  return `${text.slice(0, at)}${highlight(shown)}${end <= before ? `${text.slice(end, before)}…` : ''}${text.slice(after)}`;
}
