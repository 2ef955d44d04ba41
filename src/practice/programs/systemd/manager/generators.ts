import { FileSystemError } from '../../../filesystem/filesystem.ts';
import type { ProgramContext } from '../../../process/process.ts';

/** Units that systemd makes up at each boot (systemd.generator(7)): in a container, a login prompt on the console. */
export async function generateUnits({ system }: ProgramContext): Promise<void> {
  const { fileSystem } = system;
  const directory = '/run/systemd/generator/getty.target.wants';
  try {
    await fileSystem.makeDirectory(directory, { recursive: true });
    await fileSystem.symlink('/usr/lib/systemd/system/console-getty.service', `${directory}/console-getty.service`);
  } catch (error) {
    if (!(error instanceof FileSystemError)) throw error;
  }
}
