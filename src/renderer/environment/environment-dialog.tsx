import { CircleCheck, LoaderCircle } from 'lucide-react';
import { useId, useState, type ReactElement } from 'react';
import type { FoundDevice } from '../../shared/domain/found-device.ts';
import { environmentSetting, type EnvironmentSetting } from '../../shared/domain/environment.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { toProblem, type Problem } from '../state/problem.ts';
import { emptyFields, fieldsOf, settingOf, type Fields } from './fields.ts';
import { FoundDevices, ProbeAddress } from './find-devices.tsx';
import { kindNames, KindIcon } from './kinds.tsx';
import { TextField } from './text-field.tsx';

type Kind = EnvironmentSetting['kind'];

const kinds: readonly { kind: Kind; about: string }[] = [
  { kind: 'balena-cloud', about: 'Your account at balena-cloud.com.' },
  { kind: 'open-balena', about: 'A cloud that your company or you run.' },
  { kind: 'device', about: 'In local mode, with no cloud.' },
];

/** Adds an environment, or changes one. */
export function EnvironmentDialog(): ReactElement {
  const model = useModel();
  const overlay = useSelect(model.screen, (state) => state.overlay);
  const id = useSelect(model.screen, (state) => state.environmentId);
  const entry = useFacts((facts) => facts.environments.environments.find((candidate) => candidate.id === id));
  const isEdit = overlay === 'environment-edit';
  const isOpen = overlay === 'environment-add' || (isEdit && entry?.setting !== undefined);
  const close = (): void => model.screen.setState({ overlay: undefined });
  return (
    <Dialog
      title={isEdit ? `Change ${entry?.name ?? ''}` : 'Add an environment'}
      isOpen={isOpen}
      onClose={close}
      size={isEdit && entry?.kind !== 'device' ? 'small' : 'wide'}
    >
      {isOpen ? (
        <Form key={isEdit ? id : 'new'} id={isEdit ? id : undefined} setting={isEdit ? entry?.setting : undefined} onDone={close} />
      ) : null}
    </Dialog>
  );
}

type Finding = { host: string; milliseconds: number } | Problem | 'asking' | undefined;

function Form(props: { id: string | undefined; setting: EnvironmentSetting | undefined; onDone: () => void }): ReactElement {
  const { id, setting, onDone } = props;
  const model = useModel();
  const [fields, setFields] = useState<Fields>(() => (setting === undefined ? emptyFields : fieldsOf(setting)));
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [found, setFound] = useState<Finding>();
  const [taken, take] = useState<FoundDevice>();
  const [problem, setProblem] = useState<Problem>();
  const [isSaving, setSaving] = useState(false);
  const change = (part: Partial<Fields>): void => {
    setFields({ ...fields, ...part });
    setWrong({});
    setFound(undefined);
    setProblem(undefined);
  };

  /** The device goes by its name, which stays when the network gives out addresses anew. */
  function choose(device: FoundDevice): void {
    const { address, name, deviceName } = device;
    take(device);
    change({ address: name ?? address, name: fields.name.trim() || (deviceName ?? name ?? address) });
  }

  const address = fields.address.trim();
  const isAsked = address === '' || address === taken?.name || address === taken?.address;
  const nameField = (
    <TextField label="Name" value={fields.name} error={wrong['name']} onChange={(name) => change({ name })}>
      As you will see it at the top of the window.
    </TextField>
  );

  /** What is typed, where it can be meant; else what is wrong stands at the fields. */
  function read(): EnvironmentSetting | undefined {
    const parsed = environmentSetting.safeParse(settingOf(fields));
    if (parsed.success) return parsed.data;
    setWrong(Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message])));
    return undefined;
  }

  async function test(): Promise<void> {
    const wanted = read();
    if (wanted === undefined) return;
    setFound('asking');
    setFound(await model.bridge.call('environment.test', { setting: wanted }).catch(toProblem));
  }

  async function save(): Promise<void> {
    const wanted = read();
    if (wanted === undefined) return;
    setSaving(true);
    setProblem(undefined);
    try {
      if (id === undefined) {
        const added = await model.bridge.call('environment.add', { setting: wanted });
        await model.chooseEnvironment(added.id);
      } else await model.bridge.call('environment.change', { id, setting: wanted });
      onDone();
    } catch (error) {
      setProblem(toProblem(error));
      setSaving(false);
    }
  }

  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {id === undefined ? <KindChoice kind={fields.kind} onChange={(kind) => change({ kind, name: nameFor(kind, fields.name) })} /> : null}
      {fields.kind === 'device' ? (
        <>
          <FoundDevices address={fields.address} onChoose={choose} />
          <div className="field-pair">
            <TextField
              label="Address"
              value={fields.address}
              error={wrong['address']}
              isCode
              onChange={(typed) => change({ address: typed })}
            >
              <code>192.168.1.20</code>, or its name: <code>a1b2c3d.local</code>.
            </TextField>
            {nameField}
          </div>
          {isAsked ? null : <ProbeAddress key={address} address={address} />}
        </>
      ) : null}
      {fields.kind === 'balena-cloud' ? nameField : null}
      {fields.kind === 'open-balena' ? (
        <>
          <div className="field-pair">
            <TextField label="Domain or address" value={fields.url} error={wrong['url']} isCode onChange={(url) => change({ url })}>
              <code>example.com</code>, or of its API: <code>https://api.example.com:8443</code>.
            </TextField>
            {nameField}
          </div>
          <TextField
            label="Certificate of its authority"
            value={fields.caFile}
            error={wrong['caFile']}
            isCode
            onChange={(caFile) => change({ caFile })}
          >
            The path of a PEM file, where the cloud’s certificates are signed by an authority of its own. Fleetlab trusts it for this cloud
            alone; so do the balena CLI and other Node programs in this environment’s terminals.
          </TextField>
          {setting?.kind !== 'open-balena' || fields.url.trim() === setting.url ? null : (
            <p className="form-note" role="status">
              Another address is another cloud: you sign in there anew. What is kept of the former on this machine is deleted: its sign-in,
              its SSH keys, and the choice of device and fleets.
            </p>
          )}
        </>
      ) : null}
      <Found found={found} />
      {problem === undefined ? null : <ProblemNote problem={problem} />}
      <div className="dialog-actions">
        {fields.kind === 'device' ? null : (
          <Button disabled={found === 'asking'} onClick={() => void test()}>
            Test connection
          </Button>
        )}
        <span className="help-space" />
        <Button onClick={onDone}>Cancel</Button>
        <Button look="primary" type="submit" disabled={isSaving}>
          {id === undefined ? 'Add and use' : 'Save'}
        </Button>
      </div>
    </form>
  );
}

function KindChoice({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }): ReactElement {
  const group = useId();
  return (
    <fieldset className="choices kind-choices">
      <legend className="visually-hidden">Kind</legend>
      {kinds.map((option) => (
        <label key={option.kind} className="choice">
          <input type="radio" name={group} checked={kind === option.kind} onChange={() => onChange(option.kind)} />
          <span>
            <strong>
              <KindIcon kind={option.kind} /> {kindNames[option.kind]}
            </strong>
            <span className="soft">{option.about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Found({ found }: { found: Finding }): ReactElement | null {
  if (found === undefined) return null;
  if (found === 'asking')
    return (
      <p className="form-note" role="status">
        <LoaderCircle className="turning" aria-hidden /> Asking…
      </p>
    );
  if ('code' in found) return <ProblemNote problem={found} />;
  return (
    <p className="form-note form-good" role="status">
      <CircleCheck aria-hidden /> {found.host} answers in {Math.round(found.milliseconds)} ms.
    </p>
  );
}

/** The cloud's own name is offered to it alone. */
function nameFor(kind: Kind, typed: string): string {
  if (kind === 'balena-cloud') return typed.trim() === '' ? emptyFields.name : typed;
  return typed === emptyFields.name ? '' : typed;
}
