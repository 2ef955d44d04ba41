import { join } from 'node:path';
import type { Course, CourseSummary } from '../../shared/course/course.ts';
import { closeInTurn } from '../close-in-turn.ts';
import { copiesHandlers } from '../workspace/copies-handlers.ts';
import { watchPlan, type PlanWatch } from '../workspace/plan-watch.ts';
import { createWorkspace, type Workspace } from '../workspace/workspace.ts';
import { createCourseService, type CourseService, type CourseServiceOptions } from './course-service.ts';
import { listCourses, loadCourse } from './load-course.ts';
import { findStep } from './lookup.ts';
import { createRehearsal, type RehearsalOptions } from './rehearsal.ts';

export type ClassroomOptions = Omit<CourseServiceOptions, 'course' | 'workspace' | 'rehearsal'> & {
  toolchain: RehearsalOptions['toolchain'];
  /** Folder of the compiled courses. */
  compiled: string;
  /** Folder of the courses' sources, where the starter files are. */
  sources: string;
  /** The course that was open last. */
  chosen: string | undefined;
};

/** The one course that is open, with its files; another can be opened in its place. */
export interface Classroom {
  readonly service: CourseService;
  readonly workspace: Workspace;
  readonly plan: PlanWatch;
  readonly courses: readonly CourseSummary[];
  readonly chosen: string;
  /** All procedures of the course that is open when they are called. */
  handlers: SeatHandlers;
  /** Rejects with FleetlabError `course-unreadable`; then the one before stays open. */
  choose(id: string): Promise<void>;
  /** Opens the course anew where its compiled text is another than the one that is open. Rejects as `choose`. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

interface Seat {
  course: Course;
  service: CourseService;
  workspace: Workspace;
  plan: PlanWatch;
  handlers: SeatHandlers;
  close(): Promise<void>;
}

type SeatHandlers = CourseService['handlers'] & Workspace['handlers'] & ReturnType<typeof copiesHandlers>;

/** The course of who has not chosen one. */
const firstCourse = 'balena-services';

export async function openClassroom(options: ClassroomOptions): Promise<Classroom> {
  const { compiled, bus } = options;
  const courses = (await listCourses(compiled)).sort((left, right) => Number(right.id === firstCourse) - Number(left.id === firstCourse));
  const known = courses.some(({ id }) => id === options.chosen) ? options.chosen : undefined;
  let seat = await openSeat(options, await loadCourse(compiled, known ?? firstCourse));
  let queue: Promise<unknown> = Promise.resolve();

  /** One change at a time; nobody is told of a course that another one has replaced already. */
  function change(course: () => Promise<Course | undefined>): Promise<void> {
    const done = queue.then(async () => {
      const next = await course();
      if (next === undefined) return;
      await seat.close();
      seat = await openSeat(options, next);
      bus.emit('course.opened', { courseId: next.id });
    });
    queue = done.catch(() => undefined);
    return done;
  }

  const handlers = following(() => seat.handlers);
  return {
    get service() {
      return seat.service;
    },
    get workspace() {
      return seat.workspace;
    },
    get plan() {
      return seat.plan;
    },
    get chosen() {
      return seat.course.id;
    },
    courses,
    handlers,
    choose: (id) => change(() => (id === seat.course.id ? Promise.resolve(undefined) : loadCourse(compiled, id))),
    reload: () =>
      change(async () => {
        const next = await loadCourse(compiled, seat.course.id);
        return JSON.stringify(next) === JSON.stringify(seat.course) ? undefined : next;
      }),
    async close() {
      await queue;
      await seat.close();
    },
  };
}

async function openSeat(options: ClassroomOptions, course: Course): Promise<Seat> {
  const { sources, dataDirectory, bus, environment, lab, toolchain } = options;
  // The first course's files have been in this folder since before there was a second one.
  const folder = join(dataDirectory, course.id === firstCourse ? 'workspace' : `workspace-${course.id}`);
  const copies = join(dataDirectory, course.id === firstCourse ? 'copies' : `copies-${course.id}`);
  const workspace = await createWorkspace({ folder, copies, seed: join(sources, course.id, 'workspace'), bus });
  const seedFiles = () => workspace.seedFiles();
  const rehearsal = createRehearsal({ course, toolchain, seedFiles, directory: join(dataDirectory, 'rehearsals') });
  const service = await createCourseService({ ...options, course, workspace, rehearsal });
  const plan = await watchPlan({
    workspace,
    step: () => findStep(course, service.view().progress.place).folder ?? '',
    deviceAddress: () => environment.current()?.device?.address ?? lab.view().device?.address,
    onChange: (view) => bus.emit('plan.changed', view),
  });
  const stop = bus.subscribe((name) => {
    if (name === 'progress.changed' || name === 'course.changed') void plan.refresh();
  });
  return {
    course,
    service,
    workspace,
    plan,
    handlers: { ...service.handlers, ...workspace.handlers, ...copiesHandlers({ workspace, place: () => service.place() }) },
    async close() {
      stop();
      plan.close();
      await closeInTurn([() => service.close(), () => workspace.close()], (message) => bus.emit('app.notice', { message }));
    },
  };
}

/** The same procedures, each looked up when it is called. */
function following<Table extends object>(current: () => Table): Table {
  const call = (name: string) => (input: unknown) => (current() as Record<string, (input: unknown) => unknown>)[name]?.(input);
  return Object.fromEntries(Object.keys(current()).map((name) => [name, call(name)])) as Table;
}
