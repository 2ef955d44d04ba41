import { describe } from 'vitest';
import { localModeTests } from './support/local-mode.ts';
import { startPractice } from './support/practice.ts';

describe('the real balena CLI and a device named by its address', () => {
  localModeTests((dataDirectory) => startPractice(dataDirectory));
});
