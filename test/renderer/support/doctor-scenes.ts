import type { Finding } from '../../../src/shared/domain/doctor.ts';
import type { FakeBridge } from './fake-bridge.ts';
import type { Scene } from './scenes.ts';

/** A laptop where most is well, and each kind of finding is there once. */
export const findings: readonly Finding[] = [
  { id: 'curl', group: 'Programs', name: 'curl', state: 'ok', found: '8.14.1' },
  {
    id: 'ssh',
    group: 'Programs',
    name: 'OpenSSH client',
    state: 'missing',
    found: 'not on the PATH',
    mend: { words: '“balena device ssh” starts it.', command: 'sudo apt-get install openssh-client' },
  },
  {
    id: 'git',
    group: 'Programs',
    name: 'git',
    state: 'absent',
    found: 'not on the PATH',
    mend: { words: 'Nothing in the class needs it.' },
  },
  { id: 'shells', group: 'Programs', name: 'Shell', state: 'ok', found: 'bash; also zsh, fish' },
  { id: 'compiler', group: 'Programs', name: 'Compiler', state: 'ok', found: 'g++ (Debian 14.2.0-19) 14.2.0' },
  { id: 'folder', group: 'This machine', name: 'Data folder', state: 'ok', found: '/home/ada/.local/share/fleetlab' },
  { id: 'disk', group: 'This machine', name: 'Free disk', state: 'ok', found: '81.3 GB' },
  { id: 'clock', group: 'This machine', name: 'Clock', state: 'unknown', found: 'the cloud does not tell its time' },
  { id: 'node', group: 'Fleetlab', name: 'Node', state: 'ok', found: '24.21.0' },
  {
    id: 'cli',
    group: 'Fleetlab',
    name: 'balena CLI',
    state: 'old',
    found: '22.5.5; the lessons are proven with 25.2.6',
    mend: { words: 'Install it while the network is there.', command: 'npm start' },
  },
  { id: 'environment', group: 'Environment', name: 'Cloud', state: 'ok', found: 'practice device: 127.0.0.1:8480 answers in 3 ms' },
  {
    id: 'account',
    group: 'Environment',
    name: 'Account',
    state: 'absent',
    found: 'nobody is signed in',
    mend: { words: 'The first lesson signs in. Or do it now, in a terminal of Fleetlab:', command: 'balena login' },
  },
  { id: 'device', group: 'Environment', name: 'Device', state: 'ok', found: '0123456 at 10.42.0.7, generic-amd64; answers SSH' },
];

/** `of` how many the doctor has told so far; all unless given. */
export function doctorScene(state: Scene['state'], told = findings.length): Scene {
  return {
    state,
    then(bridge: FakeBridge, model) {
      bridge.answer('doctor.examine', () => (told === findings.length ? [...findings] : new Promise(() => undefined)));
      model.screen.setState({ overlay: 'doctor' });
      // The dialog listens as soon as it is drawn.
      setTimeout(() => {
        for (const finding of findings.slice(0, told)) bridge.emit('doctor.found', { finding, of: findings.length });
      }, 300);
    },
  };
}
