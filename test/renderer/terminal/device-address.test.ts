import { expect, it } from 'vitest';
import { practicePlace } from '../../../src/renderer/terminal/device-address.ts';

it.each([
  ['http://10.42.0.7/', 'device'],
  ['http://10.42.0.17:8080/a', 'device'],
  ['https://dashboard.practice.localhost/apps', 'cloud'],
  // A server of the learner's own.
  ['http://localhost:3000', undefined],
  ['https://10.42.0.7.example.org/', undefined],
  ['https://example.org/?at=practice.localhost', undefined],
  ['nonsense', undefined],
])('%s belongs to %s', (address, place) => {
  expect(practicePlace(address)).toBe(place);
});
