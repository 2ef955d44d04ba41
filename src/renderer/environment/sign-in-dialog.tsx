import { useState, type ReactElement } from 'react';
import type { Credentials, EnvironmentView } from '../../shared/domain/environment.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ProblemNote } from '../components/problem-note.tsx';
import { useFacts, useModel, useSelect } from '../state/model-context.tsx';
import { toProblem, type Problem } from '../state/problem.ts';
import { TextField } from './text-field.tsx';

type Way = 'web' | 'token' | 'password';

const ways: readonly { way: Way; name: string; about: string }[] = [
  { way: 'web', name: 'Web browser', about: '“balena login --web” opens the dashboard; also with GitHub, Google or SAML.' },
  { way: 'token', name: 'Token', about: 'An API key or session token from the dashboard, Preferences, Access tokens.' },
  { way: 'password', name: 'E-mail and password', about: 'Of an account that has a password.' },
];

/** Signs in to the environment that is chosen. What is typed here goes to main, and is forgotten with the dialog. */
export function SignInDialog(): ReactElement {
  const model = useModel();
  const isOpen = useSelect(model.screen, ({ overlay }) => overlay === 'sign-in');
  const environment = useFacts((facts) => facts.environment);
  const close = (): void => model.screen.setState({ overlay: undefined });
  return (
    <Dialog title={`Sign in to ${environment.name}`} isOpen={isOpen} onClose={close}>
      {isOpen ? <Form environment={environment} onDone={close} /> : null}
    </Dialog>
  );
}

function Form({ environment, onDone }: { environment: EnvironmentView; onDone: () => void }): ReactElement {
  const model = useModel();
  const [way, setWay] = useState<Way>('web');
  const [token, setToken] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [needsCode, setNeedsCode] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const isComplete = way === 'web' || (way === 'token' ? token.trim() !== '' : email.trim() !== '' && password !== '');

  async function signIn(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      if (way === 'web') {
        const { terminalId } = await model.bridge.call('environment.signInByWeb', undefined);
        model.terminals.activate(terminalId, true);
      } else {
        const { username } = await model.bridge.call('environment.signIn', { credentials: credentials(way) });
        model.announcer.announce(`Signed in as ${username}.`);
      }
      onDone();
    } catch (error) {
      const told = toProblem(error);
      if (told.code === 'code-needed') setNeedsCode(true);
      setProblem(told);
      setBusy(false);
    }
  }

  function credentials(kind: Exclude<Way, 'web'>): Credentials {
    if (kind === 'token') return { kind, token };
    return { kind, email, password, ...(code.trim() === '' ? {} : { code }) };
  }

  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void signIn();
      }}
    >
      <fieldset className="choices">
        <legend className="visually-hidden">How</legend>
        {ways.map((option) => (
          <label key={option.way} className="choice">
            <input
              type="radio"
              name="way"
              checked={way === option.way}
              onChange={() => {
                setWay(option.way);
                setProblem(undefined);
              }}
            />
            <span>
              <strong>{option.name}</strong> <span className="soft">{option.about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {way === 'token' ? <TextField label="Token" type="password" value={token} isCode onChange={setToken} /> : null}
      {way === 'password' ? (
        <>
          <TextField label="E-mail address" value={email} onChange={setEmail} />
          <TextField label="Password" type="password" value={password} onChange={setPassword} />
          {needsCode ? (
            <TextField label="Code of your second factor" value={code} isCode autoFocus autoComplete="one-time-code" onChange={setCode} />
          ) : null}
        </>
      ) : null}
      {problem === undefined ? null : <ProblemNote problem={problem} isQuestion={problem.code === 'code-needed'} />}
      <p className="soft form-small">
        {environment.address === undefined ? '' : `You sign in at ${environment.address}. `}
        <TokensLie />
      </p>
      <div className="dialog-actions">
        <Button onClick={onDone}>Cancel</Button>
        <Button look="primary" type="submit" disabled={isBusy || !isComplete}>
          {isBusy ? 'Signing in…' : way === 'web' ? 'Open the browser' : 'Sign in'}
        </Button>
      </div>
    </form>
  );
}

/** Where the token will be. */
function TokensLie(): string {
  const tokens = useFacts((facts) => facts.environments.tokens);
  return tokens === 'sealed'
    ? 'The token is sealed by the system’s safe storage; while the environment is in use, the CLI’s own file holds it, which only you can read.'
    : 'The token is kept in the CLI’s own file, which only you can read: there is no safe storage that Fleetlab can use here. Signing out deletes it.';
}
