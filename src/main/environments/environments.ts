import { randomBytes } from 'node:crypto';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { environmentSetting, practiceId } from '../../shared/domain/environment.ts';
import type { EnvironmentList, EnvironmentSetting, EnvironmentView } from '../../shared/domain/environment.ts';
import { FleetlabError } from '../../shared/errors.ts';
import { errorCode } from '../../storage/atomic-write.ts';
import { openStateFile } from '../../storage/state-file.ts';
import type { EnvironmentService, RunningEnvironment } from './environment.ts';
import { isSameAddress } from './same-address.ts';
import { putAwayToken, takeOutToken, type Safe } from './sealed-token.ts';

/** What an environment is made of. */
export interface EnvironmentPlace<Setting extends EnvironmentSetting = EnvironmentSetting> {
  id: string;
  setting: Setting;
  /** All that is kept of it and of nothing else: `cli/` (the CLI's data directory, with its token) and `ssh/`. */
  folder: string;
  /** The device that the learner has chosen among those of the account. */
  chosenDevice: () => string | undefined;
  /** The account's fleets that stand for the class's, by their names in the class. */
  fleetNames: () => Readonly<Record<string, string>>;
}

/** How each kind is made; one that is missing cannot be added. A factory starts what it makes, and does not throw. */
export type EnvironmentFactories = { practice: () => EnvironmentService } & {
  [Kind in EnvironmentSetting['kind']]?: (place: EnvironmentPlace<Extract<EnvironmentSetting, { kind: Kind }>>) => EnvironmentService;
};

/** All environments; as an EnvironmentService it is the one that is chosen, and a choice is a change of its view. */
export interface Environments extends EnvironmentService {
  list(): EnvironmentList;
  /** Told when the list, the choice or a state in it changes. */
  onListChange(listener: (list: EnvironmentList) => void): () => void;
  /** Keeps it; it is not chosen by that. Resolves to its id. Rejects with FleetlabError (`not-supported`, `invalid-input`, `not-saved`). */
  add(setting: EnvironmentSetting): Promise<string>;
  /**
   * It is started anew. At another address it is another environment, with an id and a folder of its own: what is kept of the former, its token
   * among it, is deleted, and only a device keeps the SSH key that it was to let in. Rejects as `add` does, and with `not-found`.
   */
  change(id: string, setting: EnvironmentSetting): Promise<void>;
  /** Deletes all that is kept of it. Where it was chosen, practice is afterwards. */
  remove(id: string): Promise<void>;
  /** Resolves at once: that it answers comes as a change of the view. */
  choose(id: string): Promise<void>;
  /** Of the chosen environment; `undefined`: none. Rejects with FleetlabError `not-supported` where the device is the environment's own. */
  chooseDevice(uuid: string | undefined): Promise<void>;
  /** Which fleet stands for the class's in the chosen environment; `undefined`: one of the same name. */
  nameFleet(fleet: string, name: string | undefined): Promise<void>;
  /** Of any environment; it is started if it is not. Rejects as `ready`, and with `not-found`. */
  readyOf(id: string): Promise<RunningEnvironment>;
  /** A sentence about a damaged file, where there was one. */
  readonly notice: string | undefined;
}

export interface EnvironmentsOptions {
  /** Fleetlab's data directory. */
  dataDirectory: string;
  factories: EnvironmentFactories;
  /** Where tokens lie while the app does not run; without one they stay in the CLI's own file. */
  safe?: Safe | undefined;
  onSaveError: (error: FleetlabError) => void;
  /** Told what the learner should know: a token that cannot be opened any more. */
  onRemark?: (sentence: string) => void;
}

const most = 30;

const kept = z.object({
  chosen: z.string(),
  environments: z.array(
    z.object({
      id: z.string().regex(/^[\w-]+$/),
      setting: environmentSetting,
      device: z.string().optional(),
      /** By their names in the class. */
      fleets: z.record(z.string(), z.string()).default({}),
    }),
  ),
  /** Ids of those whose folders are still to be deleted. */
  left: z.array(z.string().regex(/^environment-[0-9a-f]+$/)).optional(),
});
type Kept = z.infer<typeof kept>;
type Entry = Kept['environments'][number];

/** Starts the environment that was chosen last; each other one when it is chosen first. Those that were started stay until `close`. */
export async function openEnvironments({
  dataDirectory,
  factories,
  safe,
  onSaveError,
  onRemark,
}: EnvironmentsOptions): Promise<Environments> {
  const file = await openStateFile<Kept>({
    path: join(dataDirectory, 'environments.json'),
    version: 1,
    schema: kept,
    initial: () => ({ chosen: practiceId, environments: [] }),
    onSaveError,
  });
  const started = new Map<string, EnvironmentService>();
  const listeners = new Set<(view: EnvironmentView) => void>();
  const listListeners = new Set<(list: EnvironmentList) => void>();
  const folderOf = (id: string) => join(dataDirectory, 'environments', id);
  const entryOf = (id: string) => file.value.environments.find((entry) => entry.id === id);
  const left = () => (file.value.left ?? []).filter((id) => entryOf(id) === undefined);
  const chosenId = () => (entryOf(file.value.chosen) === undefined ? practiceId : file.value.chosen);

  function service(id: string): EnvironmentService {
    const known = started.get(id);
    if (known !== undefined) return known;
    const made = make(id);
    started.set(id, made);
    made.onChange(() => {
      if (started.get(id) !== made) return;
      if (chosenId() === id) tell();
      tellList();
    });
    return made;
  }

  /** Its token is where the CLI looks for it, before it is started. */
  async function prepare(id: string): Promise<void> {
    if (id === practiceId || started.has(id)) return;
    const isOpen = await takeOutToken(folderOf(id), safe);
    const { name } = await stillThere(id);
    if (!isOpen) onRemark?.(`The token of “${name}” cannot be opened any more: sign in there again.`);
  }

  /** The system may have asked the learner before it opened the token, and the environment may be gone since. */
  async function stillThere(id: string): Promise<EnvironmentSetting> {
    if (entryOf(id) === undefined) await deleteFolder(id);
    return find(id).setting;
  }

  function make(id: string): EnvironmentService {
    if (id === practiceId) return factories.practice();
    const { setting } = find(id);
    // The factory of a kind takes a place of that kind, which the type of an indexed table cannot express.
    const factory = factories[setting.kind] as ((place: EnvironmentPlace) => EnvironmentService) | undefined;
    if (factory === undefined) throw unsupported();
    return factory({
      id,
      setting,
      folder: folderOf(id),
      chosenDevice: () => entryOf(id)?.device,
      fleetNames: () => entryOf(id)?.fleets ?? {},
    });
  }

  function tell(): void {
    const view = service(chosenId()).view();
    for (const listener of [...listeners]) listener(view);
  }

  function tellList(): void {
    const made = list();
    for (const listener of [...listListeners]) listener(made);
  }

  function list(): EnvironmentList {
    const entries = file.value.environments.map(({ id, setting }) => ({
      ...(started.get(id)?.view() ?? { id, kind: setting.kind, name: setting.name, ...addressOf(setting) }),
      setting,
    }));
    const practice = started.get(practiceId)?.view() ?? { id: practiceId, kind: 'practice' as const, name: 'practice device' };
    const { device, fleets = {} } = entryOf(chosenId()) ?? {};
    const tokens = safe === undefined ? 'files' : 'sealed';
    return { chosen: chosenId(), environments: [practice, ...entries], tokens, fleets, ...(device === undefined ? {} : { device }) };
  }

  function find(id: string): Entry {
    const entry = entryOf(id);
    if (entry === undefined) throw new FleetlabError('not-found', 'There is no such environment any more.', 'Choose another one.');
    return entry;
  }

  function check(setting: EnvironmentSetting, except?: string): void {
    if (factories[setting.kind] === undefined) throw unsupported();
    const isTaken = ({ id, setting: { name } }: Entry) => id !== except && name.toLowerCase() === setting.name.toLowerCase();
    if (file.value.environments.some(isTaken))
      throw new FleetlabError('invalid-input', `There is an environment “${setting.name}” already.`, 'Give it another name.');
  }

  async function save(next: Partial<Kept>): Promise<void> {
    file.save({ ...file.value, ...next });
    await file.flush();
  }

  async function stop(id: string): Promise<void> {
    const running = started.get(id);
    started.delete(id);
    await running?.close();
  }

  /** What a crash left in the open. */
  async function putAwayAll(): Promise<void> {
    for (const { id } of file.value.environments) await putAwayToken(folderOf(id), safe);
  }

  function changeEntry(id: string, part: Partial<Entry>): Promise<void> {
    const change = (entry: Entry): Entry => (entry.id === id ? { ...entry, ...part } : entry);
    return save({ environments: file.value.environments.map(change) });
  }

  /** The token of one address must not reach another, neither from here nor from a terminal that still reads the old folder. */
  async function moveEntry({ id }: Entry, setting: EnvironmentSetting): Promise<void> {
    const next = newId();
    if (setting.kind === 'device') await copySshFolder(id, next);
    const change = (entry: Entry): Entry => (entry.id === id ? { id: next, setting, fleets: {} } : entry);
    const before = file.value;
    const chosen = chosenId() === id ? next : chosenId();
    try {
      await save({ chosen, environments: before.environments.map(change), left: [...left(), id] });
    } catch (error) {
      file.save(before);
      await stop(next);
      await deleteFolder(next).catch(() => undefined);
      throw error;
    }
  }

  /** The device that got another address still lets in who holds the key that was made for it. Host keys are kept by address. */
  async function copySshFolder(from: string, to: string): Promise<void> {
    await cp(join(folderOf(from), 'ssh'), join(folderOf(to), 'ssh'), { recursive: true }).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
  }

  async function deleteFolder(id: string): Promise<void> {
    await rm(folderOf(id), { recursive: true, force: true, maxRetries: 5 });
  }

  /** Deletes what is kept of one that is not in the list any more. What cannot be deleted now is at the next start. */
  async function clear(id: string, name: string): Promise<void> {
    try {
      await deleteFolder(id);
    } catch {
      onRemark?.(`What was kept of “${name}” could not be deleted: ${folderOf(id)}. It is tried again when Fleetlab is started.`);
      return;
    }
    await save({ left: left().filter((other) => other !== id) }).catch(() => undefined);
  }

  async function choose(id: string): Promise<void> {
    if (id !== practiceId) find(id);
    if (id === chosenId()) return;
    await prepare(id);
    await save({ chosen: id });
    service(id);
    tell();
    tellList();
  }

  for (const id of left()) await clear(id, id);
  await putAwayAll();
  await prepare(chosenId());
  service(chosenId());
  const chosen = () => service(chosenId());
  return {
    view: () => chosen().view(),
    ready: () => chosen().ready(),
    current: () => chosen().current(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restart: () => chosen().restart(),
    async close() {
      await Promise.allSettled([...[...started.values()].map((running) => running.close()), file.flush()]);
      await putAwayAll();
    },
    list,
    onListChange(listener) {
      listListeners.add(listener);
      return () => listListeners.delete(listener);
    },
    async add(setting) {
      check(setting);
      if (file.value.environments.length >= most)
        throw new FleetlabError('invalid-input', `There are ${most} environments, which is the most.`, 'Remove one that is not needed.');
      const id = newId();
      await save({ environments: [...file.value.environments, { id, setting, fleets: {} }] });
      tellList();
      return id;
    },
    async change(id, setting) {
      check(setting, id);
      const entry = find(id);
      if (setting.kind !== entry.setting.kind)
        throw new FleetlabError('invalid-input', 'An environment stays of its kind.', 'Add another one.');
      const isChosen = chosenId() === id;
      const isSame = isSameAddress(setting, entry.setting);
      if (isSame) await changeEntry(id, { setting });
      else await moveEntry(entry, setting);
      // Whoever asks from now on gets the new one.
      const old = stop(id);
      if (isChosen) tell();
      tellList();
      await old;
      if (!isSame) await clear(id, entry.setting.name);
    },
    async remove(id) {
      const { setting } = find(id);
      if (chosenId() === id) await choose(practiceId);
      await stop(id);
      await save({ environments: file.value.environments.filter((entry) => entry.id !== id), left: [...left(), id] });
      tellList();
      await clear(id, setting.name);
    },
    choose,
    async chooseDevice(uuid) {
      const id = chosenId();
      if (chosen().current()?.chosenDevice === undefined)
        throw new FleetlabError('not-supported', 'This environment has a device of its own.', 'Choose another environment first.');
      if (find(id).device === uuid) return;
      await changeEntry(id, { device: uuid });
      tell();
      tellList();
    },
    async nameFleet(fleet, name) {
      const id = chosenId();
      if (id === practiceId) throw new FleetlabError('not-supported', 'The practice cloud has the fleets of the class.');
      const fleets = { ...find(id).fleets, [fleet]: name ?? fleet };
      await changeEntry(id, { fleets: Object.fromEntries(Object.entries(fleets).filter(([own, given]) => own !== given)) });
      tell();
      tellList();
    },
    async readyOf(id) {
      if (id !== practiceId) find(id);
      await prepare(id);
      return service(id).ready();
    },
    notice: file.notice,
  };
}

function newId(): string {
  return `environment-${randomBytes(6).toString('hex')}`;
}

function addressOf(setting: EnvironmentSetting): Pick<EnvironmentView, 'address'> {
  switch (setting.kind) {
    case 'balena-cloud':
      return { address: 'balena-cloud.com' };
    case 'open-balena':
      return { address: setting.url };
    case 'device':
      return { address: setting.address };
  }
}

function unsupported(): FleetlabError {
  return new FleetlabError('not-supported', 'This Fleetlab cannot work with such an environment.', 'Choose another kind.');
}
