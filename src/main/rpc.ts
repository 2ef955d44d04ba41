import type { z } from 'zod';
import { procedures, type ProcedureName, type ProcedureOutput } from '../shared/contract.ts';
import { FleetlabError, toErrorData, type ErrorData } from '../shared/errors.ts';
import type { Reply } from '../shared/wire.ts';

/** What answers the contract: one function a procedure, given input that has passed its schema. */
export type Handlers = {
  [Name in ProcedureName]: (input: z.output<(typeof procedures)[Name]['input']>) => Promise<ProcedureOutput<Name>>;
};

export type Dispatcher = (name: string, input: unknown) => Promise<Reply>;

/**
 * The only way from a host to the services. A name outside the contract, an input that does not fit and an answer that does not
 * fit are refused here; whatever a handler throws comes back as data. The returned function never rejects.
 */
export function createDispatcher(handlers: Handlers): Dispatcher {
  return async (name, input) => {
    try {
      if (!isProcedureName(name)) throw new FleetlabError('unknown-procedure', `There is no procedure ${quoted(name)}.`);
      const parsed = procedures[name].input.safeParse(input);
      if (!parsed.success) throw new FleetlabError('invalid-input', `${name} was refused: ${describeIssues(parsed.error)}.`);
      // The pair of name and input is known to fit, which the type of an indexed function cannot express.
      const handler = handlers[name] as (input: unknown) => Promise<unknown>;
      const answer = procedures[name].output.safeParse(await handler(parsed.data));
      if (!answer.success)
        throw new FleetlabError('internal', `${name} gave an answer outside the contract: ${describeIssues(answer.error)}.`);
      return { ok: true, value: answer.data };
    } catch (error) {
      return { ok: false, error: describeThrown(error) };
    }
  };
}

function isProcedureName(name: unknown): name is ProcedureName {
  return typeof name === 'string' && Object.hasOwn(procedures, name);
}

/** `size.columns: Too small …; id: …`, the first three. */
function describeIssues(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.length === 0 ? 'input' : issue.path.map(String).join('.')}: ${issue.message}`)
    .join('; ');
}

function describeThrown(error: unknown): ErrorData {
  try {
    return toErrorData(error);
  } catch {
    // A thrown value that cannot even be turned into text.
    return { code: 'internal', message: 'Something failed that cannot be described.' };
  }
}

function quoted(name: unknown): string {
  return typeof name === 'string' ? JSON.stringify(name.slice(0, 60)) : typeof name;
}
