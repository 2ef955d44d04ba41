// Children, signals, standard streams and the ways to call node, each told in one line.
const cp = require('node:child_process'),
  { once } = require('events'),
  util = require('util');
const show = (name, v) =>
  console.log(
    name,
    JSON.stringify(v === undefined ? null : v)
      .replaceAll(process.argv[2], 'ROOT')
      .replaceAll(process.execPath, 'NODE'),
  );
const err = (e) => ({
  n: e.name,
  m: e.message,
  code: e.code,
  errno: e.errno,
  syscall: e.syscall,
  path: e.path,
  spawnargs: e.spawnargs,
  cmd: e.cmd,
  killed: e.killed,
  signal: e.signal,
  status: e.status,
  keys: Object.keys(e).sort(),
});
async function t(name, f) {
  try {
    show(name, await Promise.race([f(), new Promise((_, r) => setTimeout(() => r(new Error('TIMEOUT')), 8000).unref())]));
  } catch (e) {
    show(name + ' !', err(e));
  }
}
const exec = util.promisify(cp.exec);
const NODE = process.execPath,
  ROOT = process.argv[2];
(async () => {
  await t('exec', () => exec('echo hi; echo err >&2'));
  await t('exec fail', () => exec('echo x; exit 3'));
  await t('exec notfound', async () => {
    try {
      await exec('nosuchprogram');
    } catch (e) {
      return [e.code, /not found/.test(e.stderr)];
    }
  });
  await t('execSync', () => cp.execSync('cat', { input: 'in put' }).toString());
  await t('execSync fail', () => cp.execSync('exit 4', { stdio: 'pipe' }));
  await t('execFile', () => util.promisify(cp.execFile)('echo', ['a', 'b c']));
  await t('execFileSync', () => cp.execFileSync('echo', ['q'], { encoding: 'utf8' }));
  await t('spawn ENOENT', () => new Promise((_, r) => cp.spawn('nope', ['a']).on('error', r)));
  await t('spawn cwd ENOENT', () => new Promise((_, r) => cp.spawn('echo', [], { cwd: '/nodir' }).on('error', r)));
  await t('spawnSync ENOENT', () => {
    const r = cp.spawnSync('nope');
    return err(r.error);
  });
  await t('spawn', async () => {
    const c = cp.spawn('sh', ['-c', 'read x; echo got $x; exit 5']);
    c.stdin.write('line\n');
    let o = '';
    c.stdout.on('data', (d) => (o += d));
    const [code, sig] = await once(c, 'close');
    return [typeof c.pid, o, code, sig, c.exitCode, c.spawnfile, c.spawnargs];
  });
  await t('spawn env cwd', async () => {
    const c = cp.spawn('sh', ['-c', 'echo $A; pwd'], { env: { ...process.env, A: 'b' }, cwd: ROOT });
    let o = '';
    for await (const d of c.stdout) o += d;
    return o;
  });
  await t('kill', async () => {
    const c = cp.spawn('sleep', ['100']);
    await once(c, 'spawn');
    const k = c.kill();
    const [code, sig] = await once(c, 'exit');
    return [k, code, sig, c.killed, c.signalCode, c.kill()];
  });
  await t('kill 9', async () => {
    const c = cp.spawn('sleep', ['100']);
    c.kill('SIGKILL');
    return once(c, 'exit');
  });
  await t('spawnSync timeout', () => {
    const r = cp.spawnSync('sleep', ['10'], { timeout: 100 });
    return [r.status, r.signal, r.error.code, r.error.message];
  });
  await t('spawnSync', () => {
    const r = cp.spawnSync('sh', ['-c', 'cat; echo e >&2; exit 2'], { input: 'zz', encoding: 'utf8' });
    return [r.status, r.signal, r.stdout, r.stderr, r.output];
  });
  await t('maxBuffer', () => exec('yes | head -c 100000', { maxBuffer: 1000 }).catch((e) => [e.code, e.message, e.stdout.length]));
  await t('abort', async () => {
    const c = new AbortController();
    const p = exec('sleep 10', { signal: c.signal });
    setTimeout(() => c.abort(), 50);
    try {
      await p;
    } catch (e) {
      return [e.name, e.code];
    }
  });
  await t('node child', async () => {
    const c = cp.spawn(NODE, ['-e', 'console.log(process.argv.length, process.ppid>0); process.exit(7)']);
    let o = '';
    c.stdout.on('data', (d) => (o += d));
    const [code] = await once(c, 'close');
    return [o, code];
  });
  await t('node signal handler', async () => {
    const c = cp.spawn(NODE, [
      '-e',
      'process.on("SIGTERM",()=>{console.log("term");process.exit(9)});setInterval(()=>{},1000);console.log("up")',
    ]);
    let o = '';
    c.stdout.on('data', (d) => {
      o += d;
      if (o === 'up\n') c.kill();
    });
    const r = await once(c, 'close');
    return [o, r];
  });
  await t('node no handler', async () => {
    const c = cp.spawn(NODE, ['-e', 'setInterval(()=>{},1000);console.log("up")']);
    c.stdout.once('data', () => c.kill('SIGINT'));
    return once(c, 'exit');
  });
  await t('fork', async () => {
    require('fs').writeFileSync(
      ROOT + '/forked.js',
      'process.on("message",(m)=>{process.send({got:m,connected:process.connected});if(m.bye)process.disconnect()});process.send("ready")',
    );
    const c = cp.fork(ROOT + '/forked.js');
    const o = [];
    c.on('message', (m) => {
      o.push(m);
      if (m === 'ready') c.send({ a: 1 });
      else if (m.got.a) c.send({ bye: true });
    });
    const [code] = await once(c, 'exit');
    return [o, code, c.connected];
  });
  await t('fork advanced', async () => {
    const c = cp.fork(ROOT + '/forked.js', { serialization: 'advanced' });
    const o = [];
    c.on('message', (m) => {
      o.push(m);
      if (m === 'ready') c.send({ d: new Map([[1, 2]]), bye: true });
    });
    await once(c, 'exit');
    return [o.length, o[1]?.got?.d instanceof Map];
  });
  await t('stdin end', async () => {
    const c = cp.spawn(NODE, ['-e', 'let o="";process.stdin.on("data",d=>o+=d).on("end",()=>console.log("read",o.length))']);
    c.stdin.end('x'.repeat(200000));
    let o = '';
    for await (const d of c.stdout) o += d;
    return o;
  });
  await t('stdin readFileSync', () =>
    cp.execFileSync(NODE, ['-e', 'console.log(require("fs").readFileSync(0,"utf8").toUpperCase())'], { input: 'abc' }).toString(),
  );
  await t('stdin for await', () =>
    cp
      .execFileSync(
        NODE,
        [
          '-e',
          '(async()=>{const rl=require("readline").createInterface({input:process.stdin});for await(const l of rl)console.log("["+l+"]")})()',
        ],
        { input: 'a\nb\n' },
      )
      .toString(),
  );
  await t('no stdin exits', () =>
    cp.execFileSync(NODE, ['-e', 'console.log(process.stdin.isTTY, process.stdout.isTTY, process.stdin.fd)'], { input: '' }).toString(),
  );
  await t('uncaught', () => {
    const r = cp.spawnSync(NODE, ['-e', 'throw new TypeError("bad")'], { encoding: 'utf8' });
    return [r.status, r.stdout, r.stderr.split('\n').filter((l) => /TypeError|Node.js/.test(l))];
  });
  await t('rejection', () => {
    const r = cp.spawnSync(NODE, ['-e', 'Promise.reject(new Error("rej"))'], { encoding: 'utf8' });
    return [r.status, /Error: rej/.test(r.stderr)];
  });
  await t('exit code', () => cp.spawnSync(NODE, ['-e', 'process.exitCode=6']).status);
  await t('stdin script', () => cp.execFileSync(NODE, ['-'], { input: 'console.log(__filename, process.argv.length)' }).toString());
  await t('stdin script2', () => cp.execFileSync(NODE, [], { input: 'console.log(1+1)' }).toString());
  await t('print', () => cp.execFileSync(NODE, ['-p', '[1,{a:2}]']).toString());
  await t('pe module', () =>
    cp
      .execFileSync(NODE, ['--input-type=module', '-e', 'import fs from "fs"; console.log(typeof fs.readFileSync, typeof require)'])
      .toString(),
  );
  await t('esm in eval', () => cp.execFileSync(NODE, ['-e', 'import fs from "fs"; console.log(typeof fs.readFileSync)']).toString());
  await t('check ok', () => {
    require('fs').writeFileSync(ROOT + '/ok.js', 'let a = 1;');
    return cp.spawnSync(NODE, ['--check', ROOT + '/ok.js']).status;
  });
  await t('check bad', () => {
    require('fs').writeFileSync(ROOT + '/bad.js', 'let a = ;');
    const r = cp.spawnSync(NODE, ['--check', ROOT + '/bad.js'], { encoding: 'utf8' });
    return [r.status, r.stderr.split('\n').slice(0, 5)];
  });
  await t('throw in file', () => {
    require('fs').writeFileSync(ROOT + '/thr.js', 'function f() {\n  throw new Error("deep");\n}\nf();\n');
    const r = cp.spawnSync(NODE, [ROOT + '/thr.js'], { encoding: 'utf8' });
    return [r.status, r.stderr.split('\n').slice(0, 9)];
  });
  await t('missing file', () => {
    const r = cp.spawnSync(NODE, [ROOT + '/nofile.js'], { encoding: 'utf8' });
    return [r.status, r.stderr.split('\n').filter((l) => /Error|code|Node/.test(l))];
  });
  await t('env-file', () => {
    require('fs').writeFileSync(ROOT + '/e.env', 'AA=from file\nBB="q"');
    return cp.execFileSync(NODE, ['--env-file=' + ROOT + '/e.env', '-p', 'process.env.AA+process.env.BB']).toString();
  });
  await t('process.kill', () => {
    try {
      process.kill(999999, 0);
    } catch (e) {
      return [e.code, e.message];
    }
  });
  await t(
    'self signal',
    () =>
      new Promise((r) => {
        process.once('SIGUSR2', (s, n) => r([s, n]));
        process.kill(process.pid, 'SIGUSR2');
      }),
  );
  await t('process.kill child', async () => {
    const c = cp.spawn('sleep', ['9']);
    await once(c, 'spawn');
    process.kill(c.pid, 'SIGTERM');
    return once(c, 'exit');
  });
  await t('beforeExit', () =>
    cp.execFileSync(NODE, ['-e', 'process.on("beforeExit",()=>console.log("be")).on("exit",(c)=>console.log("ex",c))']).toString(),
  );
})();
