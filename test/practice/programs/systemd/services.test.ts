import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemdLab } from './systemd-engine.ts';
import type { SystemdLab } from './systemd-engine.ts';

/** Services of every kind, side by side on one booted machine. */

const units: Record<string, string> = {
  'limited.service': '[Service]\nExecStart=/bin/false\nRestart=always\nRestartSec=10ms\n',
  'missing.service': '[Service]\nExecStart=/bin/nope\n',
  'nobody.service': '[Service]\nUser=stranger\nExecStart=/bin/true\n',
  'nowhere.service': '[Service]\nWorkingDirectory=/none\nExecStart=/bin/true\n',
  'nofile.service': '[Service]\nEnvironmentFile=/none\nExecStart=/bin/true\n',
  'bad.service': '[Unit]\nDescription=Bad one\n[Service]\nType=oneshot\nExecStart=/bin/sh -c "exit 7"\n',
  'dependent.service':
    '[Unit]\nRequires=bad.service\nAfter=bad.service\n[Service]\nExecStart=/bin/sleep 100\n[Install]\nWantedBy=multi-user.target\n',
  'stubborn.service': '[Service]\nTimeoutStopSec=300ms\nExecStart=/bin/sh -c \'trap "" TERM; echo deaf; while :; do sleep 0.1; done\'\n',
  'forking.service': "[Service]\nType=forking\nExecStart=/bin/sh -c 'sleep 1000 & exit 0'\n",
  'ready.service': "[Service]\nType=notify\nExecStart=/bin/sh -c 'sleep 0.1; systemd-notify --ready --status=fine; sleep 1000'\n",
  'unready.service': '[Service]\nType=notify\nTimeoutStartSec=300ms\nExecStart=/bin/sleep 1000\n',
  'steps.service':
    '[Service]\nType=oneshot\nRemainAfterExit=yes\nEnvironment=WHO=me\nExecStartPre=/bin/sh -c "echo pre >> /steps"\nExecStart=/bin/sh -c "echo $WHO >> /steps"\nExecStart=-/bin/false\nExecStartPost=/bin/sh -c "echo post >> /steps"\nExecStop=/bin/sh -c "echo stop >> /steps"\nExecReload=/bin/sh -c "echo reload >> /steps"\n',
  'guarded.service': '[Unit]\nConditionPathExists=/none\n[Service]\nExecStart=/bin/sleep 1000\n',
  'helped.service': '[Unit]\nOnFailure=helper.service\n[Service]\nExecStart=/bin/false\n',
  'helper.service': '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n',
  'filed.service': '[Service]\nType=oneshot\nExecStart=/bin/echo to a file\nStandardOutput=append:/filed.log\n',
  'ticking.timer': '[Timer]\nOnActiveSec=100ms\nOnUnitActiveSec=200ms\n',
  'ticking.service': '[Service]\nType=oneshot\nExecStart=/bin/sh -c "echo tick >> /ticks"\n',
  'watch.path': '[Path]\nPathExists=/wanted\n',
  'watch.service': '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n',
  'template@.service': '[Service]\nExecStart=/bin/sh -c "echo instance %i; sleep 1000"\n[Install]\nWantedBy=multi-user.target\n',
  'remote.socket': '[Socket]\nListenStream=8080\n',
  'remote.service': '[Service]\nExecStart=/bin/true\n',
};
for (const [from, to] of ['xy', 'yz', 'zx'])
  units[`cycle-${from}.service`] =
    `[Unit]\nAfter=cycle-${to}.service\n[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n`;

let systemd: SystemdLab;

beforeAll(async () => {
  systemd = await systemdLab();
  const copies = Object.keys(units).map((name) => `COPY ${name} /etc/systemd/system/${name}`);
  const enabled = 'RUN systemctl enable dependent cycle-x cycle-y cycle-z template@one';
  const { id } = await systemd.build([...copies, enabled].join('\n'), units);
  await systemd.boot(id);
  await systemd.line(/Reached target multi-user\.target/);
}, 60_000);
afterAll(() => systemd.lab.close());

const systemctl = (words: string) => systemd.inService(`systemctl ${words}`);
const limit = { timeout: 30_000 };

describe('at the boot', () => {
  it('a cycle is broken, and a failed dependency fails what needs it', limit, async () => {
    const text = await systemd.output();
    expect(text).toMatch(/cycle-[xyz]\.service: Found ordering cycle on cycle-[xyz]\.service\/start/);
    expect(text).toMatch(/\[ SKIP \] Ordering cycle found, skipping cycle-[xyz]\.service/);
    expect(text).toContain("[FAILED] Failed to start bad.service - Bad one.\nSee 'systemctl status bad.service' for details.\n");
    expect(text).toContain('[DEPEND] Dependency failed for dependent.service.');
    expect(await systemctl('is-system-running')).toMatchObject({ code: 1, stdout: 'degraded\n' });
  });
});

describe('a service', () => {
  it('that ends at once is given up after five starts', limit, async () => {
    await systemctl('start limited');
    await systemd.lab.until(async () => (await systemctl('is-failed limited')).code === 0);
    const log = (await systemd.inService('journalctl -u limited')).stdout;
    expect(log.match(/Started limited\.service/g)).toHaveLength(5);
    expect(log).toContain('limited.service: Start request repeated too quickly.');
    await systemctl('reset-failed limited');
    expect((await systemctl('is-failed limited')).stdout).toBe('inactive\n');
  });

  it('that cannot be run says at which step', limit, async () => {
    for (const [name, status, words] of [
      ['missing', '203/EXEC', "Unable to locate executable '/bin/nope': No such file or directory"],
      ['nobody', '217/USER', 'Failed to determine user credentials: No such process'],
      ['nowhere', '200/CHDIR', 'Changing to the requested working directory failed: No such file or directory'],
    ] as const) {
      expect((await systemctl(`start ${name}`)).code).toBe(0);
      await systemd.lab.until(async () => (await systemctl(`is-failed ${name}`)).code === 0);
      expect((await systemctl(`status ${name}`)).stdout).toContain(`Main PID: `);
      const log = (await systemd.inService(`journalctl -u ${name}`)).stdout;
      expect(log).toContain(`code=exited, status=${status}`);
      expect(log).toContain(words);
    }
    const refused = await systemctl('start nofile');
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Job for nofile.service failed because of unavailable resources') as string,
    });
  });

  it('that another needs and that fails is told to who asked', limit, async () => {
    expect(await systemctl('start dependent')).toMatchObject({
      code: 1,
      stderr: "A dependency job for dependent.service failed. See 'journalctl -xe' for details.\n",
    });
    expect((await systemctl('start bad')).stderr).toContain(
      'Job for bad.service failed because the control process exited with error code.',
    );
  });

  it('that ignores SIGTERM is killed after its time', limit, async () => {
    await systemctl('start stubborn');
    await systemd.lab.until(async () => (await systemd.inService('journalctl -u stubborn -o cat')).stdout.includes('deaf'));
    await systemctl('stop stubborn');
    const status = await systemctl('status stubborn');
    expect(status).toMatchObject({ code: 3, stdout: expect.stringContaining('Active: failed (Result: timeout)') as string });
    expect(status.stdout).toContain("State 'stop-sigterm' timed out. Killing.");
    expect((await systemd.inService('systemctl show -P MainPID stubborn')).stdout).toBe('0\n');
  });

  it('of type forking is what the first process leaves behind', limit, async () => {
    expect((await systemctl('start forking')).code).toBe(0);
    expect((await systemctl('status forking')).stdout).toMatch(/Main PID: \d+ \(sleep\)/);
    await systemctl('stop forking');
    expect((await systemctl('is-active forking')).stdout).toBe('inactive\n');
  });

  it('of type notify is started when it says so', limit, async () => {
    expect((await systemctl('start ready')).code).toBe(0);
    expect((await systemctl('status ready')).stdout).toContain('Status: "fine"');
    expect(await systemctl('start unready')).toMatchObject({ code: 1, stderr: expect.stringContaining('timeout was exceeded') as string });
  });

  it('of several commands runs them in order', limit, async () => {
    await systemctl('start steps');
    expect((await systemctl('is-active steps')).stdout).toBe('active\n');
    await systemctl('reload steps');
    await systemctl('stop steps');
    expect((await systemd.inService('cat /steps')).stdout).toBe('pre\nme\npost\nreload\nstop\n');
    expect((await systemctl('reload printer')).code).not.toBe(0);
  });

  it('whose condition is not met is passed over', limit, async () => {
    expect((await systemctl('start guarded')).code).toBe(0);
    expect((await systemctl('status guarded')).stdout).toContain('ConditionPathExists=/none was not met');
  });

  it('that fails starts its helper', limit, async () => {
    await systemctl('start helped');
    await systemd.lab.until(async () => (await systemctl('is-active helper')).code === 0);
  });

  it('writes where its file says', limit, async () => {
    await systemctl('start filed');
    await systemctl('start filed');
    expect((await systemd.inService('cat /filed.log')).stdout).toBe('to a file\nto a file\n');
  });

  it('of a template has its instance', limit, async () => {
    await systemctl('start template@two');
    await systemd.lab.until(async () => (await systemd.inService('journalctl -u template@* -o cat')).stdout.includes('instance two'));
    expect((await systemd.inService('journalctl -u template@one -o cat')).stdout).toContain('instance one');
  });
});

describe('what starts services', () => {
  it('is a timer', limit, async () => {
    await systemctl('start ticking.timer');
    await systemd.lab.until(async () => (await systemd.inService('grep -c tick /ticks')).stdout.trim() >= '3');
    expect((await systemctl('list-timers')).stdout).toContain('ticking.timer');
    await systemctl('stop ticking.timer');
  });

  it('is a path', limit, async () => {
    await systemctl('start watch.path');
    expect((await systemctl('is-active watch')).code).toBe(3);
    await systemd.inService('touch /wanted');
    await systemd.lab.until(async () => (await systemctl('is-active watch')).code === 0);
  });

  it('is no socket of the network: that is refused in words', limit, async () => {
    expect((await systemctl('start remote.socket')).code).toBe(1);
    expect((await systemd.inService('journalctl -u remote.socket')).stdout).toContain('not supported on the practice device');
  });
});

describe('systemctl', () => {
  it('lists units with header and footer', limit, async () => {
    const { stdout } = await systemctl('--no-pager');
    expect(stdout).toMatch(/^ {2}UNIT +LOAD +ACTIVE +SUB +DESCRIPTION\n/);
    expect(stdout).toMatch(/\n {2}dbus\.service +loaded active +running +D-Bus System Message Bus\n/);
    expect(stdout).toMatch(/\n● bad\.service +loaded failed +failed +Bad one\n/);
    expect(stdout).toMatch(/\n\d+ loaded units listed\. Pass --all to see loaded but inactive units, too\.\n/);
    expect((await systemctl('list-unit-files --type=service')).stdout).toMatch(/template@\.service +enabled +enabled\n/);
  });

  it('answers with the documented exit codes', limit, async () => {
    expect(await systemctl('status nothing')).toMatchObject({ code: 4, stderr: 'Unit nothing.service could not be found.\n' });
    expect(await systemctl('stop nothing')).toMatchObject({
      code: 5,
      stderr: 'Failed to stop nothing.service: Unit nothing.service not loaded.\n',
    });
    expect(await systemctl('is-active nothing')).toMatchObject({ code: 4, stdout: 'inactive\n' });
    expect(await systemctl('is-enabled nothing')).toMatchObject({ code: 4, stdout: 'not-found\n' });
    expect(await systemctl('is-enabled template@one dbus getty@tty1.service')).toMatchObject({
      code: 0,
      stdout: 'enabled\nstatic\nmasked\n',
    });
    expect(await systemctl('enable bad')).toMatchObject({ code: 0, stderr: expect.stringContaining('no installation config') as string });
    expect((await systemctl('enable graphical.target')).stderr).toBe(
      'Failed to enable unit: Unit /etc/systemd/system/graphical.target is masked\n',
    );
    expect((await systemctl('edit dbus')).stderr).toContain('not supported on the practice device');
    expect((await systemctl('isolate dbus.service')).code).toBe(4);
  });

  it('takes up a changed file with daemon-reload, and a drop-in', limit, async () => {
    await systemd.inService(
      'mkdir -p /etc/systemd/system/helper.service.d && printf "[Unit]\\nDescription=Changed\\n" > /etc/systemd/system/helper.service.d/1.conf',
    );
    await systemctl('daemon-reload');
    expect((await systemctl('show -P Description helper')).stdout).toBe('Changed\n');
    expect((await systemctl('cat helper')).stdout).toContain('# /etc/systemd/system/helper.service.d/1.conf\n');
    expect((await systemctl('is-active dbus')).stdout).toBe('active\n');
  });

  it('isolates the rescue target and comes back', limit, async () => {
    await systemctl('isolate rescue.target');
    expect((await systemctl('is-active dbus')).stdout).toBe('inactive\n');
    await systemctl('isolate multi-user.target');
    expect((await systemctl('is-active dbus')).stdout).toBe('active\n');
  });
});

describe('journalctl', () => {
  it('follows, and chooses by unit, priority, number and format', limit, async () => {
    expect((await systemd.inService('journalctl -n 1 -o json')).stdout).toMatch(/^\{"__CURSOR".*"MESSAGE":/);
    expect((await systemd.inService('journalctl -p err -u bad -o cat')).stdout).toContain('Failed to start bad.service - Bad one.\n');
    expect((await systemd.inService('journalctl -u nothing')).stdout).toBe('-- No entries --\n');
    expect((await systemd.inService('journalctl --since tomorrow')).stdout).toBe('-- No entries --\n');
    const followed = systemd.inService('timeout 3 journalctl -f -n 0 -u template@three -o cat');
    await systemctl('start template@three');
    expect((await followed).stdout).toContain('instance three');
  });
});
