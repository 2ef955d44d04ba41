import { FileSystemError } from '../../filesystem/filesystem.ts';
import { FleetlabError } from '../../../shared/errors.ts';
import { EngineError } from '../engine.ts';

/** Turns what the disk refuses into the engine's words; other errors stay as they are. */
export async function inEngineWords<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const code = codeOf(error);
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new EngineError('failed', 'no space left on device: free some disk space on this computer, then try again');
    if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
      throw new EngineError('failed', `the practice device's data directory cannot be written (${code}): check who owns it`);
    if (error instanceof FileSystemError || error instanceof FleetlabError) throw new EngineError('failed', error.message);
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  const cause = error instanceof FleetlabError && error.cause !== undefined ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}
