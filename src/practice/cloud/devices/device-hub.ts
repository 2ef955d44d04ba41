import type { CloudForDevice, DeviceForCloud } from '../../device/device-link.ts';
import type { ContainerEngine } from '../../engine/engine.ts';
import type { Database, Row } from '../database/model.ts';
import type { LogStore } from '../logs/log-store.ts';
import { applyReport } from './device-report.ts';
import { targetState } from './target-state.ts';
import { text } from '../database/values.ts';

/** Who is connected. It tells each device when what it shall do has changed, and keeps the connection's state in its row. */
export interface DeviceHub {
  asSeenByDevice: CloudForDevice;
  /** Returns the function that ends the connection. */
  connect(device: DeviceForCloud): () => void;
  /** The device with this uuid, while its VPN is up. */
  find(uuid: string): DeviceForCloud | undefined;
  connected(): DeviceForCloud[];
  /** The database was replaced: rows are set to who is connected, and every device is told to look. */
  restored(): void;
  close(): void;
}

export function createDeviceHub({ database, logs, engine }: { database: Database; logs: LogStore; engine: ContainerEngine }): DeviceHub {
  const devices = new Map<string, DeviceForCloud>();
  /** Those whose VPN is down while they boot, or after a shutdown. */
  const away = new Set<string>();
  const told = new Map<string, string>();
  let isScheduled = false;

  /** After the change and all that follows from it in this turn, so that a device is told once. */
  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      for (const device of devices.values()) tellIfChanged(device);
    });
  }

  function tellIfChanged(device: DeviceForCloud): void {
    const state = JSON.stringify(targetState(device.uuid, database));
    if (told.get(device.uuid) === state) return;
    told.set(device.uuid, state);
    device.update();
  }

  function find(uuid: string): DeviceForCloud | undefined {
    return away.has(uuid) ? undefined : devices.get(uuid);
  }

  function reconcile(): void {
    database.change(() => {
      for (const row of database.rows('device')) setConnection(row, find(text(row['uuid'])), database);
    });
  }

  const stopListening = database.onChange((changes) => {
    const joined = changes.some(
      (change) => change.resource === 'device' && change.kind === 'insert' && devices.has(text(change.row['uuid'])),
    );
    if (joined) reconcile();
    if (changes.some((change) => change.resource !== 'image_install')) schedule();
  });
  reconcile();

  return {
    asSeenByDevice: {
      targetState: (uuid) => targetState(uuid, database),
      report: (uuid, report) => applyReport(uuid, report, database),
      log: (uuid, entry) => {
        if (database.findBy('device', { uuid }) !== undefined) logs.append(uuid, entry);
      },
      setConnected: (uuid, isConnected) => {
        if (isConnected) away.delete(uuid);
        else away.add(uuid);
        reconcile();
      },
      image: (contentHash) => engine.inspectImage(contentHash),
    },
    connect(device) {
      devices.set(device.uuid, device);
      away.delete(device.uuid);
      reconcile();
      schedule();
      return () => {
        if (devices.get(device.uuid) !== device) return;
        devices.delete(device.uuid);
        told.delete(device.uuid);
        reconcile();
      };
    },
    find,
    connected: () => [...devices.values()].filter((device) => !away.has(device.uuid)),
    restored() {
      told.clear();
      reconcile();
      schedule();
    },
    close() {
      stopListening();
      devices.clear();
    },
  };
}

function setConnection(row: Row, device: DeviceForCloud | undefined, database: Database): void {
  const isOnline = device !== undefined;
  if (row['is_online'] === isOnline) return;
  const now = new Date().toISOString();
  database.update('device', row.id, {
    is_online: isOnline,
    is_connected_to_vpn: isOnline,
    api_heartbeat_state: isOnline ? 'online' : 'offline',
    changed_api_heartbeat_state_on__date: now,
    last_connectivity_event: now,
    last_vpn_event: now,
    ...(device === undefined ? {} : identityValues(device)),
  });
}

function identityValues({ identity }: DeviceForCloud): Record<string, string> {
  return {
    ip_address: identity.address,
    mac_address: identity.macAddress,
    cpu_id: identity.cpuId,
    os_version: identity.osVersion,
    // The API's words for the two variants of balenaOS.
    os_variant: identity.osVariant === 'development' ? 'dev' : 'prod',
    supervisor_version: identity.supervisorVersion,
    public_address: '127.0.0.1',
  };
}
