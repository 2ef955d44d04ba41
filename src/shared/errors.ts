/** An error that a person reads: what went wrong, and what they can do next. It crosses the transport as data. */
export interface ErrorData {
  /** Stable, for programs: `terminal-busy`, `file-changed`, `not-found`, `invalid-input`, `internal`, … */
  code: string;
  message: string;
  /** One sentence: what to do now. */
  action?: string | undefined;
}

export class FleetlabError extends Error {
  readonly code: string;
  readonly action: string | undefined;

  constructor(code: string, message: string, action?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FleetlabError';
    this.code = code;
    this.action = action;
  }
}

/** What went wrong and what to do now, as one text. */
export function inWords(error: unknown): string {
  const { message, action } = toErrorData(error);
  return action === undefined ? message : `${message} ${action}`;
}

/** The form of any thrown value that is fit to be shown; an unexpected error keeps its message and gets code `internal`. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof FleetlabError)
    return { code: error.code, message: error.message, ...(error.action === undefined ? {} : { action: error.action }) };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}
