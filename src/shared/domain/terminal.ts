import { z } from 'zod';
import { environmentKind } from './environment.ts';

/** Where a session's commands run: the learner's machine, a service's container, or the device's host OS. */
export const terminalTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('laptop') }),
  z.object({ kind: z.literal('service'), service: z.string().min(1).max(100) }),
  z.object({ kind: z.literal('host-os') }),
]);
export type TerminalTarget = z.infer<typeof terminalTarget>;

export function isSameTarget(one: TerminalTarget, other: TerminalTarget): boolean {
  return one.kind === 'service' && other.kind === 'service' ? one.service === other.service : one.kind === other.kind;
}

export const terminalView = z.object({
  id: z.string(),
  target: terminalTarget,
  /** The tab's name: what it is for (`laptop`, `service backend`, `host OS`). */
  title: z.string(),
  /** Counts up with each terminal that is opened, wherever its tab is: of two with the same title, the later one has the number behind it. */
  serial: z.number().int(),
  /** The id of the closed terminal that it was, where it was opened again. */
  formerId: z.string().optional(),
  /** Where its commands go, whatever is chosen by now. */
  environment: z.object({ id: z.string(), kind: environmentKind, name: z.string() }),
  /** `prompt`: waits for a command; `running`: a command runs; `ended`: the shell is gone; `unknown`: no shell integration. */
  state: z.enum(['starting', 'prompt', 'running', 'ended', 'unknown']),
  /** Working directory as the shell reports it. */
  cwd: z.string().optional(),
  exitCode: z.number().optional(),
  /** Why a tab that has come back could not get its program; it is `ended` then, with what it showed before. */
  problem: z.string().optional(),
});
export type TerminalView = z.infer<typeof terminalView>;

/** Whether a terminal is there again after a restart of the app: one of this machine, unless its shell has ended. */
export function comesBack({ target, state, problem }: Pick<TerminalView, 'target' | 'state' | 'problem'>): boolean {
  return target.kind === 'laptop' && (state !== 'ended' || problem !== undefined);
}

/** A terminal that was closed, and can be opened again. */
export const closedTerminal = terminalView.pick({ id: true, target: true, title: true, serial: true, environment: true, cwd: true });
export type ClosedTerminal = z.infer<typeof closedTerminal>;

const character = z.number().int().min(0);

/** The exit code of a command that was stopped with Ctrl+C (128 and SIGINT's number): it has not failed. */
export const interruptedExitCode = 130;

/** When a command began, in milliseconds since 1970, and how many milliseconds it took. */
export const commandTime = z.object({ beganAt: z.number().int(), milliseconds: z.number().int().min(0) });
export type CommandTime = z.infer<typeof commandTime>;

/**
 * A prompt in the text that a terminal has shown: it ends before the character `at`. `sentAt`: there its line was sent, and output begins;
 * `endedAt`: there its command has ended, with `exitCode`; `time` is absent in what older versions have kept.
 */
export const pastPrompt = z.object({
  at: character,
  sentAt: character.optional(),
  endedAt: character.optional(),
  exitCode: z.number().int().optional(),
  time: commandTime.optional(),
});
export type PastPrompt = z.infer<typeof pastPrompt>;

export const terminalSize = z.object({ columns: z.number().int().min(2).max(1000), rows: z.number().int().min(1).max(500) });
export type TerminalSize = z.infer<typeof terminalSize>;

/**
 * Pause the shell's output above this many bytes that the screen has not acknowledged; resume below the second, which is near the first: the
 * screen has work while the shell is told to go on.
 */
export const pauseAbove = 120_000;
export const resumeBelow = 90_000;
/** Bytes on their way to the screen. One more read may follow a pause (64 KiB at most, 18 kB were seen): it waits until there is room. */
export const mostOnItsWay = 131_072;
