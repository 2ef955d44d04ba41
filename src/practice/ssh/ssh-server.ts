import { setTimeout as delay } from 'node:timers/promises';
import ssh2 from 'ssh2';
import type { Connection, ServerChannel, Session } from 'ssh2';
import type { ShellRequest, ShellSession } from '../device/device-link.ts';
import { createTerminal } from '../process/line-discipline.ts';
import type { PseudoTerminal } from '../process/line-discipline.ts';
import { parseSignal } from '../process/signals.ts';

/** Milliseconds that output may lag behind the end of its process: a background job may hold the stream for ever. */
const patience = 500;

export interface SshServerOptions {
  hostKey: string;
  /** What the server calls itself in its greeting. */
  software: string;
  /** Who is let in. Whoever is needs to prove nothing: see below. */
  mayEnter: (username: string) => boolean;
  /** What a command line, or its absence, asks for. */
  findShell: (line: string | undefined) => FoundShell;
}

export type FoundShell =
  | { open(request: Pick<ShellRequest, 'terminal' | 'terminalStreams' | 'environment'>): Promise<ShellSession> }
  /** A sentence for whoever asked. */
  | { refusal: string };

export interface SshServer {
  server: ssh2.Server;
  /** Ends every connection. */
  cut(): void;
}

/**
 * An SSH server before simulated shells. Every user that may enter is let in with the method `none`: the shells of a practice device
 * reach no file and no program of this machine, and the learner must not need an SSH key for the first lesson. It is to
 * listen on 127.0.0.1 only. Nothing but shells and commands is offered: no forwarding, no sftp.
 */
export function createSshServer(options: SshServerOptions): SshServer {
  const clients = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [options.hostKey], ident: options.software }, (client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    client.on('authentication', (context) => {
      if (options.mayEnter(context.username)) context.accept();
      else context.reject();
    });
    client.on('session', (accept) => serveSession(accept(), client, options));
    // A client that vanishes is not an error of ours.
    client.on('error', () => undefined);
  });
  const cut = () => {
    for (const client of clients) client.end();
  };
  return { server, cut };
}

function serveSession(session: Session, client: Connection, { findShell }: SshServerOptions): void {
  let terminal: PseudoTerminal | undefined;
  let shell: ShellSession | undefined;
  const environment: Record<string, string> = {};

  session.on('pty', (accept, _reject, info) => {
    terminal = createTerminal({ columns: info.cols || 80, rows: info.rows || 24 });
    // The type of the library leaves out what its documentation names.
    if ('term' in info && typeof info.term === 'string' && info.term !== '') environment['TERM'] = info.term;
    accept();
  });
  session.on('window-change', (accept, _reject, info) => {
    terminal?.resize(info.cols, info.rows);
    (accept as (() => void) | undefined)?.();
  });
  session.on('env', (accept, _reject, { key, val }) => {
    if (/^(LANG|LC_[A-Z]+)$/.test(key)) environment[key] = val;
    (accept as (() => void) | undefined)?.();
  });
  session.on('signal', (accept, _reject, { name }) => {
    const signal = parseSignal(name);
    if (terminal !== undefined && signal !== undefined) terminal.terminal.foreground?.(signal);
    else shell?.end();
    (accept as (() => void) | undefined)?.();
  });
  const begin = (channel: ServerChannel, line: string | undefined) => {
    channel.on('error', () => undefined);
    void run({ channel, found: findShell(line), terminal, environment, opened: (opened) => (shell = opened) });
    const end = () => {
      terminal?.hangUp();
      shell?.end();
    };
    client.once('close', end);
    channel.once('close', () => {
      client.off('close', end);
      end();
    });
  };
  session.on('exec', (accept, _reject, { command }) => begin(accept(), command));
  session.on('shell', (accept) => begin(accept(), undefined));
}

interface Run {
  channel: ServerChannel;
  found: FoundShell;
  terminal: PseudoTerminal | undefined;
  environment: Record<string, string>;
  opened: (session: ShellSession) => void;
}

async function run({ channel, found, terminal, environment, opened }: Run): Promise<void> {
  try {
    if ('refusal' in found) return leave(channel, found.refusal, 1);
    const session = await found.open({
      ...(terminal === undefined
        ? {}
        : { terminal: terminal.terminal, terminalStreams: { stdin: terminal.stdin, stdout: terminal.stdout } }),
      environment,
    });
    opened(session);
    if (channel.destroyed || channel.closed) return session.end();
    const shown = connect(channel, session, terminal);
    const { code } = await session.exited;
    if (terminal === undefined) await Promise.race([shown, delay(patience)]);
    else await quiet(terminal);
    terminal?.hangUp();
    channel.exit(code);
    channel.end();
  } catch (error) {
    leave(channel, error instanceof Error ? error.message : String(error), 1);
  }
}

/** Resolves when all that the session printed has been sent on. */
function connect(channel: ServerChannel, session: ShellSession, terminal: PseudoTerminal | undefined): Promise<unknown> {
  // A stream that breaks ends its session, never the process.
  for (const stream of [session.stream, session.stderr]) stream.on('error', () => session.end());
  if (terminal === undefined) {
    channel.pipe(session.stream);
    return Promise.all([forward(session.stream, channel), forward(session.stderr, channel.stderr)]);
  }
  channel.pipe(terminal.keyboard);
  if (session.usesTerminalStreams !== true) {
    terminal.stdin.pipe(session.stream);
    session.stream.pipe(terminal.stdout, { end: false });
    session.stderr.pipe(terminal.stdout, { end: false });
  }
  return forward(terminal.screen, channel);
}

function forward(from: NodeJS.ReadableStream, to: NodeJS.WritableStream): Promise<void> {
  from.pipe(to, { end: false });
  return new Promise((resolve) => {
    from.once('end', resolve);
    from.once('close', resolve);
  });
}

/** Resolves when the terminal has shown what its processes left: its streams end only with the terminal. */
async function quiet({ stdout, screen }: PseudoTerminal): Promise<void> {
  const end = Date.now() + patience;
  let shown = -1;
  let count = 0;
  const listener = (data: Buffer) => (count += data.length);
  screen.on('data', listener);
  while (Date.now() < end && (count !== shown || stdout.writableLength > 0)) {
    shown = count;
    await delay(15);
  }
  screen.off('data', listener);
}

function leave(channel: ServerChannel, message: string, code: number): void {
  channel.stderr.write(`${message}\n`);
  channel.exit(code);
  channel.end();
}
