import { EngineError } from '../../engine/engine.ts';
import { FileSystemError } from '../../filesystem/filesystem.ts';
import { HttpError } from '../loopback-server.ts';

export const withoutBuildKit = 'BuildKit is not supported on the practice device: build with DOCKER_BUILDKIT=0.';

const statusOf: Readonly<Record<EngineError['code'], number>> = {
  'not-found': 404,
  conflict: 409,
  invalid: 400,
  'not-supported': 501,
  failed: 500,
};

/** The engine's API tells what went wrong as `{"message": …}`. */
export function engineReply(error: unknown): { status: number; json: { message: string } } {
  if (error instanceof HttpError) return { status: error.status, json: { message: error.message } };
  if (error instanceof EngineError) return { status: statusOf[error.code], json: { message: error.message } };
  if (error instanceof FileSystemError) return { status: error.code === 'ENOENT' ? 404 : 500, json: { message: error.message } };
  return { status: 500, json: { message: error instanceof Error ? error.message : String(error) } };
}
