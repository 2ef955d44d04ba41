import { expect, it } from 'vitest';
import { isDeviceAddress } from '../../../src/renderer/terminal/device-address.ts';

it.each([
  ['http://10.42.0.7/', true],
  ['http://10.42.0.17:8080/a', true],
  ['https://dashboard.practice.localhost/apps', true],
  ['http://localhost:3000', true],
  ['https://10.42.0.7.example.org/', false],
  ['https://example.org/?at=localhost', false],
  ['nonsense', false],
])('%s is the device’s: %s', (address, is) => {
  expect(isDeviceAddress(address)).toBe(is);
});
