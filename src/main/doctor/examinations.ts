import type { Finding } from '../../shared/domain/doctor.ts';
import type { MachineEngine } from '../../shared/domain/environment.ts';
import { FleetlabError } from '../../shared/errors.ts';
import type { EnvironmentService } from '../environments/environment.ts';
import { pinnedCliVersion, type Toolchain } from '../environments/toolchain.ts';
import type { EventBus } from '../event-bus.ts';
import { examine } from './doctor.ts';
import { thisPatient } from './this-patient.ts';

interface ExaminationsOptions {
  environment: EnvironmentService;
  toolchain: Toolchain;
  root: string;
  dataDirectory: string;
  bus: EventBus;
  findEngine: () => Promise<MachineEngine>;
}

/** Examines this machine and the environment in use; who asks during one gets its findings. */
export function createExaminations(options: ExaminationsOptions): () => Promise<Finding[]> {
  const { environment, toolchain, root, dataDirectory, bus } = options;
  let underWay: Promise<Finding[]> | undefined;

  async function begin(): Promise<Finding[]> {
    const parts = {
      toolchain,
      wantedCli: await pinnedCliVersion(root),
      environment: () => environment.ready(),
      dataDirectory,
      node: toolchain.node,
      findEngine: async () => {
        const found = await options.findEngine();
        if ('problem' in found) throw new FleetlabError('no-engine', found.problem, found.action);
        return found.version;
      },
    };
    return examine(thisPatient(), parts, (finding, of) => bus.emit('doctor.found', { finding, of }));
  }

  return () => (underWay ??= begin().finally(() => (underWay = undefined)));
}
