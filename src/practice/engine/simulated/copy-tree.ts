import type { FileSystem } from '../../filesystem/filesystem.ts';

/** Copies what is in one directory into another one that exists, with modes, owners and times. */
export async function copyTree(from: FileSystem, fromPath: string, to: FileSystem, toPath: string): Promise<void> {
  for (const name of await from.list(fromPath)) {
    const source = `${fromPath === '/' ? '' : fromPath}/${name}`;
    const target = `${toPath === '/' ? '' : toPath}/${name}`;
    const { kind, mode, uid, gid, modifiedAt, declaredSize } = await from.lstat(source);
    if (kind === 'symlink') await to.symlink(await from.readLink(source), target);
    else if (kind === 'directory') {
      await to.makeDirectory(target, { mode });
      await copyTree(from, source, to, target);
    } else if (kind === 'file') {
      await to.writeFile(target, await from.readFile(source), { mode });
      if (declaredSize !== undefined) await to.declareSize(target, declaredSize);
      await to.touch(target, modifiedAt);
    } else continue;
    if (kind !== 'symlink' && (uid !== 0 || gid !== 0)) await to.changeOwner(target, uid, gid);
  }
}
