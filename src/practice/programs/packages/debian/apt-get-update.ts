import { aptFailure } from './apt-call.ts';
import type { AptCall } from './apt-call.ts';
import { listPath, listsDirectory } from './machine.ts';
import { aptSize } from './words.ts';

/** `apt-get update`: the lists lie in the image then, as big as the real ones. */
export async function update(call: AptCall): Promise<number> {
  const { context, machine, print, complain, values, names } = call;
  if (names.length > 0) {
    await complain('The update command takes no arguments');
    return aptFailure;
  }
  const { fileSystem } = context.system;
  const quiet = call.occurrences.filter(({ name }) => name === 'quiet').length > 1;
  const say = (text: string): Promise<void> => (quiet ? Promise.resolve() : print(text));
  await fileSystem.makeDirectory(`${listsDirectory}/partial`, { recursive: true });
  let number = 0;
  let transferred = 0;
  const missing: (typeof machine.indexes)[number][] = [];
  for (const index of machine.indexes) {
    number += 1;
    const isThere = await fileSystem.stat(listPath(index, machine.architecture)).then(
      () => true,
      () => false,
    );
    if (!isThere) missing.push(index);
    transferred += isThere ? 0 : index.releaseSize;
    await say(
      `${isThere ? 'Hit' : 'Get'}:${number} ${index.address} ${index.suite} InRelease${isThere ? '' : ` [${aptSize(index.releaseSize)}]`}\n`,
    );
  }
  for (const index of missing) {
    number += 1;
    transferred += index.packagesSize;
    await say(`Get:${number} ${index.address} ${index.suite}/main ${machine.architecture} Packages [${aptSize(index.packagesSize)}]\n`);
    if (values.simulate) continue;
    const path = listPath(index, machine.architecture);
    await fileSystem.writeFile(path, `Stands for the packages of ${index.suite} on the practice device.\n`);
    await fileSystem.declareSize(path, index.listSize);
    const release = path.replace(/_main_.*$/, '_InRelease');
    await fileSystem.writeFile(release, `Suite: ${index.suite}\n`);
    await fileSystem.declareSize(release, index.releaseSize);
  }
  if (transferred > 0) await say(`Fetched ${aptSize(transferred)} in 1s (${aptSize(transferred)}/s)\n`);
  await say('Reading package lists...\n');
  return 0;
}
