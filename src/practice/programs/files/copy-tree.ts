import type { FileSystem } from '../../filesystem/filesystem.ts';
import { joinName } from './destination.ts';

/** Copies a file or tree with owners, modes, times and links as they are. The target must not exist. Rejects with FileSystemError. */
export async function copyTree(fileSystem: FileSystem, from: string, to: string): Promise<void> {
  const status = await fileSystem.lstat(from);
  if (status.kind === 'symlink') {
    await fileSystem.symlink(await fileSystem.readLink(from), to);
    return;
  }
  if (status.kind === 'directory') {
    await fileSystem.makeDirectory(to, { mode: status.mode });
    for (const name of await fileSystem.list(from)) await copyTree(fileSystem, joinName(from, name), joinName(to, name));
  } else {
    await fileSystem.writeFile(to, await fileSystem.readFile(from), { mode: status.mode });
    if (status.declaredSize !== undefined) await fileSystem.declareSize(to, status.declaredSize);
  }
  await fileSystem.changeOwner(to, status.uid, status.gid);
  await fileSystem.touch(to, status.modifiedAt);
}
