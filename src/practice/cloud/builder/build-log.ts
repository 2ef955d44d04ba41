/** One element of the array that the builder streams to the CLI. */
export type BuildMessage =
  | { type: 'metadata'; resource: 'buildLogId'; value: number }
  | { type: 'metadata'; resource: 'cursor'; value: 'erase' }
  | { message: string; replace?: true; isError?: true; isSuccess?: true };

export interface BuildLog {
  info(text: string): void;
  success(text: string): void;
  /** Makes the CLI end with an error. */
  error(text: string): void;
  service(name: string, text: string): void;
  /** 0 to 100, on a line that the next one replaces; `undefined` takes it away. */
  progress(percent: number | undefined): void;
  send(message: BuildMessage): void;
}

const colours = { info: 36, success: 32, error: 31 };
/** Blue, yellow, magenta, and their bright forms: one for each service, in order. */
const serviceColours = [34, 33, 35, 94, 93, 95];

/** Writes lines in the builder's form: `[main]     Step 1/2 : …`, tags as wide as the longest of them. */
export function createBuildLog(services: readonly string[], send: (message: BuildMessage) => void): BuildLog {
  const width = Math.max(11, ...services.map((name) => name.length + 4));
  const tag = (name: string, colour: number) => `\u001b[${colour}m[${name}]\u001b[39m${' '.repeat(width - name.length - 2)}`;
  const write = (prefix: string, text: string, more: { isError?: true } = {}) => {
    for (const line of text.split('\n')) send({ message: `${prefix}${line}`, ...more });
  };
  return {
    info: (text) => write(tag('Info', colours.info), text),
    success: (text) => write(tag('Success', colours.success), text),
    error: (text) => write(tag('Error', colours.error), text, { isError: true }),
    service: (name, text) => write(tag(name, serviceColours[Math.max(0, services.indexOf(name)) % serviceColours.length] ?? 34), text),
    progress: (percent) => {
      if (percent === undefined) send({ type: 'metadata', resource: 'cursor', value: 'erase' });
      else send({ message: `${tag('Info', colours.info)}${progressBar(percent)}`, replace: true });
    },
    send,
  };
}

/** The table that closes a build: sizes in MiB, which the builder writes as MB, and times in words. */
export function summaryTable(rows: readonly { service: string; size: number; milliseconds: number }[]): string[] {
  const header = ['Service', 'Image Size', 'Build Time'];
  const cells = rows.map(({ service, size, milliseconds }) => [service, formatSize(size), formatDuration(milliseconds)]);
  const widths = header.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const rule = (left: string, middle: string, right: string) => left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const line = (row: readonly string[]) => `│ ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' │ ')} │`;
  return [rule('┌', '┬', '┐'), line(header), rule('├', '┼', '┤'), ...cells.map(line), rule('└', '┴', '┘')];
}

export function formatDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 1) return '< 1 second';
  const words = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return words(seconds, 'second');
  return seconds % 60 === 0 ? words(minutes, 'minute') : `${words(minutes, 'minute')}, ${words(seconds % 60, 'second')}`;
}

function formatSize(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}

function progressBar(percent: number): string {
  const length = 50;
  const filled = Math.round((Math.min(100, Math.max(0, percent)) / 100) * length);
  const bar = '='.repeat(filled) + (filled < length ? '>' : '');
  return `[${bar.slice(0, length).padEnd(length)}] ${Math.round(percent)}%`;
}
