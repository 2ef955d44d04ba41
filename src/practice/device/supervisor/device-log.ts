import type { CloudForDevice, DeviceLogEntry } from '../device-link.ts';
import { logMessage } from './log-messages.ts';
import type { LogWords } from './log-messages.ts';

/** Where the supervisor's own lines and the services' output go: the cloud's log of this device. */
export interface DeviceLog {
  /** One of the Supervisor's fixed lines about an object; with `error` it is a failure and its reason. */
  event(words: LogWords, object: string, error?: Error): void;
  message(text: string, options?: { isError?: boolean }): void;
  output(entry: Omit<DeviceLogEntry, 'isSystem'>): void;
}

export function createDeviceLog(options: { cloud: CloudForDevice; uuid: string; now: () => number }): DeviceLog {
  const { cloud, uuid, now } = options;
  function message(text: string, { isError = false } = {}): void {
    cloud.log(uuid, { timestamp: now(), message: text, isSystem: true, isError });
  }
  return {
    message,
    event: (words, object, error) => message(logMessage(words, object, error), { isError: error !== undefined }),
    output: (entry) => cloud.log(uuid, { ...entry, isSystem: false }),
  };
}
