import { createHash } from 'node:crypto';
import type { DeviceIdentity } from './device-link.ts';

/** What the device is called on its local network, by multicast DNS. */
export function localNameOf(identity: DeviceIdentity): string {
  return `${identity.uuid.slice(0, 7)}.local`;
}

/** The uuid's shape since balenaOS 2: 16 random bytes as 32 hexadecimal digits. */
export const uuidPattern = /^[0-9a-f]{32}$/;

/**
 * The practice device as it comes out of its box: an x86 machine, or one like the engine's, with a development balenaOS. All else that
 * differs between two devices follows from the uuid.
 */
export function identityOf(uuid: string, architecture: 'amd64' | 'aarch64' = 'amd64'): DeviceIdentity {
  const digest = createHash('sha256').update(uuid).digest('hex');
  return {
    uuid,
    deviceType: `generic-${architecture}`,
    architecture,
    osVersion: 'balenaOS 6.5.24+rev1',
    osVariant: 'development',
    supervisorVersion: '17.0.3',
    address: '10.42.0.7',
    // 52:54:00 is QEMU's prefix: locally administered, so no maker's real card has it.
    macAddress: `52:54:00:${digest.slice(0, 2)}:${digest.slice(2, 4)}:${digest.slice(4, 6)}`.toUpperCase(),
    cpuId: digest.slice(6, 22).toUpperCase(),
  };
}
