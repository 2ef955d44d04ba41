/** A refusal that a client of the API reads: an HTTP status and one sentence. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, message);
}

export function notFound(message: string): ApiError {
  return new ApiError(404, message);
}

/** The word "unique" in a 409 is what makes balena-sdk's upsert go on with a PATCH. */
export function notUnique(resource: string, fields: readonly string[]): ApiError {
  return new ApiError(409, `"${resource}" must be unique in ${fields.map((field) => `"${field}"`).join(', ')}.`);
}
