import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EnvironmentService } from '../../../src/main/environments/environment.ts';
import { findToolchain } from '../../../src/main/environments/toolchain.ts';
import { openClassroom, type Classroom } from '../../../src/main/course/classroom.ts';
import { watchCourses } from '../../../src/main/course/watch-courses.ts';
import { createSilentAsker } from '../../../src/main/device/requests/network-asker.ts';
import { createEventBus } from '../../../src/main/event-bus.ts';
import type { EventName } from '../../../src/shared/contract.ts';
import type { Course } from '../../../src/shared/course/course.ts';
import { testCourse } from './course-fixture.ts';
import { createFakeLab, labView } from './lab-fixture.ts';

let home: string;
let room: Classroom;
let events: EventName[];

const environment: EnvironmentService = {
  current: () => undefined,
  view: () => ({ id: 'practice', kind: 'practice', name: 'practice device', state: 'starting' }),
  ready: () => Promise.reject(new Error('never ready')),
  restart: () => Promise.resolve(),
  onChange: () => () => undefined,
  close: () => Promise.resolve(),
};

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'fleetlab-room-'));
  for (const id of ['balena-services', 'second']) {
    await mkdir(join(home, 'sources', id, 'workspace', 'app'), { recursive: true });
    await writeFile(join(home, 'sources', id, 'workspace', 'app', `of-${id}`), id);
  }
  await mkdir(join(home, 'compiled'));
  await compile('balena-services', 'Zulu');
  await compile('second', 'Alpha');
  events = [];
  room = await open();
});

afterEach(async () => {
  await room.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

async function compile(id: string, title: string, change: Partial<Course> = {}): Promise<void> {
  await writeFile(join(home, 'compiled', `${id}.json`), JSON.stringify({ ...testCourse, id, title, ...change }));
}

function open(chosen?: string): Promise<Classroom> {
  const bus = createEventBus();
  bus.subscribe((name) => events.push(name));
  return openClassroom({
    lab: createFakeLab(labView()),
    runner: { run: () => Promise.reject(new Error('nothing is run here')) },
    asker: createSilentAsker(),
    environment,
    bus,
    dataDirectory: join(home, 'data'),
    toolchain: findToolchain(join(home, 'nowhere')),
    compiled: join(home, 'compiled'),
    sources: join(home, 'sources'),
    chosen,
  });
}

const files = () => room.workspace.view().entries.map(({ path }) => path);

describe('the classroom', () => {
  it('begins with the class about services, and lists all', () => {
    expect(room.chosen).toBe('balena-services');
    expect(room.courses.map(({ title }) => title)).toEqual(['Zulu', 'Alpha']);
    expect(files()).toContain('app/of-balena-services');
  });

  it('opens another course with files and progress of its own, and comes back to where the first was left', async () => {
    await room.handlers['course.go']({ stepId: 'two' });
    await room.choose('second');
    expect(room.service.view()).toMatchObject({ course: { title: 'Alpha' }, progress: { place: 'one' } });
    expect(files()).toEqual(['app', 'app/of-second']);
    expect(events).toContain('course.opened');
    await room.handlers['workspace.write']({ path: 'app/mine', text: 'x' });
    await room.choose('balena-services');
    expect(room.service.view().progress.place).toBe('two');
    expect(files()).not.toContain('app/mine');
    expect(await readdir(join(home, 'data', 'workspace-second', 'app'))).toContain('mine');
  });

  it('keeps the open course where the other cannot be read', async () => {
    await expect(room.choose('third')).rejects.toMatchObject({ code: 'course-unreadable' });
    expect((await room.handlers['course.go']({ stepId: 'two' })).place).toBe('two');
  });

  it('begins with the course that was open last, if there still is one', async () => {
    await room.close();
    room = await open('second');
    expect(room.chosen).toBe('second');
    await room.close();
    room = await open('gone');
    expect(room.chosen).toBe('balena-services');
  });

  it('opens a newer text of the course, and does nothing where it is the same', async () => {
    await room.reload();
    expect(events).not.toContain('course.opened');
    await compile('balena-services', 'Zulu, revised');
    await room.reload();
    expect(events).toContain('course.opened');
    expect(room.service.view().course.title).toBe('Zulu, revised');
  });
});

describe('watching the compiled courses', () => {
  it('tells of a new text, of each problem, and that they are mended', async () => {
    const onChange = vi.fn();
    const onProblem = vi.fn();
    const onMended = vi.fn();
    const stop = watchCourses(join(home, 'compiled'), { onChange, onProblem, onMended });
    await compile('second', 'Beta');
    await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1), 10_000);
    await writeFile(join(home, 'compiled', 'second.problems.txt'), 'steps/one.md:3: What. Mend.\nsteps/one.md:9: Else. Mend.\n');
    await expect
      .poll(() => onProblem.mock.calls)
      .toEqual([
        ['steps/one.md:3: What. Mend.', 'second'],
        ['steps/one.md:9: Else. Mend.', 'second'],
      ]);
    onMended.mockClear();
    await rm(join(home, 'compiled', 'second.problems.txt'));
    await vi.waitFor(() => expect(onMended.mock.calls).toEqual([['second']]), 10_000);
    stop();
    await compile('second', 'Gamma');
    expect(onChange).toHaveBeenCalledTimes(1);
  });
});
