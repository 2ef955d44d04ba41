import { expandTemplate } from '../expansion/word.ts';
import type { Shell } from '../state.ts';

/** The prompt to show: `PS1`, or `PS2` for a line that goes on. */
export async function promptText(shell: Shell, kind: 'PS1' | 'PS2'): Promise<string> {
  const source = shell.variables.get(kind) ?? (kind === 'PS1' ? defaultPrompt(shell) : '> ');
  // dash knows no backslash sequences; bash and busybox do.
  const decoded = shell.flavour === 'dash' ? source : decodePrompt(shell, source);
  const { status } = shell;
  const expanded = await expandTemplate(shell, decoded);
  shell.status = status;
  return expanded;
}

function defaultPrompt(shell: Shell): string {
  if (shell.flavour === 'bash') return '\\s-\\v\\$ ';
  if (shell.flavour === 'busybox') return '\\w \\$ ';
  return isRoot(shell) ? '# ' : '$ ';
}

/** bash's manual, "Controlling the Prompt". */
function decodePrompt(shell: Shell, source: string): string {
  return source.replaceAll(/\\([0-7]{3}|D\{[^}]*\}|.)/gs, (whole, code: string) => {
    if (/^[0-7]{3}$/.test(code)) return String.fromCharCode(parseInt(code, 8));
    return sequence(shell, code) ?? whole;
  });
}

function sequence(shell: Shell, code: string): string | undefined {
  const now = new Date(shell.context.system.now());
  const directory = abbreviated(shell);
  switch (code.charAt(0)) {
    case 'u':
      return shell.context.process.user;
    case 'h':
      return shell.context.system.hostname.split('.')[0] ?? '';
    case 'H':
      return shell.context.system.hostname;
    case 'w':
      return literal(directory);
    case 'W':
      return literal(directory === '~' || directory === '/' ? directory : (directory.split('/').at(-1) ?? ''));
    case '$':
      // The expansion that follows would take a lone dollar sign for itself.
      return isRoot(shell) ? '#' : '\\$';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 'e':
      return '\x1b';
    case 'a':
      return '\x07';
    case '[':
      return '\x01';
    case ']':
      return '\x02';
    case '\\':
      return '\\\\';
    case 's':
      return shell.name.replace(/^-/, '').split('/').at(-1);
    case 'v':
      return '5.2';
    case 'V':
      return '5.2.37';
    case 'j':
      return String(shell.jobs.list().length);
    case '!':
    case '#':
      return String(shell.history.length + 1);
    case 't':
      return now.toISOString().slice(11, 19);
    case 'A':
      return now.toISOString().slice(11, 16);
    case 'd':
      return now.toUTCString().slice(0, 11).replace(',', '');
    default:
      return undefined;
  }
}

function abbreviated(shell: Shell): string {
  const home = shell.variables.get('HOME');
  const { workingDirectory } = shell;
  if (home === undefined || home === '/' || (workingDirectory !== home && !workingDirectory.startsWith(`${home}/`)))
    return workingDirectory;
  return `~${workingDirectory.slice(home.length)}`;
}

function literal(text: string): string {
  return text.replaceAll(/[\\$`]/g, '\\$&');
}

function isRoot(shell: Shell): boolean {
  return shell.context.process.user === 'root' || shell.context.process.user === '0';
}
