import { describe, expect, it } from 'vitest';
import { reportOf } from '../../../src/renderer/doctor/report.ts';
import { findings } from '../support/doctor-scenes.ts';

describe('the doctor’s report', () => {
  it('has a line for each finding, and names neither account nor folder', () => {
    const account = { id: 'account', group: 'Environment', name: 'Account', state: 'ok', found: 'signed in as ada' } as const;
    const report = reportOf([...findings.filter(({ id }) => id !== 'account'), account]);
    expect(report.trim().split('\n')).toHaveLength(findings.length);
    expect(report).toContain('old     balena CLI: 22.5.5; the lessons are proven with 25.2.6');
    expect(report).not.toContain('ada');
  });
});
