import type { ContainerEngine } from '../engine/engine.ts';
import type { ShellRequest, ShellSession } from './device-link.ts';
import { joinStreams, createDuplexSession } from './host-os/duplex-session.ts';

/** What balena's gateway runs to enter a container: the best shell that is there (measured: the CLI's own local mode does the same). */
const bestShell = 'if [ -e /bin/bash ]; then exec /bin/bash; else exec /bin/sh; fi';

/** A shell in a container, or one command through its `/bin/sh`. Rejects with EngineError in the engine's words. */
export async function openContainerShell(engine: ContainerEngine, request: ShellRequest & { container: string }): Promise<ShellSession> {
  const { terminal, terminalStreams } = request;
  const { input } = createDuplexSession();
  const execution = await engine.exec(request.container, {
    command: ['/bin/sh', '-c', request.command ?? bestShell],
    environment: { ...(terminal === undefined ? {} : { TERM: 'xterm-256color' }), ...request.environment },
    stdin: terminalStreams?.stdin ?? input,
    ...(terminal === undefined ? {} : { terminal }),
  });
  if (terminalStreams !== undefined) {
    execution.stdout.pipe(terminalStreams.stdout, { end: false });
    execution.stderr.pipe(terminalStreams.stdout, { end: false });
  }
  return {
    stream: terminalStreams === undefined ? joinStreams(execution.stdout, input) : input,
    stderr: execution.stderr,
    usesTerminalStreams: terminalStreams !== undefined,
    exited: execution.exited,
    end() {
      input.end();
      execution.process.signal('SIGHUP');
      execution.process.signal('SIGKILL');
    },
  };
}
