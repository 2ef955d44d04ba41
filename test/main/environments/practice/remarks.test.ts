import { describe, expect, it } from 'vitest';
import { isSentence, reasonOf } from '../../../../src/main/environments/practice/remarks.ts';

describe('the reason of a program’s end', () => {
  it('is its message with what to do', () => {
    expect(reasonOf(['Port 1 is taken; another one is used.', 'Another Fleetlab uses this folder.', 'End it first.'])).toBe(
      'Another Fleetlab uses this folder. End it first.',
    );
  });
  it('is the message of an error that nobody caught', () => {
    const output = [
      'file:///a/b.ts:3',
      "  throw new Error('x');",
      '  ^',
      '',
      'TypeError [ERR_X]: this is wrong',
      '    at main (file:///a/b.ts:3:9)',
      '',
      'Node.js v24.21.0',
    ];
    expect(reasonOf(output)).toBe('this is wrong');
  });
  it('is unknown where nothing was said', () => {
    expect(reasonOf([])).toBeUndefined();
    expect(reasonOf(['(node:12) ExperimentalWarning: x', 'Node.js v24.21.0'])).toBeUndefined();
  });
  it('leaves what is meant for programmers', () => {
    expect(isSentence('device.json could not be read; its backup is used.')).toBe(true);
    expect(isSentence('    at main (file.ts:1:1)')).toBe(false);
  });
});
