import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../src/main/browser/options.ts';

describe('the command line', () => {
  it('is read', () => {
    expect(readOptions([])).toEqual({ opensBrowser: true });
    expect(readOptions(['--host', 'browser', '--no-open', '--port', '4900', '--data-dir', 'D'])).toEqual({
      opensBrowser: false,
      port: 4900,
      dataDirectory: resolve('D'),
    });
    expect(readOptions(['--help'])).toBe('help');
  });
  it.each([
    [['--port', '0']],
    [['--port', '65536']],
    [['--port', 'x']],
    [['--port', '4900x']],
    [['--port']],
    [['--data-dir', '']],
    [['--other']],
    [['file']],
  ])('is refused in words: %j', (argv) => expect(() => readOptions(argv)).toThrow());
});
