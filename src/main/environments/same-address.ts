import type { EnvironmentSetting } from '../../shared/domain/environment.ts';
import { openBalenaAddresses } from './cloud/cloud-addresses.ts';

/** Whether two settings of one kind lead to the same cloud or device, however its address is written. */
export function isSameAddress(one: EnvironmentSetting, other: EnvironmentSetting): boolean {
  return addressOf(one) === addressOf(other);
}

function addressOf(setting: EnvironmentSetting): string {
  switch (setting.kind) {
    case 'balena-cloud':
      return '';
    case 'open-balena':
      return apiOf(setting.url);
    case 'device':
      return setting.address.toLowerCase();
  }
}

function apiOf(url: string): string {
  try {
    return openBalenaAddresses(url).apiUrl;
  } catch {
    return url;
  }
}
