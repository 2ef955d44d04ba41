import { describe, expect, it } from 'vitest';
import { examineAll } from '../../../src/main/doctor/examination.ts';
import { programExaminations } from '../../../src/main/doctor/programs.ts';
import { patient } from './support.ts';

const look = async (...changes: Parameters<typeof patient>) => {
  const findings = await examineAll(programExaminations(patient(...changes)));
  return Object.fromEntries(findings.map((finding) => [finding.id, finding]));
};

describe('programs of the machine', () => {
  it('finds nothing wrong on a healthy machine', async () => {
    const found = await look();
    expect(Object.values(found).map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(found['curl']?.found).toBe('8.14.1');
  });

  it('names the command that installs what is missing, on each kind of system', async () => {
    expect((await look({ programs: { ssh: undefined } }))['ssh']).toMatchObject({
      state: 'missing',
      mend: { command: 'sudo apt-get install openssh-client' },
    });
    expect((await look({ programs: { ssh: undefined, 'apt-get': undefined, dnf: 'dnf 5' } }))['ssh']).toMatchObject({
      mend: { command: 'sudo dnf install openssh-clients' },
    });
    const windows = { platform: 'win32', environment: { PATH: 'C:\\Windows', SystemRoot: 'C:\\Windows' }, home: 'C:\\Users\\ada' } as const;
    expect((await look({ machine: windows, programs: { curl: undefined } }))['curl']).toMatchObject({
      mend: { command: 'winget install --id cURL.cURL' },
    });
    const plain = (await look({ programs: { curl: undefined, 'apt-get': undefined } }))['curl'];
    expect(plain?.mend).toEqual({ words: 'The lessons on networks ask services for pages with it.' });
  });

  it('tells an old program from a new one, and one that does not start', async () => {
    expect((await look({ programs: { curl: 'curl 7.35.0' } }))['curl']).toMatchObject({
      state: 'old',
      found: '7.35.0; 7.49 or newer is wanted',
    });
    const broken = await look({ run: () => Promise.resolve(undefined) });
    expect(broken['ssh']).toMatchObject({ state: 'failed', found: 'is there, but does not start' });
    expect((await look({ programs: { curl: 'I am something else' } }))['curl']).toMatchObject({ state: 'unknown' });
  });

  it('does without git', async () => {
    expect((await look({ programs: { git: undefined } }))['git']?.state).toBe('absent');
  });

  it('wants a shell that Run can follow', async () => {
    const machine = { platform: 'linux', environment: { PATH: '/bin', SHELL: '/bin/dash' }, home: '/home/ada' } as const;
    expect((await look({ machine, programs: { '/bin/bash': undefined } }))['shells']).toMatchObject({
      state: 'missing',
      found: 'dash only',
    });
  });

  it('asks for a compiler on Linux only, and for the packages that bring it', async () => {
    expect((await look({ programs: { 'g++': undefined, make: undefined } }))['compiler']).toMatchObject({
      state: 'absent',
      found: 'no make, no g++',
      mend: { command: 'sudo apt-get install make g++' },
    });
    const mac = { platform: 'darwin', environment: { PATH: '/bin', SHELL: '/bin/bash' }, home: '/Users/ada' } as const;
    expect((await look({ machine: mac, programs: { 'g++': undefined } }))['compiler']?.state).toBe('ok');
  });
});
