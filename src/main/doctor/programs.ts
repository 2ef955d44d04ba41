import type { Finding } from '../../shared/domain/doctor.ts';
import { chooseShell, installedShells } from '../terminal/shells/shells.ts';
import type { Examination, Patient } from './examination.ts';
import { installCommand } from './packages.ts';
import { isAtLeast, versionIn } from './versions.ts';

interface Wanted {
  id: string;
  name: string;
  program: string;
  /** OpenSSH knows no --version. */
  versionArguments?: readonly string[];
  oldest: readonly number[];
  /** What a learner could not do without it. */
  without: string;
  /** True where the class can be done without it. */
  isOptional?: boolean;
  packages: Parameters<typeof installCommand>[0];
}

const wanted: readonly Wanted[] = [
  {
    id: 'curl',
    name: 'curl',
    program: 'curl',
    // connect-to, which leads a request to the practice device, came with 7.49.
    oldest: [7, 49],
    without: 'The lessons on networks ask services for pages with it.',
    packages: { debian: 'curl', homebrew: 'curl', windows: 'cURL.cURL' },
  },
  {
    id: 'ssh',
    name: 'OpenSSH client',
    program: 'ssh',
    versionArguments: ['-V'],
    oldest: [7, 6],
    without: '“balena device ssh” starts it.',
    packages: {
      debian: 'openssh-client',
      fedora: 'openssh-clients',
      arch: 'openssh',
      homebrew: 'openssh',
      windows: 'Microsoft.OpenSSH.Beta',
    },
  },
  {
    id: 'git',
    name: 'git',
    program: 'git',
    oldest: [2, 20],
    without: 'Nothing in the class needs it; it is handy for projects of your own.',
    isOptional: true,
    packages: { debian: 'git', homebrew: 'git', windows: 'Git.Git' },
  },
];

/** Programs of the machine that lessons or the terminal use. */
export function programExaminations(patient: Patient): Examination[] {
  return [...wanted.map((program) => () => examineProgram(patient, program)), () => examineShells(patient), () => examineCompiler(patient)];
}

async function examineProgram(patient: Patient, program: Wanted): Promise<Finding> {
  const { id, name, oldest, isOptional = false } = program;
  const base = { id, group: 'Programs', name } as const;
  const has = (other: string) => patient.find(other) !== undefined;
  const command = installCommand(program.packages, patient.machine, has);
  const mend = (words: string) => ({ mend: { words, ...(command === undefined ? {} : { command }) } });
  if (patient.find(program.program) === undefined)
    return { ...base, state: isOptional ? 'absent' : 'missing', found: 'not on the PATH', ...mend(program.without) };
  const text = await patient.run(program.program, program.versionArguments ?? ['--version']);
  if (text === undefined)
    return {
      ...base,
      state: isOptional ? 'absent' : 'failed',
      found: 'is there, but does not start',
      ...mend(`Install it anew. ${program.without}`),
    };
  const version = versionIn(text);
  if (version === undefined)
    return { ...base, state: 'unknown', found: `its version could not be read from “${text.trim().slice(0, 60)}”` };
  const found = version.join('.');
  if (isAtLeast(version, oldest)) return { ...base, state: 'ok', found };
  return {
    ...base,
    state: isOptional ? 'absent' : 'old',
    found: `${found}; ${oldest.join('.')} or newer is wanted`,
    ...mend(program.without),
  };
}

/** Without marks of the shell, Run cannot tell how a command ended. */
function examineShells(patient: Patient): Promise<Finding> {
  const { machine } = patient;
  const exists = (file: string) => patient.find(file) !== undefined;
  const own = chooseShell(machine, exists);
  const all = installedShells(machine, own, exists).filter(({ kind }) => kind !== 'other');
  const base = { id: 'shells', group: 'Programs', name: 'Shell' } as const;
  if (all.length === 0) {
    return Promise.resolve({
      ...base,
      state: 'missing',
      found: `${own.name} only`,
      mend: { words: 'Run can follow bash, zsh, fish and PowerShell: install one of them.' },
    });
  }
  const others = all.filter(({ name }) => name !== own.name).map(({ name }) => name);
  return Promise.resolve({ ...base, state: 'ok', found: others.length === 0 ? own.name : `${own.name}; also ${others.join(', ')}` });
}

/** On Linux the terminal's native part is compiled when Fleetlab is installed; elsewhere it comes built. */
async function examineCompiler(patient: Patient): Promise<Finding> {
  const base = { id: 'compiler', group: 'Programs', name: 'Compiler' } as const;
  if (patient.machine.platform !== 'linux') return { ...base, state: 'ok', found: 'not needed on this system' };
  const missing = ['make', 'g++', 'python3'].filter((program) => patient.find(program) === undefined);
  if (missing.length === 0)
    return { ...base, state: 'ok', found: firstLine(await patient.run('g++', ['--version'])) ?? 'g++, make and python3' };
  const command = installCommand(
    { debian: missing.join(' '), fedora: missing.join(' ').replace('g++', 'gcc-c++'), arch: 'base-devel python' },
    patient.machine,
    (program) => patient.find(program) !== undefined,
  );
  // Whoever sees this page has an installation that was compiled already.
  return {
    ...base,
    state: 'absent',
    found: `no ${missing.join(', no ')}`,
    mend: { words: 'Needed only when Fleetlab is installed or updated on this machine.', ...(command === undefined ? {} : { command }) },
  };
}

function firstLine(text: string | undefined): string | undefined {
  return text?.trim().split('\n')[0];
}
