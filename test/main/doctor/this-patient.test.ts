import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thisPatient } from '../../../src/main/doctor/this-patient.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetlab-patient-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('this machine as a patient', () => {
  it('reads a file, and knows one that is not there', async () => {
    await writeFile(join(folder, 'token'), 'a-token');
    expect(await thisPatient().read(join(folder, 'token'))).toBe('a-token');
    expect(await thisPatient().read(join(folder, 'other'))).toBeUndefined();
  });
});
