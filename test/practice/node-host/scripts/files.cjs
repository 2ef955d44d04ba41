// Calls of node:fs and of module loading, each told in one line; run by real Node and in a container.
const fs = require('node:fs'),
  path = require('node:path'),
  { promises: p } = fs;
const root = process.argv[2];
const at = (...n) => path.join(root, ...n);
const clean = (v) =>
  JSON.parse(
    JSON.stringify(v === undefined ? null : v, (k, x) => (x instanceof Set ? [...x] : typeof x === 'bigint' ? String(x) : x)).replaceAll(
      root,
      'ROOT',
    ),
  );
const show = (name, v) => console.log(name, JSON.stringify(clean(v)));
const err = (e) => ({
  m: e.message.replaceAll(root, 'ROOT'),
  code: e.code,
  errno: e.errno,
  syscall: e.syscall,
  path: e.path,
  dest: e.dest,
  keys: Object.keys(e),
});
const st = (s) => ({
  f: s.isFile(),
  d: s.isDirectory(),
  l: s.isSymbolicLink(),
  size: s.isDirectory() ? 0 : s.size,
  mode: (s.mode & 0o7777).toString(8),
});
async function t(name, f) {
  try {
    show(name, await f());
  } catch (e) {
    show(name + ' !', err(e));
  }
}
const cb = (f, ...a) => new Promise((res, rej) => f(...a, (e, ...r) => (e ? rej(e) : res(r))));
(async () => {
  process.chdir(root);
  await t('mkdir', () => fs.mkdirSync(at('a')));
  await t('mkdir again', () => fs.mkdirSync(at('a')));
  await t('mkdir rec', () => fs.mkdirSync(at('b/c/d'), { recursive: true }));
  await t('mkdir rec again', () => fs.mkdirSync(at('b/c/d'), { recursive: true }));
  await t('mkdir noparent', () => fs.mkdirSync(at('x/y')));
  await t('write', () => fs.writeFileSync(at('a/f'), 'hello'));
  await t('read', () => fs.readFileSync(at('a/f'), 'utf8'));
  await t('read buf', () => fs.readFileSync(at('a/f')).toString('hex'));
  await t('rel', () => fs.readFileSync('a/f', 'utf8'));
  await t('append', () => {
    fs.appendFileSync(at('a/f'), ' world');
    return fs.readFileSync(at('a/f'), 'latin1');
  });
  await t('stat', () => st(fs.statSync(at('a/f'))));
  await t('bigint', () => typeof fs.statSync(at('a/f'), { bigint: true }).mtimeNs);
  await t('mtime', () => Math.abs(fs.statSync(at('a/f')).mtimeMs - Date.now()) < 60000);
  await t('stat dir', () => st(fs.statSync(at('a'))));
  await t('stat missing', () => fs.statSync(at('nope')));
  await t('stat nothrow', () => fs.statSync(at('nope'), { throwIfNoEntry: false }));
  await t('lstat missing cb', () => cb(fs.lstat, at('nope')));
  await t('promise stat missing', () => p.stat(at('nope')));
  await t('access', () => fs.accessSync(at('a/f')));
  await t('access x', () => fs.accessSync(at('a/f'), fs.constants.X_OK));
  await t('access missing', () => p.access(at('nope')));
  await t('exists', () => [fs.existsSync(at('a')), fs.existsSync(at('nope'))]);
  await t('readdir', () => fs.readdirSync(root));
  await t('readdir types', () => fs.readdirSync(root, { withFileTypes: true }).map((d) => [d.name, d.isDirectory(), d.parentPath]));
  await t('readdir rec', () => fs.readdirSync(root, { recursive: true }).sort());
  await t('readdir file', () => fs.readdirSync(at('a/f')));
  await t('readdir missing cb', () => cb(fs.readdir, at('nope')));
  await t('readdir buffer', () => fs.readdirSync(root, 'buffer').map((b) => b.toString()));
  await t('read dir', () => fs.readFileSync(at('a')));
  await t('read dir utf8', () => fs.readFileSync(at('a'), 'utf8'));
  await t('read missing', () => fs.readFileSync(at('nope')));
  await t('read missing utf8', () => fs.readFileSync(at('nope'), 'utf8'));
  await t('read promise missing', () => p.readFile(at('nope')));
  await t('read cb', async () => (await cb(fs.readFile, at('a/f'), 'utf8'))[0]);
  await t('write noparent', () => fs.writeFileSync(at('no/f'), ''));
  await t('write noparent p', () => p.writeFile(at('no/f'), 'x'));
  await t('symlink', () => fs.symlinkSync('f', at('a/l')));
  await t('readlink', () => fs.readlinkSync(at('a/l')));
  await t('readlink not', () => fs.readlinkSync(at('a/f')));
  await t('lstat link', () => {
    const s = fs.lstatSync(at('a/l'));
    return [s.isSymbolicLink(), s.size];
  });
  await t('through link', () => fs.readFileSync(at('a/l'), 'utf8'));
  await t('realpath', () => fs.realpathSync(at('a/l')));
  await t('realpath native', () => fs.realpathSync.native(at('a/l')));
  await t('realpath p', () => p.realpath(at('a/../a/l')));
  await t('realpath missing', () => fs.realpathSync(at('nope')));
  await t('symlink exists', () => fs.symlinkSync('q', at('a/l')));
  await t('dangling', () => {
    fs.symlinkSync('gone', at('a/g'));
    return [fs.existsSync(at('a/g')), fs.lstatSync(at('a/g')).isSymbolicLink()];
  });
  await t('rename', () => {
    fs.renameSync(at('a/f'), at('a/f2'));
    return fs.readdirSync(at('a'));
  });
  await t('rename missing', () => fs.renameSync(at('nope'), at('n2')));
  await t('rename p', () => p.rename(at('a/f2'), at('a/f')));
  await t('copy', () => {
    fs.copyFileSync(at('a/f'), at('a/c'));
    return fs.readFileSync(at('a/c'), 'utf8');
  });
  await t('copy excl', () => fs.copyFileSync(at('a/f'), at('a/c'), fs.constants.COPYFILE_EXCL));
  await t('copy missing', () => p.copyFile(at('nope'), at('a/c2')));
  await t('chmod', () => {
    fs.chmodSync(at('a/c'), 0o600);
    return (fs.statSync(at('a/c')).mode & 0o777).toString(8);
  });
  await t('write mode', () => {
    fs.writeFileSync(at('a/m'), '', { mode: 0o777 });
    return (fs.statSync(at('a/m')).mode & 0o777).toString(8);
  });
  await t('utimes', () => {
    fs.utimesSync(at('a/c'), 1, 1234567890.5);
    return fs.statSync(at('a/c')).mtimeMs;
  });
  await t('unlink', () => fs.unlinkSync(at('a/c')));
  await t('unlink missing', () => fs.unlinkSync(at('a/c')));
  await t('unlink dir', () => {
    try {
      fs.unlinkSync(at('b'));
    } catch (e) {
      return ['EISDIR', 'EPERM'].includes(e.code);
    }
  });
  await t('rmdir full', () => fs.rmdirSync(at('b')));
  await t('rmdir file', () => fs.rmdirSync(at('a/m')));
  await t('rmdir', () => {
    fs.rmdirSync(at('b/c/d'));
    return fs.readdirSync(at('b/c'));
  });
  await t('rm', () => fs.rmSync(at('b'), { recursive: true }));
  await t('rm missing', () => fs.rmSync(at('b')));
  await t('rm missing p', () => p.rm(at('b')));
  await t('rm force', () => fs.rmSync(at('b'), { force: true }));
  await t('rm dir norec', () => fs.rmSync(at('a')));
  await t('rm p rec', async () => {
    fs.mkdirSync(at('r/s'), { recursive: true });
    fs.writeFileSync(at('r/s/t'), '');
    await p.rm(at('r'), { recursive: true });
    return fs.existsSync(at('r'));
  });
  await t('mkdtemp', () => {
    const d = fs.mkdtempSync(at('tmp-'));
    const r = [d.startsWith(at('tmp-')), d.length - at('tmp-').length];
    fs.rmdirSync(d);
    return r;
  });
  await t('mkdtemp rel', async () => {
    const d = await p.mkdtemp('tq-');
    const r = [d.startsWith('tq-'), d.length];
    fs.rmdirSync(d);
    return r;
  });
  await t('fd', () => {
    const fd = fs.openSync(at('a/fd'), 'w+');
    const w = fs.writeSync(fd, 'abcdef');
    const b = Buffer.alloc(3);
    const n = fs.readSync(fd, b, 0, 3, 1);
    fs.writeSync(fd, 'ZZ', 2);
    fs.ftruncateSync(fd, 5);
    const s = fs.fstatSync(fd).size;
    fs.closeSync(fd);
    return [w, n, b.toString(), s, fs.readFileSync(at('a/fd'), 'utf8')];
  });
  await t('fd read seq', () => {
    const fd = fs.openSync(at('a/fd'));
    const b = Buffer.alloc(2);
    const o = [];
    let n;
    while ((n = fs.readSync(fd, b)) > 0) o.push(b.subarray(0, n).toString());
    fs.closeSync(fd);
    return o;
  });
  await t('fd closed', () => fs.readSync(999, Buffer.alloc(1)));
  await t('fd wronly read', () => {
    const fd = fs.openSync(at('a/fd'), 'a');
    try {
      fs.readSync(fd, Buffer.alloc(1));
    } finally {
      fs.closeSync(fd);
    }
  });
  await t('open wx', () => fs.openSync(at('a/fd'), 'wx'));
  await t('open missing', () => fs.openSync(at('a/nofile'), 'r+'));
  await t('open p', async () => {
    const h = await p.open(at('a/h'), 'w+');
    await h.write('one\ntwo\n');
    await h.appendFile?.('three\n');
    const s = (await h.stat()).size;
    await h.close();
    const h2 = await p.open(at('a/h'));
    const lines = [];
    for await (const l of h2.readLines()) lines.push(l);
    return [s, lines];
  });
  await t('fh read', async () => {
    await using h = await p.open(at('a/h'));
    const { bytesRead, buffer } = await h.read({ buffer: Buffer.alloc(4), position: 4 });
    return [bytesRead, buffer.toString(), (await h.readFile('utf8')).length];
  });
  await t('unlinked open', () => {
    fs.writeFileSync(at('a/u'), 'still');
    const fd = fs.openSync(at('a/u'), 'r+');
    fs.unlinkSync(at('a/u'));
    const r = fs.readFileSync(fd, 'utf8');
    fs.closeSync(fd);
    return [r, fs.existsSync(at('a/u'))];
  });
  await t('streams', async () => {
    const { pipeline } = require('stream/promises');
    await pipeline(require('stream').Readable.from(['x'.repeat(100000), 'y'.repeat(50000)]), fs.createWriteStream(at('a/s')));
    let n = 0;
    for await (const c of fs.createReadStream(at('a/s'), { start: 10, end: 120009 })) n += c.length;
    return [n, fs.statSync(at('a/s')).size];
  });
  await t('stream missing', () => new Promise((_, rej) => fs.createReadStream(at('nope')).on('error', rej)));
  await t('stream append', async () => {
    const w = fs.createWriteStream(at('a/sa'), { flags: 'a' });
    w.write('1');
    w.end('2');
    await require('events').once(w, 'close');
    return fs.readFileSync(at('a/sa'), 'utf8');
  });
  await t('writev', () => {
    const fd = fs.openSync(at('a/v'), 'w');
    const n = fs.writevSync(fd, [Buffer.from('ab'), Buffer.from('cd')]);
    fs.closeSync(fd);
    return [n, fs.readFileSync(at('a/v'), 'utf8')];
  });
  await t('readv', () => {
    const fd = fs.openSync(at('a/v'));
    const bs = [Buffer.alloc(3), Buffer.alloc(3)];
    const n = fs.readvSync(fd, bs);
    fs.closeSync(fd);
    return [n, Buffer.concat(bs).toString('latin1', 0, n)];
  });
  await t('opendir', async () => {
    const o = [];
    for await (const d of await p.opendir(at('a'))) o.push(d.name);
    return o.sort();
  });
  await t('opendirSync', () => {
    const d = fs.opendirSync(at('a'));
    const o = [];
    let e;
    while ((e = d.readSync())) o.push(e.name);
    d.closeSync();
    return o.sort();
  });
  await t('opendir missing', () => fs.opendirSync(at('nope')));
  await t('cp', async () => {
    fs.mkdirSync(at('t/u'), { recursive: true });
    fs.writeFileSync(at('t/u/v'), 'V');
    fs.symlinkSync('v', at('t/u/w'));
    await p.cp(at('t'), at('t2'), { recursive: true });
    return fs.readdirSync(at('t2'), { recursive: true }).sort();
  });
  await t('cpSync', () => {
    fs.cpSync(at('t'), at('t3'), { recursive: true });
    return [fs.readdirSync(at('t3'), { recursive: true }).sort(), fs.readFileSync(at('t3/u/v'), 'utf8')];
  });
  await t('cpSync file', () => {
    fs.cpSync(at('t/u/v'), at('t4'));
    return fs.readFileSync(at('t4'), 'utf8');
  });
  await t('truncate', () => {
    fs.truncateSync(at('t4'), 0);
    return fs.statSync(at('t4')).size;
  });
  await t('truncate p', async () => {
    await p.truncate(at('a/h'), 3);
    return fs.readFileSync(at('a/h'), 'utf8');
  });
  await t('chown', () => fs.chownSync(at('t4'), process.getuid(), process.getgid()));
  await t('lutimes', () => fs.lutimesSync(at('a/l'), 1, 1));
  await t('glob', async () => {
    const o = [];
    for await (const f of p.glob('a/*', { cwd: root })) o.push(f);
    return o.sort();
  });
  await t('write fd0', () => fs.writeSync(1, ''));
  await t('chdir', () => {
    process.chdir('a');
    const r = [process.cwd(), fs.readFileSync('h', 'utf8')];
    process.chdir(root);
    return r;
  });
  await t('chdir missing', () => {
    try {
      process.chdir('nope');
    } catch (e) {
      return [e.code, e.syscall, e.dest, e.message.replace(/'[^']*' ->/, 'X ->')];
    }
  });
  await t('url', () => fs.readFileSync(require('url').pathToFileURL(at('a/h')), 'utf8'));
  await t('exists cb', () => new Promise((r) => fs.exists(at('a'), r)));
  await t('empty write', () => {
    fs.writeFileSync(at('e'), '');
    return fs.readFileSync(at('e'), 'utf8');
  });
  await t('umask', () => process.umask().toString(8));
  await t('enotdir', () => fs.readFileSync(at('a/h/x')));
  await t('eloop', () => {
    fs.symlinkSync('lo', at('lo'));
    fs.readFileSync(at('lo'));
  });
  fs.mkdirSync(at('node_modules/pkg/lib'), { recursive: true });
  fs.writeFileSync(at('node_modules/pkg/package.json'), '{"name":"pkg","main":"lib/m"}');
  fs.writeFileSync(at('node_modules/pkg/lib/m.js'), 'module.exports={a:1,f:__filename}');
  fs.mkdirSync(at('node_modules/esm'), { recursive: true });
  fs.writeFileSync(
    at('node_modules/esm/package.json'),
    '{"name":"esm","type":"module","exports":{".":{"import":"./i.js","require":"./r.cjs"},"./sub":"./s.js"}}',
  );
  fs.writeFileSync(at('node_modules/esm/i.js'), 'export default import.meta.url');
  fs.writeFileSync(at('node_modules/esm/r.cjs'), 'module.exports="cjs"');
  fs.writeFileSync(at('node_modules/esm/s.js'), 'export const s=1');
  fs.writeFileSync(at('d.json'), '{"j":1}');
  const { createRequire } = require('module');
  const req = createRequire(at('main.js'));
  await t('require pkg', () => req('pkg'));
  await t('require esm', () => req('esm'));
  await t('require json', () => req('./d.json'));
  await t('require sub', () => req('esm/sub').s);
  await t('require hidden', () => {
    try {
      req('esm/hidden');
    } catch (e) {
      return [e.code, e.message.replaceAll(root, 'ROOT')];
    }
  });
  await t('require missing', () => {
    try {
      req('./nope');
    } catch (e) {
      return [e.code, e.message.replaceAll(root, 'ROOT')];
    }
  });
  await t('require missing pkg', () => {
    try {
      req('nope');
    } catch (e) {
      return [e.code, e.message.replaceAll(root, 'ROOT')];
    }
  });
  fs.writeFileSync(
    at('im.mjs'),
    'import d from "esm"; import pkg from "pkg"; import { a } from "pkg"; import j from "./d.json" with {type:"json"}; export default [d, pkg.a, a, j, import.meta.dirname, import.meta.filename, import.meta.resolve("esm/sub")]; ',
  );
  await t('import', async () => (await import(at('im.mjs'))).default);
  fs.writeFileSync(at('bad.mjs'), 'import "nopkg"');
  await t('import missing', async () => {
    try {
      await import(at('bad.mjs'));
    } catch (e) {
      return [e.code, e.message.replaceAll(root, 'ROOT')];
    }
  });
  fs.writeFileSync(at('bad2.mjs'), 'import "./nofile.js"');
  await t('import missing file', async () => {
    try {
      await import(at('bad2.mjs'));
    } catch (e) {
      return [e.code, e.message.replaceAll(root, 'ROOT')];
    }
  });
  fs.writeFileSync(at('ts.ts'), 'const x: number = 3; export default x;');
  await t('ts', async () => (await import(at('ts.ts'))).default);
  fs.writeFileSync(at('broken.js'), 'let x = ;');
  await t('syntax', () => {
    try {
      req('./broken.js');
    } catch (e) {
      return [
        e.name,
        e.message,
        e.stack
          .split('\n')
          .slice(0, 5)
          .map((l) => l.replaceAll(root, 'ROOT')),
      ];
    }
  });
  fs.writeFileSync(at('badpkg.json'), '{');
  await t('badjson', () => {
    try {
      req('./badpkg.json');
    } catch (e) {
      return [e.name, e.message.replaceAll(root, 'ROOT')];
    }
  });
  await t(
    'watchFile',
    () =>
      new Promise((res) => {
        fs.watchFile(at('e'), { interval: 50 }, (n, o) => {
          fs.unwatchFile(at('e'));
          res([n.size, o.size]);
        });
        setTimeout(() => fs.writeFileSync(at('e'), 'changed'), 120);
      }),
  );
})();
