import { FleetlabError } from '../../shared/errors.ts';
import type { ExtraRoutes, Reply } from '../cloud/api/route.ts';
import type { CheckpointService } from './checkpoints.ts';
import type { ConnectionStream } from './connection-stream.ts';

export interface ControlOptions {
  /** Both are asked for when a request comes: they are made after the server. */
  checkpoints: () => CheckpointService | undefined;
  /** The practice device while it belongs to no fleet. */
  waitingDevice: () => { uuid: string; deviceType: string } | undefined;
  /** Absent where nobody sees connections: on a real engine. */
  connections?: Pick<ConnectionStream, 'follow'>;
  /** The terminal's curl (resources/launcher/curl) could not connect; told with its arguments and exit code. Returns what is said below its error. */
  onFailedCurl?: (own: readonly string[], exitCode: number) => string | undefined;
}

const nothing: Reply = { status: 204, text: '' };

/** What the app asks of the practice environment beside balena's own API: checkpoints, the device that waits to join a fleet,
 * and connections as they happen. */
export function controlRoutes(options: ControlOptions): ExtraRoutes {
  return {
    prefix: '/practice/v1/',
    async handle({ method, path, query, outgoing }) {
      if (path === 'waiting-device') {
        requireMethod(method, 'GET', path);
        return { status: 200, json: options.waitingDevice() ?? null };
      }
      if (path === 'connections' && options.connections !== undefined) {
        requireMethod(method, 'GET', path);
        options.connections.follow(outgoing, Number(query.get('after') ?? 0) || 0);
        return 'streamed';
      }
      if (path === 'failed-curl' && options.onFailedCurl !== undefined) {
        requireMethod(method, 'POST', path);
        const remark = options.onFailedCurl(query.getAll('argument'), Number(query.get('code')));
        return remark === undefined ? nothing : { status: 200, text: `${remark}\n` };
      }
      const match = /^checkpoints(?:\/([^/]+)(\/restore)?)?$/.exec(path);
      if (match === null) return { status: 404, json: { code: 'not-found', message: `There is no /practice/v1/${path}.` } };
      const checkpoints = options.checkpoints();
      if (checkpoints === undefined) throw new FleetlabError('starting', 'The practice device is still starting.', 'Try again.');
      const [, name, restore] = match;
      if (name === undefined) {
        requireMethod(method, 'GET', path);
        return { status: 200, json: await checkpoints.list() };
      }
      if (restore === undefined && method === 'DELETE') await checkpoints.remove(name);
      else if (restore === undefined) {
        requireMethod(method, 'PUT', path);
        await checkpoints.save(name);
      } else {
        requireMethod(method, 'POST', path);
        await checkpoints.restore(name);
      }
      return nothing;
    },
  };
}

function requireMethod(method: string, wanted: string, path: string): void {
  if (method !== wanted) throw new FleetlabError('invalid-input', `/practice/v1/${path} answers ${wanted}, not ${method}.`);
}
