import type { EngineVolume } from '../../../shared/domain/engine-view.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import type { Lab } from '../lab/lab.ts';

export type VolumeFiles = { volume: string; files: NonNullable<EngineVolume['files']> }[];

/** How many files of a volume are told, and how many bytes of one. */
const mostFiles = 200;
const mostBytes = 20_000;

/** balenaOS has BusyBox's find and stat: no -printf. A line is bytes, seconds since 1970, and the path below the volume. */
const listScript = [
  'v=$(balena volume ls -q)',
  '[ -z "$v" ] || balena volume inspect -f "{{.Name}} {{.Mountpoint}}" $v | while read -r name folder',
  'do echo "@volume $name"',
  `cd "$folder" 2>/dev/null && find . -type f | head -n ${mostFiles} | while IFS= read -r file`,
  'do stat -c "%s %Y %n" "$file"',
  'done',
  'done',
  'true',
].join('\n');

/** What is in the device's volumes, over SSH to its host OS. Rejects as `runOnHost` does. */
export async function listVolumeFiles(lab: Pick<Lab, 'runOnHost'>): Promise<VolumeFiles> {
  const { stdout } = await lab.runOnHost(listScript);
  const volumes: VolumeFiles = [];
  for (const line of stdout.split('\n')) {
    const volume = /^@volume (.+)$/.exec(line)?.[1];
    const file = /^(\d+) (\d+) \.\/(.+)$/.exec(line);
    if (volume !== undefined) volumes.push({ volume, files: [] });
    else if (file?.[3] !== undefined)
      volumes.at(-1)?.files.push({ path: file[3], size: Number(file[1]), modifiedAt: Number(file[2]) * 1000 });
  }
  for (const { files } of volumes) files.sort((left, right) => (left.path < right.path ? -1 : 1));
  return volumes;
}

/** The beginning of a text file in a volume. Rejects with FleetlabError `not-found`, `not-text`, or as `runOnHost` does. */
export async function readVolumeText(
  lab: Pick<Lab, 'runOnHost'>,
  { volume, path }: { volume: string; path: string },
): Promise<{ text: string; isWhole: boolean }> {
  if (path.split('/').includes('..') || path.startsWith('/') || !/^[\w][\w.-]*$/.test(volume))
    throw new FleetlabError('not-found', `There is no file ${path} in the volume ${volume}.`);
  const script = `cd "$(balena volume inspect -f '{{.Mountpoint}}' ${volume})" && head -c ${mostBytes + 1} -- ${quoted(path)}`;
  const { exitCode, stdout } = await lab.runOnHost(script);
  if (exitCode !== 0) throw new FleetlabError('not-found', `The file ${path} is no longer in the volume ${volume}.`);
  // What is not text shows itself by a zero byte, or by bytes that are no UTF-8.
  const text = stdout.slice(0, mostBytes);
  if (/[\0\ufffd]/.test(text.slice(0, -4))) throw new FleetlabError('not-text', 'This file is not text, so it is not shown.');
  return { text, isWhole: stdout.length <= mostBytes };
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
