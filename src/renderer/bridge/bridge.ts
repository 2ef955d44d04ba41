import type { FleetlabBridge } from '../../shared/contract.ts';
import type { NativeTransport } from '../../shared/wire.ts';
import { createNativeBridge } from './native-bridge.ts';
import { createSocketBridge, type Socket } from './socket-bridge.ts';

/** `reconnect` tries at once instead of waiting for the next attempt. */
export interface Connection extends FleetlabBridge {
  reconnect(): void;
}

/** The way to main in the host that this page runs in. */
export function connectToMain(window: Window & { fleetlab?: NativeTransport }): Connection {
  if (window.fleetlab !== undefined) return { ...createNativeBridge(window.fleetlab), reconnect: () => undefined };
  const address = new URL('/rpc', window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.search = '';
  address.hash = '';
  return createSocketBridge({
    connect() {
      const socket = new WebSocket(address);
      socket.binaryType = 'arraybuffer';
      return socket as unknown as Socket;
    },
    later(action, milliseconds) {
      const timer = setTimeout(action, milliseconds);
      return () => clearTimeout(timer);
    },
  });
}
