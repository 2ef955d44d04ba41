import type { Patient } from '../../../src/main/doctor/examination.ts';

/** A healthy Debian laptop, with what a test wants different. */
export function patient(changes: Partial<Patient> & { programs?: Record<string, string | undefined> } = {}): Patient {
  const { programs = {}, ...rest } = changes;
  const outputs: Record<string, string | undefined> = {
    curl: 'curl 8.14.1 (x86_64-pc-linux-gnu) libcurl/8.14.1',
    ssh: 'OpenSSH_10.0p2 Debian-7, OpenSSL 3.5.1',
    git: 'git version 2.47.3',
    'g++': 'g++ (Debian 14.2.0-19) 14.2.0',
    make: 'GNU Make 4.4.1',
    python3: 'Python 3.13.5',
    'apt-get': 'apt 3.0.3',
    '/bin/bash': 'GNU bash',
    '/fleetlab/node': 'v24.21.0',
    ...programs,
  };
  return {
    machine: { platform: 'linux', environment: { PATH: '/usr/bin:/bin', SHELL: '/bin/bash' }, home: '/home/ada' },
    run: (program) => Promise.resolve(outputs[program]),
    find: (program) => (outputs[program] === undefined ? undefined : `/usr/bin/${program}`),
    read: () => Promise.resolve(undefined),
    freeBytes: () => Promise.resolve(80e9),
    tryToWrite: () => Promise.resolve(),
    isPortFree: () => Promise.resolve(true),
    now: () => Date.now(),
    ...rest,
  };
}
