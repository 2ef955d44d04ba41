import { FleetlabError } from '../../../shared/errors.ts';
import type { LabView } from '../../../shared/domain/device-view.ts';
import { hasStartedAfter, isSameCommit, stateOf } from './fleets.ts';
import { cannotTell, counted, notYet, passed, unknown, type CheckContext, type Verdict } from './verdict.ts';

export interface ContainerFile {
  service: string;
  path: string;
  pattern: string;
  lines: number;
  olderThanRelease?: boolean | undefined;
}

export async function containerFile(wanted: ContainerFile, context: CheckContext): Promise<Verdict> {
  const { lab, signal } = context;
  const view = lab.view();
  const blocked = cannotTell(view);
  if (blocked !== undefined) return blocked;
  const service = view.device?.services.find(({ name }) => name === wanted.service);
  if (service === undefined) return notYet(`The device does not run ${wanted.service} yet.`);
  if (view.device?.isOnline === false) return unknown('The device is offline, so its files cannot be read.');
  if (service.status.toLowerCase() !== 'running') return notYet(`${wanted.service} is ${stateOf(service)}.`);
  const madeAt = releaseMadeAt(view, service.releaseCommit);
  if (wanted.olderThanRelease === true) {
    if (madeAt === undefined) return unknown('When the running release was made is not known.');
    // Until the new container has started, what is read is still the old one, in which every line is older.
    if (!hasStartedAfter(service, madeAt)) return notYet(`${wanted.service} has not started from the newest release yet.`);
  }

  let result;
  try {
    result = await lab.runInService(wanted.service, `cat ${quoted(wanted.path)}`, signal === undefined ? {} : { signal });
  } catch (error) {
    if (error instanceof FleetlabError && ['no-container', 'no-device'].includes(error.code))
      return notYet(`${wanted.service} has no running container now.`);
    return unknown(error instanceof Error ? error.message : String(error));
  }
  if (result.exitCode !== 0)
    return notYet(`${wanted.path} cannot be read in ${wanted.service}: ${result.stderr.trim() || 'it is not there'}.`);

  const pattern = new RegExp(wanted.pattern);
  const matching = result.stdout.split(/\r?\n/).filter((line) => pattern.test(line));
  const found = wanted.olderThanRelease === true ? matching.filter((line) => Date.parse(line) < (madeAt ?? 0)) : matching;
  const lines = counted(found.length, 'line', 'lines');
  const where = `${wanted.path} in ${wanted.service}`;
  if (wanted.olderThanRelease === true) {
    return found.length >= wanted.lines
      ? passed(`${where} has ${lines} from before the running release.`)
      : notYet(`All that ${where} holds was written by the running release.`);
  }
  return found.length >= wanted.lines ? passed(`${where} has ${lines}.`) : notYet(`${where} has ${lines} so far.`);
}

function releaseMadeAt(view: LabView, commit: string | undefined): number | undefined {
  return view.fleets.flatMap(({ releases }) => releases).find((release) => isSameCommit(commit, release.commit))?.createdAt;
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
