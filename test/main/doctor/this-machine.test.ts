import { describe, expect, it } from 'vitest';
import { examineAll } from '../../../src/main/doctor/examination.ts';
import { machineExaminations, type Places } from '../../../src/main/doctor/this-machine.ts';
import { FleetlabError } from '../../../src/shared/errors.ts';
import { patient } from './support.ts';

const places: Places = {
  dataDirectory: '/home/ada/lab',
  node: '/fleetlab/node',
  findEngine: () => Promise.resolve('/var/run/docker.sock'),
};
const look = async (changes: Parameters<typeof patient>[0] = {}, other: Partial<Places> = {}) => {
  const findings = await examineAll(machineExaminations(patient(changes), { ...places, ...other }));
  return Object.fromEntries(findings.map((finding) => [finding.id, finding]));
};

describe('the machine itself', () => {
  it('finds nothing wrong on a healthy machine', async () => {
    expect(Object.values(await look()).every(({ state }) => state === 'ok')).toBe(true);
  });

  it('tells a full disk from one that is merely small', async () => {
    expect((await look({ freeBytes: () => Promise.resolve(1.2e9) }))['disk']).toMatchObject({ state: 'absent', found: '1.2 GB' });
    expect((await look({ freeBytes: () => Promise.resolve(0.1e9) }))['disk']?.state).toBe('failed');
    expect((await look({ freeBytes: () => Promise.reject(new Error('no such device')) }))['disk']).toMatchObject({
      state: 'unknown',
      found: 'no such device',
    });
  });

  it('says why the data folder cannot be written, and what to do', async () => {
    const denied = await look({ tryToWrite: () => Promise.reject(new Error('EACCES: permission denied')) });
    expect(denied['folder']).toMatchObject({ state: 'failed', found: '/home/ada/lab: EACCES: permission denied' });
    expect(denied['folder']?.mend?.words).toContain('--data-dir');
  });

  it('takes a port in use and a missing engine for no trouble', async () => {
    expect((await look({ isPortFree: (port) => Promise.resolve(port !== 2375) }))['ports']).toMatchObject({
      state: 'absent',
      found: '2375 taken by another program',
    });
    const none = await look({}, { findEngine: () => Promise.reject(new FleetlabError('no-container-engine', 'none', 'Start Docker.')) });
    expect(none['engine']).toMatchObject({ state: 'absent', found: 'none is running' });
    expect(none['engine']?.mend?.words).toContain('Start Docker.');
  });

  it('wants Node 24', async () => {
    expect((await look({ programs: { '/fleetlab/node': 'v20.19.0' } }))['node']).toMatchObject({
      state: 'old',
      mend: { command: 'npm start' },
    });
    expect((await look({ programs: { '/fleetlab/node': undefined } }))['node']?.state).toBe('failed');
  });
});
