import { z } from 'zod';
import { checkResult } from './course/checks.ts';
import { course, courseSummary } from './course/course.ts';
import { editView } from './course/edit.ts';
import { blockRun, progress, stepTask, whenBusy } from './course/progress.ts';
import { accountDevice, labView } from './domain/device-view.ts';
import { finding } from './domain/doctor.ts';
import { containerEvent, engineView, volumeFiles } from './domain/engine-view.ts';
import { credentials, engineKind, environmentList, environmentSetting, environmentView, machineEngine } from './domain/environment.ts';
import { deviceSearch, foundDevice } from './domain/found-device.ts';
import { hostKeyQuestion } from './domain/host-key.ts';
import { httpAnswer } from './domain/http.ts';
import { planView } from './domain/plan-view.ts';
import { sshKeysView } from './domain/ssh-keys.ts';
import { closedTerminal, terminalSize, terminalTarget, terminalView } from './domain/terminal.ts';
import { comparedFile, fileChange, workspaceCopy, workspaceFile, workspacePath, workspaceView } from './domain/workspace.ts';
import { connectionEvent, destination, origin, verdict } from './network/connection.ts';

/**
 * Everything that may pass between the renderer and the main process: nothing goes around this list. Both hosts
 * (Electron IPC, WebSocket) carry it; main validates the sender and each payload, the renderer gets typed results or
 * a FleetlabError.
 */

const id = z.string().min(1).max(200);
const nothing = z.undefined();

/** Sizes and choices of the window, opaque to main but bounded. */
export const layout = z.object({
  panels: z.record(z.string().max(60), z.array(z.number()).max(8)).default({}),
  workbenchTab: z.string().max(40).optional(),
  openFile: z.string().max(400).optional(),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  terminalFontSize: z.number().min(8).max(48).default(13),
  /** Keeps the terminal's text where a screen reader finds it, at some cost in speed. */
  terminalScreenReader: z.boolean().optional(),
  /** Which terminals were in front, and the names that the learner gave; `laptops` are those that a restart of the app brings back, in order. */
  terminals: z
    .object({
      laptops: z.array(id).max(50),
      active: id.optional(),
      split: z.object({ left: id, right: id }).optional(),
      names: z.record(id, z.string().max(60)).optional(),
    })
    .optional(),
  /** The trainer's clock for the class: milliseconds run so far, and since when (milliseconds since 1970) it runs. */
  classClock: z.object({ elapsed: z.number().min(0), startedAt: z.number().min(0).optional() }).optional(),
});
export type Layout = z.infer<typeof layout>;

export const startView = z.object({
  course,
  /** All that can be learned, the open one among them. */
  courses: z.array(courseSummary),
  progress,
  layout,
  environment: environmentView,
  environments: environmentList,
  lab: labView,
  engine: engineView,
  /** What became of the device's containers, oldest first: the last 500 that were seen. */
  containerEvents: z.array(containerEvent),
  /** Connections on the device's networks, oldest first: the last 50 that were seen. */
  connections: z.array(connectionEvent),
  plan: planView,
  workspace: workspaceView,
  /** In the order of their tabs. */
  terminals: z.array(terminalView),
  /** Those that can be reopened, the one that was closed last first. */
  closedTerminals: z.array(closedTerminal),
  /** Shells of this machine that a terminal can have, the machine's own first. */
  shells: z.array(z.object({ file: z.string(), name: z.string() })),
  /** File of the one that new terminals have, those of the lessons among them: the machine's own unless the learner chose one. */
  usualShell: z.string(),
  /** The last runs of the steps' commands in the environment that is used, by step; those of before the app was started without their output. */
  runs: z.record(z.string(), z.array(blockRun)),
  /** Names of this machine that a projector does not show. */
  identity: z.object({ user: z.string(), host: z.string(), home: z.string() }).optional(),
  /** A device's SSH key that waits for a decision. */
  hostKeyQuestion: hostKeyQuestion.optional(),
  /** True until the learner has pressed the first screen's button. */
  isFirstStart: z.boolean(),
  /** Sentences about state that was restored from a backup or set aside at start. */
  notices: z.array(z.string()),
});
export type StartView = z.infer<typeof startView>;

export const procedures = {
  /** The state of everything at once; called when the window opens. */
  'app.start': { input: nothing, output: startView },
  'app.begin': { input: nothing, output: nothing },
  'app.saveLayout': { input: layout, output: nothing },
  'app.openExternal': { input: z.object({ url: z.url().max(2000) }), output: nothing },

  /** Opens another course in the place of this one; `course.opened` tells when it is there. */
  'course.choose': { input: z.object({ courseId: id }), output: nothing },
  'course.go': { input: z.object({ stepId: id }), output: progress },
  'course.check': { input: z.object({ stepId: id }), output: z.array(checkResult) },
  'course.hint': { input: z.object({ stepId: id, count: z.number().int().min(1).max(9) }), output: progress },
  'course.answer': { input: z.object({ stepId: id, blockId: id, option: z.number().int().min(0).max(20) }), output: progress },
  /** Ends when the step is solved; progress arrives as `task.changed`. */
  'course.solve': { input: z.object({ stepId: id }), output: stepTask },
  /** What a reset or a jump would do: to which files, and where the state of cloud and device would come from (`kept`: it stays). */
  'course.preview': {
    input: z.object({ stepId: id, kind: z.enum(['reset', 'jump']) }),
    output: z.object({ files: z.array(fileChange), state: z.enum(['own', 'rehearsed', 'kept']) }),
  },
  'course.reset': { input: z.object({ stepId: id }), output: stepTask },
  /** Brings files, cloud and device to the start of any step, and the learner there. */
  'course.jump': { input: z.object({ stepId: id }), output: stepTask },
  /**
   * Puts back what the last reset or jump has changed. Refused with `not-found` where there was none since the app was started, and with
   * `other-environment` where it was done in another one than the chosen.
   */
  'course.undo': { input: nothing, output: stepTask },
  /** The learner is at work on the step in front of them; told now and then while they are. */
  'course.active': { input: nothing, output: nothing },
  /** What the learner has done, as a file to keep. */
  'course.summary': {
    input: z.object({ form: z.enum(['html', 'markdown']) }),
    output: z.object({ name: z.string(), type: z.string(), text: z.string() }),
  },
  'course.cancelTask': { input: nothing, output: nothing },

  /**
   * Runs a command block in a terminal; answers when a shell has it. Where it is to refuse, it does so with code `terminal-busy` (a program
   * runs there) or `line-half-typed`. `terminalId`: the one in front of the learner, which is taken before others that could have it.
   */
  'block.run': {
    input: z.object({ stepId: id, blockId: id, whenBusy: whenBusy.default('refuse'), terminalId: id.optional() }),
    output: z.object({ terminalId: id }),
  },
  /** Stops waiting for a terminal, or interrupts the command as Ctrl+C does. */
  'block.cancel': { input: z.object({ stepId: id, blockId: id }), output: nothing },
  /** `replace`: the lesson's own file with this edit takes the place of the learner's, of which a copy is kept. */
  'block.applyEdit': { input: z.object({ stepId: id, blockId: id, replace: z.boolean().default(false) }), output: workspaceFile },
  /** An edit against the file as it is now. */
  'block.viewEdit': { input: z.object({ stepId: id, blockId: id }), output: editView },
  /** Makes a request block's request; how it ends is the answer. */
  'block.request': { input: z.object({ stepId: id, blockId: id }), output: httpAnswer },

  /** `shell`: the file of one of the start view's shells; the usual one unless told. */
  'terminal.open': {
    input: z.object({ target: terminalTarget, shell: z.string().max(1000).optional(), size: terminalSize.optional() }),
    output: terminalView,
  },
  /** The shell of new terminals from now on. */
  'terminal.useShell': { input: z.object({ shell: z.string().max(1000) }), output: nothing },
  /** Ends what runs there and starts the shell anew in the same tab; what it showed stays. */
  'terminal.restart': { input: z.object({ id }), output: terminalView },
  'terminal.input': { input: z.object({ id, data: z.string().max(1_000_000) }), output: nothing },
  /**
   * Puts a line at a prompt, for the learner to look at and send off. Refused with code `terminal-busy` (a program runs there) or `line-half-typed`.
   */
  'terminal.suggest': {
    input: z.object({
      id,
      line: z
        .string()
        .max(10_000)
        .regex(/^\P{Cc}*$/u),
    }),
    output: nothing,
  },
  'terminal.resize': { input: z.object({ id, size: terminalSize }), output: nothing },
  /** The screen has shown so many bytes of output. */
  'terminal.acknowledge': { input: z.object({ id, bytes: z.number().int().min(0) }), output: nothing },
  'terminal.close': { input: z.object({ id }), output: nothing },
  /**
   * Opens a closed terminal again, the one that was closed last unless told: with its text, in its folder and at its place, with a new shell, or
   * connected anew. Refused with `not-found` where it is none of the closed ones, else as `terminal.open` is.
   */
  'terminal.reopen': { input: z.object({ id: id.optional() }), output: terminalView },
  /** Puts its tab before another one, or behind all. */
  'terminal.move': { input: z.object({ id, before: id.optional() }), output: nothing },
  /** Output so far, to draw a session again after a reload. `key`: of main's marks, in it and in the output that follows (`screen-marks.ts`). */
  'terminal.replay': {
    input: z.object({ id }),
    output: z.object({ data: z.string(), size: terminalSize, key: z.string() }),
  },
  /** Clears all above the prompt (of a program: above its last line), on each screen and in what is kept; not where a program fills the screen. */
  'terminal.clear': { input: z.object({ id }), output: nothing },

  'workspace.read': { input: z.object({ path: workspacePath }), output: workspaceFile },
  /** Refused with code `file-changed` when the file on disk is no longer `basedOn`. */
  'workspace.write': {
    input: z.object({ path: workspacePath, text: z.string().max(2_000_000), basedOn: z.string().optional() }),
    output: workspaceFile,
  },
  'workspace.remove': { input: z.object({ path: workspacePath }), output: nothing },
  /** Puts the starter files back where the folder was deleted. */
  'workspace.restore': { input: nothing, output: workspaceView },

  /** Earlier states of the files, newest first. */
  'copies.list': { input: nothing, output: z.array(workspaceCopy) },
  /** The files that differ between a copy and now. */
  'copies.compare': { input: z.object({ id }), output: z.array(comparedFile) },
  /** Gives the workspace the copy's files, after a copy of those that are there. */
  'copies.restore': { input: z.object({ id }), output: nothing },
  'copies.remove': { input: z.object({ id }), output: z.array(workspaceCopy) },

  /** Sends a real HTTP request; the prediction is by the rules and the device as it is seen. */
  'network.ask': {
    input: z.object({ from: origin, to: destination, path: z.string().max(2000).startsWith('/').default('/') }),
    output: z.object({
      prediction: verdict,
      answer: httpAnswer,
      /** Of the list of connections. */
      connectionId: z.number().int().optional(),
    }),
  },

  /** Joins the device that waits to the fleet (the button beside the device). */
  'device.join': { input: z.object({ fleet: z.string().min(1).max(200) }), output: nothing },
  /** Looks for balena devices on the networks of this computer, for some seconds; each is told as `device.found` as it answers. */
  'device.find': { input: nothing, output: deviceSearch },
  /** Ends the search that runs: it answers with what it has. */
  'device.stopFind': { input: nothing, output: nothing },
  /** What answers at an address or a name of the local network. Refused with `invalid-input`, `not-found` or `not-local`. */
  'device.probe': { input: z.object({ address: z.string().trim().min(1).max(253) }), output: foundDevice },

  /**
   * Looks at the device's SSH key again, and answers when it is trusted and the device lets this computer in. Refused with `host-key-unknown` or
   * `host-key-changed` where it is not trusted, with `ssh-refused` where nobody is let in.
   */
  'hostKey.ask': { input: nothing, output: nothing },
  /** Trusts the key of that question, and no other from now on, or puts it off. Refused with `not-found` where it is no longer asked. */
  'hostKey.answer': { input: z.object({ id, isTrusted: z.boolean() }), output: nothing },
  /** The public keys that the device can be asked to let in. */
  'sshKey.list': { input: nothing, output: sshKeysView },
  /** Makes a key for this environment, where it has none. Refused with `no-ssh` where the computer has no OpenSSH. */
  'sshKey.create': { input: nothing, output: sshKeysView },

  /** What is in the device's volumes, at most some hundred files of each. */
  'engine.volumeFiles': { input: nothing, output: z.array(z.object({ volume: z.string(), files: volumeFiles })) },
  /** The beginning of a file in a volume, as text. Refused with code `not-text` for other files, `not-found` where it has gone. */
  'engine.volumeText': {
    input: z.object({ volume: z.string().min(1).max(200), path: z.string().min(1).max(1000) }),
    output: z.object({ text: z.string(), isWhole: z.boolean() }),
  },
  /** Looks at everything a class needs, the evening before it; each finding is told as it comes, too. Takes some seconds. */
  'doctor.examine': { input: nothing, output: z.array(finding) },
  /** The chosen one: started anew, or tried to reach again. */
  'environment.restart': { input: nothing, output: nothing },
  /** Whether a cloud answers there; refused in words what is in the way. Nothing is kept of it. */
  'environment.test': {
    input: z.object({ setting: environmentSetting }),
    output: z.object({ host: z.string(), milliseconds: z.number() }),
  },
  'environment.add': { input: z.object({ setting: environmentSetting }), output: z.object({ id }) },
  'environment.change': { input: z.object({ id, setting: environmentSetting }), output: nothing },
  /** With its token, host keys and all that was kept of it. */
  'environment.remove': { input: z.object({ id }), output: nothing },
  /** Commands, views and checks go there from now on; terminals that are open stay where they are. */
  'environment.choose': { input: z.object({ id }), output: nothing },
  /** To the chosen one. Refused with `code-needed` where the account has a second factor. The token stays in main. */
  'environment.signIn': { input: z.object({ credentials }), output: z.object({ username: z.string() }) },
  /** Runs the CLI's own sign-in, which opens the machine's browser, in a new terminal. */
  'environment.signInByWeb': { input: nothing, output: z.object({ terminalId: id }) },
  'environment.signOut': { input: nothing, output: nothing },
  /** Of the account, by name. */
  'device.list': { input: nothing, output: z.array(accountDevice) },
  /** The learner's device among the account's; none where absent. */
  'device.choose': { input: z.object({ uuid: z.string().min(7).max(64).optional() }), output: nothing },
  /** The fleet of the account that stands for one of the class's; its own name again where absent. */
  'fleet.choose': { input: z.object({ fleet: id, name: z.string().trim().min(1).max(200).optional() }), output: nothing },
  /** Looks for a container engine of this machine's own. */
  'environment.findEngine': { input: nothing, output: machineEngine },
  /** Ends the practice environment and starts the one on the other engine; answers when that is ready. */
  'environment.useEngine': { input: z.object({ engine: engineKind }), output: nothing },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

export const events = {
  'environment.changed': environmentView,
  'device.found': foundDevice,
  /** A device shows an SSH key that nobody has trusted yet; without a question nothing is to be decided. */
  'hostKey.asked': z.object({ question: hostKeyQuestion.optional() }),
  'environments.changed': environmentList,
  'lab.changed': labView,
  'engine.changed': engineView,
  'container.event': containerEvent,
  'connection.seen': connectionEvent,
  /** Another device, or the same one with another past (a checkpoint was restored): what was seen of containers and connections before is forgotten. */
  'engine.forgotten': nothing,
  'plan.changed': planView,
  'workspace.changed': workspaceView,
  /** A file's text on disk changed, by whomever. */
  'workspace.fileChanged': workspaceFile,
  /** The course with its variables filled anew (device UUID and address become known, the fleet's name changes). */
  'course.changed': course,
  /** Another course, or a newer text of this one, is open: all of `app.start` is to be read anew. */
  'course.opened': z.object({ courseId: id }),
  'checks.changed': z.object({ stepId: id, results: z.array(checkResult) }),
  'progress.changed': progress,
  'block.changed': z.object({ stepId: id, run: blockRun }),
  /** A terminal can have the command that was refused with `terminal-busy`, `line-half-typed` or `not-interrupted` now. */
  'block.free': z.object({ stepId: id, blockId: id }),
  /** Another environment is used: what has run there, by step. */
  'runs.changed': z.record(id, z.array(blockRun)),
  'task.changed': stepTask,
  'terminal.changed': terminalView,
  'terminal.closed': z.object({ id }),
  /** All of them, in the order of their tabs. One that has just come back is told here before its view is. */
  'terminal.ordered': z.object({ ids: z.array(id) }),
  'closedTerminals.changed': z.array(closedTerminal),
  'terminal.shellChosen': z.object({ shell: z.string() }),
  /** UTF-8, whole characters. */
  'terminal.output': z.object({ id, bytes: z.instanceof<typeof Uint8Array<ArrayBufferLike>>(Uint8Array) }),
  /** One finding of an examination under way, of so many. */
  'doctor.found': z.object({ finding, of: z.number().int() }),
  /** `about`: what it is about, where that may be mended meanwhile. */
  'app.notice': z.object({ message: z.string(), about: z.string().optional() }),
  /** Notices about this are over. */
  'app.mended': z.object({ about: z.string() }),
} as const satisfies Record<string, z.ZodType>;

export type ProcedureName = keyof typeof procedures;
export type ProcedureInput<Name extends ProcedureName> = z.input<(typeof procedures)[Name]['input']>;
export type ProcedureOutput<Name extends ProcedureName> = z.output<(typeof procedures)[Name]['output']>;
export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.output<(typeof events)[Name]>;

/** What the renderer calls: one object, whichever host carries it. */
export interface FleetlabBridge {
  call<Name extends ProcedureName>(name: Name, input: ProcedureInput<Name>): Promise<ProcedureOutput<Name>>;
  /** A call that nobody waits for: no answer comes back, nor that it failed. It is lost while main does not answer. */
  tell<Name extends ProcedureName>(name: Name, input: ProcedureInput<Name>): void;
  /** Returns the function that ends the subscription. */
  on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
  /** Whether main answers; the browser host can lose it (the program was stopped). */
  onConnection(listener: (state: 'connected' | 'lost') => void): () => void;
}
