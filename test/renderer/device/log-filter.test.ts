import { describe, expect, it } from 'vitest';
import { filterLogs, servicesOf } from '../../../src/renderer/device/log-filter.ts';
import type { LogLine } from '../../../src/shared/domain/device-view.ts';

const logs: LogLine[] = [
  { timestamp: 1, message: 'Started service', isError: false },
  { timestamp: 2, message: 'hello', service: 'main', isError: false },
  { timestamp: 3, message: 'Hello again', service: 'backend', isError: true },
];
const texts = (...filter: [Parameters<typeof filterLogs>[1], string]): string[] => filterLogs(logs, ...filter).map((line) => line.message);

describe('the log’s filter', () => {
  it('keeps the lines of one source', () => {
    expect(texts('all', '')).toHaveLength(3);
    expect(texts('system', '')).toEqual(['Started service']);
    expect(texts('service:main', '')).toEqual(['hello']);
  });

  it('keeps the lines with the words, in any case', () => {
    expect(texts('all', ' HELLO ')).toEqual(['hello', 'Hello again']);
    expect(texts('service:main', 'again')).toEqual([]);
  });

  it('knows which services have written', () => {
    expect(servicesOf(logs)).toEqual(['backend', 'main']);
  });
});
