import { Check, Pencil, Plus, Trash2 } from 'lucide-react';
import type { ReactElement } from 'react';
import type { EnvironmentList as List } from '../../shared/domain/environment.ts';
import { Button } from '../components/button.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { useFacts, useModel } from '../state/model-context.tsx';
import { titleOf, KindIcon, kindNames } from './kinds.tsx';

type Entry = List['environments'][number];

/** All environments; pressing one leads commands there. */
export function EnvironmentList({ onLeave }: { onLeave: () => void }): ReactElement {
  const model = useModel();
  const { environments } = useFacts((facts) => facts.environments);
  const open = (overlay: 'environment-add' | 'environment-edit' | 'environment-remove', environmentId?: string): void => {
    onLeave();
    model.screen.setState({ overlay, environmentId });
  };
  return (
    <div className="environments">
      <ul className="environment-list" aria-label="Environments">
        {environments.map((entry) => (
          <Row key={entry.id} entry={entry} onOpen={open} />
        ))}
      </ul>
      <Button look="quiet" onClick={() => open('environment-add')}>
        <Plus aria-hidden /> Add an environment…
      </Button>
    </div>
  );
}

function Row(props: { entry: Entry; onOpen: (overlay: 'environment-edit' | 'environment-remove', id: string) => void }): ReactElement {
  const { entry, onOpen } = props;
  const model = useModel();
  const isChosen = useFacts((facts) => facts.environments.chosen) === entry.id;
  const name = titleOf(entry);
  const words = [entry.kind === 'practice' ? 'on this machine' : (entry.address ?? kindNames[entry.kind]), stateWord(entry)];
  return (
    <li className={`environment-row ${isChosen ? 'is-chosen' : ''}`}>
      <button
        type="button"
        className="environment-choose"
        aria-current={isChosen ? 'true' : undefined}
        onClick={() => void model.chooseEnvironment(entry.id)}
      >
        <KindIcon kind={entry.kind} />
        <span className="environment-words">
          <span className="environment-name">{name}</span>
          <span className="environment-about">{words.filter((word) => word !== undefined).join(' · ')}</span>
        </span>
        {isChosen ? <Check aria-hidden className="environment-mark" /> : null}
      </button>
      {entry.setting === undefined ? null : (
        <span className="environment-tools">
          <IconButton label={`Change ${name}`} tip="Change…" onClick={() => onOpen('environment-edit', entry.id)}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton label={`Remove ${name}`} tip="Remove…" onClick={() => onOpen('environment-remove', entry.id)}>
            <Trash2 aria-hidden />
          </IconButton>
        </span>
      )}
    </li>
  );
}

function stateWord({ state }: Entry): string | undefined {
  if (state === undefined) return undefined;
  return { starting: 'starting', ready: undefined, failed: 'does not answer' }[state];
}
