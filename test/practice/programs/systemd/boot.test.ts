import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { capabilities, systemdLab } from './systemd-engine.ts';
import type { SystemdLab } from './systemd-engine.ts';

let systemd: SystemdLab;

beforeEach(async () => {
  systemd = await systemdLab();
});
afterEach(() => systemd.lab.close());

const limit = { timeout: 60_000 };

const printer = `[Unit]
Description=Prints the time

[Service]
EnvironmentFile=/etc/service-environment
ExecStart=/bin/sh -c 'while :; do echo "It is $(date +%%s) on $FLEET"; sleep 0.2; done'
Restart=always
StandardOutput=journal+console

[Install]
WantedBy=basic.target
`;
const withPrinter = 'COPY printer.service /etc/systemd/system/printer.service\nRUN systemctl enable printer.service';

describe('the build', () => {
  it('masks units and sets the default target in systemctl’s words', limit, async () => {
    const { log } = await systemd.build(withPrinter, { 'printer.service': printer });
    const text = log.join('\n');
    expect(text).toContain("Created symlink '/etc/systemd/system/dev-hugepages.mount' → '/dev/null'.");
    expect(text).toContain("Created symlink '/etc/systemd/system/display-manager.service' → '/dev/null'.");
    expect(text).toContain("Created symlink '/etc/systemd/system/default.target' → '/usr/lib/systemd/system/multi-user.target'.");
    expect(text).toContain(
      "Created symlink '/etc/systemd/system/basic.target.wants/printer.service' → '/etc/systemd/system/printer.service'.",
    );
  });

  it('cannot start a unit: nothing runs there', limit, async () => {
    const { log } = await systemd.build('RUN systemctl start dbus || echo "ended with $?"');
    expect(log.join('\n')).toContain("System has not been booted with systemd as init system (PID 1). Can't operate.");
    expect(log.join('\n')).toContain('ended with 1');
  });
});

describe('the boot', () => {
  for (const [how, more] of [
    ['privileged', {}],
    ['with capabilities and tmpfs', capabilities],
  ] as const)
    it(`reaches the default target, ${how}; masked units stay down`, limit, async () => {
      const { id } = await systemd.build();
      await systemd.boot(id, more);
      await systemd.line(/Reached target multi-user\.target/);
      const text = await systemd.output();
      expect(text).toMatch(/^systemd 257\S+ running in system mode \(\+PAM/m);
      expect(text).toContain('Detected virtualization docker.');
      expect(text).toContain('Welcome to Debian GNU/Linux 13 (trixie)!');
      expect(text).toContain('Queued start job for default target multi-user.target.');
      expect(text).toContain('[  OK  ] Reached target basic.target - Basic System.');
      expect(text).not.toMatch(/FAILED|logind|remount-fs|hugepages|getty/);
      expect((await systemd.inService('cat /proc/1/comm')).stdout).toBe('systemd\n');
      expect(await systemd.inService('systemctl is-system-running')).toMatchObject({ code: 0, stdout: 'running\n' });
      expect(await systemd.inService('systemctl is-active systemd-logind')).toMatchObject({ code: 3, stdout: 'inactive\n' });
      expect((await systemd.inService('systemctl start systemd-logind')).stderr).toBe(
        'Failed to start systemd-logind.service: Unit systemd-logind.service is masked.\n',
      );
    });

  it('ends with 255 where nothing is allowed', limit, async () => {
    const { id } = await systemd.build();
    await systemd.boot(id, { privileged: false });
    await systemd.lab.until(async () => (await systemd.exitCode()) !== undefined);
    expect(await systemd.exitCode()).toBe(255);
    expect(await systemd.output()).toMatch(
      /^Failed to mount tmpfs .* on \/run .*: Operation not permitted\n\[!!!!!!\] Failed to mount API filesystems\.\nExiting PID 1\.\.\.$/,
    );
  });

  it('ends with 255 where SYS_ADMIN comes without a place for control groups', limit, async () => {
    const { id } = await systemd.build();
    await systemd.boot(id, { privileged: false, capabilitiesAdded: ['SYS_ADMIN'] });
    await systemd.lab.until(async () => (await systemd.exitCode()) !== undefined);
    expect(await systemd.exitCode()).toBe(255);
    expect(await systemd.output()).toContain('Read-only file system');
  });

  it('falls back to rescue mode where the default target is masked', limit, async () => {
    const { id } = await systemd.build('RUN rm /etc/systemd/system/default.target');
    await systemd.boot(id);
    await systemd.line(/^Press Enter to continue/);
    const text = await systemd.output();
    expect(text).toContain('Unit graphical.target is masked.\nFalling back to rescue.target.\n');
    expect(text).toContain('[  OK  ] Reached target rescue.target - Rescue Mode.');
    expect(text).toContain('You are in rescue mode.');
    expect((await systemd.inService('systemctl is-system-running')).stdout).toBe('maintenance\n');
  });

  it('is for PID 1 only', limit, async () => {
    const { id } = await systemd.build();
    await systemd.boot(id);
    await systemd.line(/Reached target multi-user\.target/);
    expect(await systemd.inService('/lib/systemd/systemd')).toMatchObject({
      code: 1,
      stderr: 'Trying to run as user instance, but the system has not been booted with systemd.\n',
    });
  });
});

describe('the printer', () => {
  it('prints to the log with the container’s variables, restarts when killed, and stops on request', limit, async () => {
    const { id } = await systemd.build(withPrinter, { 'printer.service': printer });
    await systemd.boot(id, { environment: { FLEET: 'systemd' } });
    await systemd.line(/^\[ *\d+\.\d{6}\] sh\[\d+\]: It is \d+ on systemd$/);
    const status = await systemd.inService('systemctl status printer');
    expect(status.code).toBe(0);
    expect(status.stdout).toMatch(
      /^● printer\.service - Prints the time\n {5}Loaded: loaded \(\/etc\/systemd\/system\/printer\.service; enabled; preset: enabled\)\n {5}Active: active \(running\) since /,
    );
    expect(status.stdout).toContain('CGroup: /system.slice/printer.service');
    expect(status.stdout).toContain('while :; do');

    await systemd.inService('systemctl kill -s KILL --kill-whom=main printer');
    await systemd.lab.until(async () => (await systemd.inService('systemctl show -P NRestarts printer')).stdout === '1\n');
    await systemd.lab.until(async () => (await systemd.inService('systemctl is-active printer')).code === 0);
    expect((await systemd.inService('journalctl -u printer')).stdout).toContain('Main process exited, code=killed, status=9/KILL');

    expect(await systemd.inService('systemctl stop printer')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect((await systemd.inService('systemctl status printer')).code).toBe(3);
    const count = (await systemd.output()).length;
    await systemd.inService('sleep 0.5');
    expect((await systemd.output()).length).toBe(count);
    await systemd.inService('systemctl start printer');
    await systemd.lab.until(async () => (await systemd.output()).length > count);
  });
});

describe('the stop', () => {
  it('by SIGRTMIN+3 stops every unit and ends with 130', limit, async () => {
    const { id } = await systemd.build(withPrinter, { 'printer.service': printer });
    await systemd.boot(id, { stopGraceSeconds: 60 });
    await systemd.line(/Reached target multi-user\.target/);
    await systemd.lab.engine.stopContainer('main_1_1');
    expect(await systemd.exitCode()).toBe(130);
    const text = await systemd.output();
    expect(text).toMatch(
      /Stopping printer\.service[^]*Stopped printer\.service[^]*Stopped target basic\.target[^]*Reached target umount\.target/,
    );
    expect(text.endsWith('Halting system.')).toBe(true);
  });

  it('by SIGTERM does not end it: it executes itself anew, and is killed', limit, async () => {
    const { id } = await systemd.build();
    await systemd.boot(id, { stopSignal: 'SIGTERM', stopGraceSeconds: 1 });
    await systemd.line(/Reached target multi-user\.target/);
    await systemd.lab.engine.stopContainer('main_1_1');
    expect(await systemd.exitCode()).toBe(137);
    expect((await systemd.output()).split('running in system mode')).toHaveLength(3);
  });

  it('by systemctl: poweroff ends with 130, reboot with 129, exit with what it was given', limit, async () => {
    const { id } = await systemd.build();
    for (const [command, code] of [
      ['poweroff', 130],
      ['reboot', 129],
      ['exit 7', 7],
    ] as const) {
      await systemd.boot(id);
      await systemd.lab.until(async () => (await systemd.inService('systemctl is-system-running')).code === 0);
      await systemd.inService(`systemctl ${command}`);
      await systemd.lab.until(async () => (await systemd.exitCode()) !== undefined);
      expect(await systemd.exitCode()).toBe(code);
      await systemd.lab.engine.removeContainer('main_1_1');
    }
  });
});
