import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { callChannel, eventChannel } from '../shared/ipc-channels.ts';
import type { NativeTransport, Reply } from '../shared/wire.ts';

/**
 * The page's only way out: two functions, of which main checks each call against the contract. Electron's own objects (the event, the
 * renderer's IPC) never reach the page.
 */
const transport: NativeTransport = {
  call: (name, input) => ipcRenderer.invoke(callChannel, name, input) as Promise<Reply>,
  subscribe(listener) {
    const forward = (_event: IpcRendererEvent, name: string, payload: unknown) => listener(name, payload);
    ipcRenderer.on(eventChannel, forward);
    return () => void ipcRenderer.removeListener(eventChannel, forward);
  },
};

contextBridge.exposeInMainWorld('fleetlab', transport);
