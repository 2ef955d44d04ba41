import type { Course, Step } from '../../shared/course/course.ts';
import { forDeviceAlone } from './device-alone.ts';
import { mapStrings } from './map-strings.ts';

/** Which of the texts that a lesson has twice is shown. */
export type Where = 'practice' | 'elsewhere';

/** What a lesson may name in double braces; an absent one is not known yet. `fleet` comes from the step. */
export interface CourseVariables {
  uuid?: string | undefined;
  shortUuid?: string | undefined;
  address?: string | undefined;
  deviceType?: string | undefined;
  /** Fleets that stand for the class's, by their names in the class. */
  fleets?: Readonly<Record<string, string>> | undefined;
  /** Whether a cloud's own devices are used, not the practice device: one signs in there, and moves a device that has a fleet. */
  where?: Where | undefined;
  /** There is one device and no cloud. */
  isDeviceAlone?: boolean | undefined;
}

const plainNames = ['fleet', 'uuid', 'shortUuid', 'address', 'deviceType', 'token'] as const;
type VariableName = (typeof plainNames)[number];

/** Names the terminal's variable that holds the token, the same in each shell: PowerShell has it as one of its own (`resources/shell-integration`). */
const token = '"$PRACTICE_TOKEN"';

/** Words of commands that differ: how one signs in, and how the device comes into the fleet. */
const phrases = {
  signIn: { practice: '--token {{token}}', elsewhere: '--web' },
  join: { practice: 'register {{fleet}} --uuid {{uuid}}', elsewhere: 'move {{shortUuid}} --fleet {{fleet}}' },
} as const satisfies Record<string, Record<Where, string>>;

export const variableNames = [...plainNames, ...(Object.keys(phrases) as (keyof typeof phrases)[])] as const;

type Values = Readonly<Partial<Record<VariableName, string | undefined>> & { where?: Where | undefined }>;

/** The course with its variables filled; one that is not known shows as `<uuid>`. */
export function fillCourse(course: Course, variables: CourseVariables): Course {
  return {
    ...course,
    sections: course.sections.map((section) => ({ ...section, steps: section.steps.map((step) => fillStep(step, variables)) })),
  };
}

export function fillStep(step: Step, variables: CourseVariables): Step {
  const values = variablesOf(step, variables);
  const meant = variables.isDeviceAlone === true ? forDeviceAlone(step) : step;
  const named = values.fleet === undefined ? meant : { ...meant, fleet: values.fleet };
  return mapStrings(named, (text, key) => (key === 'html' ? fillHtml(text, values) : fillText(text, values)));
}

/** What the step's texts are filled with. */
export function variablesOf({ fleet }: Pick<Step, 'fleet'>, variables: CourseVariables): Values {
  const { fleets = {}, uuid, shortUuid, address, deviceType, where } = variables;
  return { uuid, shortUuid, address, deviceType, token, where, fleet: fleet === undefined ? undefined : (fleets[fleet] ?? fleet) };
}

export function fillText(text: string, values: Values): string {
  return withPhrases(text, values).replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    isVariable(name) ? (values[name] ?? `<${name}>`) : whole,
  );
}

/** The variables that a text names and that are not known, in the order of the text. */
export function missingVariables(text: string, values: Values): VariableName[] {
  const named = [...withPhrases(text, values).matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').filter(isVariable);
  return [...new Set(named)].filter((name) => values[name] === undefined);
}

function fillHtml(html: string, values: Values): string {
  // As the compiler writes `:::practice` and `:::elsewhere`; nothing in them is divided once more.
  const fitting = html.replaceAll(/<div data-where="(\w+)">\n?([^]*?)<\/div>\n?/g, (_, where: string, inner: string) =>
    where === (values.where ?? 'practice') ? inner : '',
  );
  return withPhrases(fitting, values).replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    isVariable(name) ? escapeHtml(values[name] ?? `<${name}>`) : whole,
  );
}

function withPhrases(text: string, { where = 'practice' }: Values): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => (isPhrase(name) ? phrases[name][where] : whole));
}

function isPhrase(name: string): name is keyof typeof phrases {
  return Object.hasOwn(phrases, name);
}

function isVariable(name: string): name is VariableName {
  return (plainNames as readonly string[]).includes(name);
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
