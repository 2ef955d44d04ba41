import { describe } from 'vitest';
import { classTests } from './support/class.ts';
import { startPractice } from './support/practice.ts';

describe('the class, by hand with the real CLI', () => {
  classTests((dataDirectory) => startPractice(dataDirectory));
});
