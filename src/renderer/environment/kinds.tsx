import { Cloud, Cpu, FlaskConical, ServerCog } from 'lucide-react';
import type { ReactElement } from 'react';
import type { EnvironmentKind, EnvironmentView } from '../../shared/domain/environment.ts';

export const kindNames: Readonly<Record<EnvironmentKind, string>> = {
  practice: 'Practice',
  device: 'Device on the local network',
  'balena-cloud': 'balenaCloud',
  'open-balena': 'openBalena',
};

/** A shape for each kind, in the colour of its band: which environment it is must be seen without colour as well. */
export function KindIcon({ kind }: { kind: EnvironmentKind }): ReactElement {
  const Icon = { practice: FlaskConical, device: Cpu, 'balena-cloud': Cloud, 'open-balena': ServerCog }[kind];
  return <Icon aria-hidden className="kind-icon" style={{ color: `var(--band-${kind})` }} />;
}

/** Where commands go, in a sentence. */
export function aboutEnvironment({ kind, engine, address }: Pick<EnvironmentView, 'kind' | 'engine' | 'address'>): string {
  switch (kind) {
    case 'practice': {
      const need = engine === 'docker' ? 'only images that Docker lacks come from the internet' : 'nothing needs the internet';
      return `A cloud and a device of your own, on this machine. Commands go there; nothing leaves the machine, and ${need}.`;
    }
    case 'device':
      return `One real device, without a cloud. Commands go to ${address ?? 'its address'}.`;
    case 'balena-cloud':
      return 'Commands go to balena-cloud.com, and change real fleets and devices of your account.';
    case 'open-balena':
      return `Commands go to ${address ?? 'your own cloud'}, and change real fleets and devices there.`;
  }
}

/** As a title: practice has a name that stands in sentences, the others the one that they were given. */
export function titleOf({ kind, name }: Pick<EnvironmentView, 'kind' | 'name'>): string {
  return kind === 'practice' ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}
