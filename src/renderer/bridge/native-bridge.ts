import type { EventName, FleetlabBridge, ProcedureName, ProcedureOutput } from '../../shared/contract.ts';
import { FleetlabError } from '../../shared/errors.ts';
import type { NativeTransport } from '../../shared/wire.ts';
import { createListeners } from './listeners.ts';

/** Carries the contract through what Electron's preload script offers. */
export function createNativeBridge(transport: NativeTransport): FleetlabBridge {
  const listeners = createListeners();
  transport.subscribe((name, payload) => listeners.emit(name as EventName, payload));
  return {
    async call<Name extends ProcedureName>(name: Name, input: unknown) {
      const reply = await transport.call(name, input);
      if (!reply.ok) throw new FleetlabError(reply.error.code, reply.error.message, reply.error.action);
      // Main validated the value against the same contract before it sent it.
      return reply.value as ProcedureOutput<Name>;
    },
    tell(name, input) {
      transport.call(name, input).catch(() => undefined);
    },
    on: listeners.on,
    onConnection(listener) {
      // The window does not outlive its main process.
      queueMicrotask(() => listener('connected'));
      return () => undefined;
    },
  };
}
