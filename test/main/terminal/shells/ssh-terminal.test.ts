import { describe, expect, it } from 'vitest';
import { sshArguments, sshTerminal, type CheckedTarget } from '../../../../src/main/terminal/shells/ssh-terminal.ts';
import { createHostKeys } from '../../../../src/main/device/ssh/host-key.ts';

const device: CheckedTarget = { host: '192.168.1.20', port: 22222, username: 'root', folder: '/data/an environment/50%/ssh' };

/** The values of `-o`, by name. */
function optionsOf(words: readonly string[]): Record<string, string> {
  const options = words.filter((_, index) => words[index - 1] === '-o').map((option) => option.split('=') as [string, string]);
  return Object.fromEntries(options);
}

describe('the system’s ssh', () => {
  it('believes the environment’s keys and no others, and refuses what it does not know', () => {
    const words = sshArguments(device, { kind: 'host-os' }, ['/data/ssh/id_ed25519']);
    expect(optionsOf(words)).toMatchObject({
      UserKnownHostsFile: '"/data/an environment/50%%/ssh/known_hosts"',
      GlobalKnownHostsFile: 'none',
      StrictHostKeyChecking: 'yes',
      UpdateHostKeys: 'no',
      IdentityFile: '"/data/ssh/id_ed25519"',
    });
    expect(words.slice(0, 3)).toEqual(['-t', '-p', '22222']);
    expect(words.at(-1)).toBe('root@192.168.1.20');
  });

  it('knows a device by its name, whichever address it has today', () => {
    expect(optionsOf(sshArguments({ ...device, knownAs: 'a1b2c3d.local' }, { kind: 'host-os' }, []))['HostKeyAlias']).toBe(
      '[a1b2c3d.local]:22222',
    );
  });

  it('goes into the running container of a service, and says so where there is none', () => {
    const line = sshArguments(device, { kind: 'service', service: 'back.end' }, []).at(-1) ?? '';
    expect(line).toContain(String.raw`grep -E '^[0-9a-f]+ back\.end_[0-9]+_[0-9]+(_[0-9a-f]+)?$'`);
    expect(line).toContain('The service back.end has no running container now.');
    expect(line).toContain('exec balena exec -it "$c" /bin/sh');
  });

  it('reaches devices of a cloud through its gateway', () => {
    const gateway = { ...device, host: 'ssh.devices.example', port: 22, username: 'ada', uuid: 'abc' };
    expect(sshArguments(gateway, { kind: 'host-os' }, []).slice(-2)).toEqual(['ada@ssh.devices.example', 'host abc']);
    expect(sshArguments(gateway, { kind: 'service', service: 'main' }, []).at(-1)).toMatch(/^host abc c=\$\(balena ps/);
  });

  it('that is missing is told with the way to get it', async () => {
    const machine = { platform: 'linux', environment: { PATH: '/nowhere' }, home: '/nowhere' } as const;
    const hostKeys = createHostKeys({ practice: '/nowhere/known_hosts' });
    await expect(sshTerminal(device, { kind: 'host-os' }, { hostKeys, machine })).rejects.toMatchObject({
      code: 'no-ssh',
      action: expect.stringContaining('apt install openssh-client') as string,
    });
  });
});
